import {
  type Box,
  boxBlur,
  copyRaster,
  createPlane,
  createRandom,
  type Plane,
  type Raster,
  resize,
  resizePlane,
} from "../pixels/index.ts";
import { type Drift, type Level, type OffsetField, PATCH, searchOffsets, voteColours } from "./offsetField.ts";
import { stretch } from "./stretch.ts";

/** Longest side of each size at which offsets are sought, with how often colours and offsets settle by turns there. */
const LEVELS = [
  { longEdgePx: 56, rounds: 7, passes: 3 },
  { longEdgePx: 112, rounds: 4, passes: 2 },
  { longEdgePx: 224, rounds: 2, passes: 2 },
  { longEdgePx: 448, rounds: 1, passes: 2 },
];
/** Above this a place belongs to the scene's main thing, which must not be seen twice. */
const THING = 0.15;
const LEAST_STEP = 0.2;
/** Fewer sources than this share of the frame do not do: then the thing's are taken too. */
const LEAST_SOURCES = 0.02;
/** Above and below, pieces come from so much of the photograph, from the border on. */
const BAND_SHARE = 0.4;
/** Over how many pixels on either side of the border tones are compared, and by how many levels they are shifted at most. */
const BAND = 4;
const MOST_STEP = 24;
/** What was put together and differs by more levels from what lies along the border has nothing to do with it. */
const MOST_FOREIGN = 34;

/**
 * Continues a picture beyond its borders: what is unknown is put together from pieces of what is known, so that it goes on
 * as the picture does (Wexler 2007, by PatchMatch, Barnes 2009), coarse to fine, and then copied at full size. Where no pieces
 * fit, what lies along the border is stretched.
 * @param known the part of `picture` that is a photograph; what lies outside of it is filled.
 * @param thing where the scene's main thing is, 0 to 1, over the whole picture: it is not repeated.
 */
export function extend(picture: Raster, known: Box, thing: Plane): Raster {
  const grown = { x: picture.width - known.width, y: picture.height - known.height };
  if (grown.x <= 0 && grown.y <= 0) return picture;
  const rise = 600 / Math.max(picture.width, picture.height);
  let field: OffsetField | null = null;
  let level: Level | null = null;
  for (const [i, { longEdgePx, rounds, passes }] of LEVELS.entries()) {
    if (level && level.width === picture.width) break;
    const next = levelOf(picture, known, thing, longEdgePx);
    // Costs are squared bytes; a drift across a tenth of the picture costs as much as a faint difference everywhere.
    const unit = (rise * 2000) / longEdgePx;
    const least =
      LEAST_STEP *
      Math.min(known.width, known.height) *
      Math.min(1, longEdgePx / Math.max(picture.width, picture.height));
    const drift: Drift = { x: 0.05 * unit, y: (grown.x > grown.y ? 0.4 : 1.5) * unit, least };
    const begun: OffsetField = level && field ? enlargeField(level, field, next) : firstField(next);
    if (level && field) voteColours(next, settle(next, begun, drift));
    for (let round = 0; round < rounds; round++) {
      searchOffsets(next, begun, drift, passes, 31 * i + round + 1);
      voteColours(next, begun);
    }
    level = next;
    field = begun;
  }
  if (!level || !field || !filled(level, field)) return stretch(picture, known, thing);
  if (foreignness(level) > MOST_FOREIGN) return stretch(picture, known, thing);
  return copyAlong(picture, known, level, field);
}

/** Whether a place was found for every pixel. */
function filled({ known, targets }: Level, { from }: OffsetField): boolean {
  for (const p of targets) if (known[p] === 0 && from[p] < 0) return false;
  return true;
}

/** How far what was put together is from what lies along the border, in levels of the channel that differs the most. */
function foreignness({ width, height, colours, known }: Level): number {
  const first = known.indexOf(1);
  const last = known.lastIndexOf(1);
  const [left, top, right, bottom] = [first % width, Math.floor(first / width), last % width, Math.floor(last / width)];
  const [red, green, blue] = [0, 1, 2].map((c) => {
    const plane = createPlane(right - left + 1, bottom - top + 1);
    for (let y = top, p = 0; y <= bottom; y++) {
      for (let x = left; x <= right; x++, p++) plane.data[p] = colours[(y * width + x) * 3 + c];
    }
    return boxBlur(plane, 0.06 * Math.max(width, height));
  });
  let sum = 0;
  let count = 0;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (known[p] === 1) continue;
      const near = (clamp(y, top, bottom) - top) * red.width + clamp(x, left, right) - left;
      const r = Math.abs(colours[p * 3] - red.data[near]);
      const g = Math.abs(colours[p * 3 + 1] - green.data[near]);
      const b = Math.abs(colours[p * 3 + 2] - blue.data[near]);
      sum += r > g ? (r > b ? r : b) : g > b ? g : b;
      count++;
    }
  }
  return sum / Math.max(1, count);
}

function settle(level: Level, field: OffsetField, drift: Drift): OffsetField {
  searchOffsets(level, field, drift, 0, 0);
  return field;
}

function levelOf(picture: Raster, known: Box, thing: Plane, longEdgePx: number): Level {
  const scale = Math.min(1, longEdgePx / Math.max(picture.width, picture.height));
  const width = Math.max(2 * PATCH + 2, Math.round(picture.width * scale));
  const height = Math.max(2 * PATCH + 2, Math.round(picture.height * scale));
  const small = resize(picture, width, height, "triangle");
  // Its edge is soft or unsure: what lies next to it may be of it.
  const things = boxBlur(resizePlane(thing, width, height), 1);
  const box = {
    left: Math.ceil((known.x * width) / picture.width),
    right: Math.floor(((known.x + known.width) * width) / picture.width),
    top: Math.ceil((known.y * height) / picture.height),
    bottom: Math.floor(((known.y + known.height) * height) / picture.height),
  };
  const count = width * height;
  const level: Level = {
    width,
    height,
    colours: new Float32Array(count * 3),
    known: new Uint8Array(count),
    source: new Uint8Array(count),
    targets: new Int32Array(0),
    trust: new Float32Array(count),
  };
  const targets: number[] = [];
  // Ground goes on as ground, and sky as sky, however alike water may be in between.
  const far = Math.floor(BAND_SHARE * (box.bottom - box.top));
  const near = (y: number) => (box.top > 0 && y < box.top + far) || (box.bottom < height && y >= box.bottom - far);
  const upright = box.top > 0 || box.bottom < height;
  const sources = (avoiding: boolean) => {
    let n = 0;
    for (let y = box.top + PATCH; y < box.bottom - PATCH; y++) {
      if (upright && !near(y)) continue;
      for (let x = box.left + PATCH; x < box.right - PATCH; x++) {
        const p = y * width + x;
        level.source[p] = avoiding && things.data[p] > THING ? 0 : 1;
        n += level.source[p];
      }
    }
    return n;
  };
  const avoiding = sources(true) >= LEAST_SOURCES * count && !isThingAt(things, box);
  if (!avoiding) sources(false);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const outX = Math.max(box.left - x, x - box.right + 1, 0);
      const outY = Math.max(box.top - y, y - box.bottom + 1, 0);
      const out = Math.max(outX, outY);
      level.known[p] = out === 0 ? 1 : 0;
      // A foot near the border says nothing of the ground beyond it.
      const said = avoiding && things.data[p] > THING ? 0.03 : 1;
      level.trust[p] = out === 0 ? said : 0.15 + 0.6 * Math.exp((-out * 56) / (6 * longEdgePx));
      const inside = Math.min(
        box.left > 0 ? x - box.left : width,
        box.right < width ? box.right - 1 - x : width,
        box.top > 0 ? y - box.top : height,
        box.bottom < height ? box.bottom - 1 - y : height,
      );
      if (inside < PATCH) targets.push(p);
      // The nearest known pixel stands in until something better is found.
      const nx = Math.min(box.right - 1, Math.max(box.left, x));
      const ny = Math.min(box.bottom - 1, Math.max(box.top, y));
      const from = (ny * width + nx) * 4;
      for (let c = 0; c < 3; c++) level.colours[p * 3 + c] = small.data[from + c];
    }
  }
  level.targets = Int32Array.from(targets);
  return level;
}

/** Whether most of what lies along a border that is grown over belongs to the thing: then it is what goes on there. */
function isThingAt(things: Plane, box: { left: number; right: number; top: number; bottom: number }): boolean {
  const { width, height, data } = things;
  const shareOf = (count: number, at: (i: number) => number) => {
    let met = 0;
    for (let i = 0; i < count; i++) if (data[at(i)] > THING) met++;
    return met / Math.max(1, count);
  };
  const down = box.bottom - box.top;
  const across = box.right - box.left;
  return (
    (box.left > 0 && shareOf(down, (i) => (box.top + i) * width + box.left + PATCH) > 0.5) ||
    (box.right < width && shareOf(down, (i) => (box.top + i) * width + box.right - 1 - PATCH) > 0.5) ||
    (box.top > 0 && shareOf(across, (i) => (box.top + PATCH) * width + box.left + i) > 0.5) ||
    (box.bottom < height && shareOf(across, (i) => (box.bottom - 1 - PATCH) * width + box.left + i) > 0.5)
  );
}

/** Begun with places chosen blindly, in the nearest rows that have any. */
function firstField({ width, height, source, targets }: Level): OffsetField {
  const field = { from: new Int32Array(width * height).fill(-1), cost: new Float32Array(width * height) };
  const random = createRandom(1);
  const rows: number[][] = [];
  for (let y = 0; y < height; y++) {
    const row: number[] = [];
    for (let x = 0; x < width; x++) if (source[y * width + x] === 1) row.push(y * width + x);
    if (row.length > 0) rows.push(row);
  }
  if (rows.length === 0) return field;
  const first = Math.floor(rows[0][0] / width);
  for (const p of targets) {
    const row = rows[clamp(Math.floor(p / width) - first + Math.round(4 * random() - 2), 0, rows.length - 1)];
    field.from[p] = row[Math.floor(random() * row.length)];
  }
  return field;
}

/** The field of a smaller level at a larger one: the same offsets, as many times longer. */
function enlargeField(small: Level, field: OffsetField, large: Level): OffsetField {
  const { width, height, targets } = large;
  const nearest = nearestSources(large);
  const out: OffsetField = { from: new Int32Array(width * height).fill(-1), cost: new Float32Array(width * height) };
  const sx = width / small.width;
  const sy = height / small.height;
  for (const p of targets) {
    const x = p % width;
    const y = (p - x) / width;
    const px = Math.min(small.width - 1, Math.floor((x + 0.5) / sx));
    const py = Math.min(small.height - 1, Math.floor((y + 0.5) / sy));
    const own = py * small.width + px;
    const q = field.from[own] < 0 ? own : field.from[own];
    const qx = Math.round(x + ((q % small.width) - px) * sx);
    const qy = Math.round(y + (Math.floor(q / small.width) - py) * sy);
    out.from[p] = nearest[clamp(qy, 0, height - 1) * width + clamp(qx, 0, width - 1)];
  }
  return out;
}

/** For each pixel the source that is the nearest, by steps; -1 where there is none at all. */
function nearestSources({ width, height, source }: Level): Int32Array {
  const nearest = new Int32Array(source.length).fill(-1);
  const queue = new Int32Array(source.length);
  let end = 0;
  for (let p = 0; p < source.length; p++) {
    if (source[p] === 0) continue;
    nearest[p] = p;
    queue[end++] = p;
  }
  for (let at = 0; at < end; at++) {
    const p = queue[at];
    const x = p % width;
    const y = (p - x) / width;
    for (let side = 0; side < 4; side++) {
      const qx = side === 0 ? x - 1 : side === 1 ? x + 1 : x;
      const qy = side === 2 ? y - 1 : side === 3 ? y + 1 : y;
      if (qx < 0 || qy < 0 || qx >= width || qy >= height || nearest[qy * width + qx] >= 0) continue;
      nearest[qy * width + qx] = nearest[p];
      queue[end++] = qy * width + qx;
    }
  }
  return nearest;
}

/**
 * The picture with what is unknown copied at full size along the field. Between four offsets the colours are mixed; what
 * they differ in from their surroundings is strengthened by as much as mixing weakens it (Heitz and Neyret 2018).
 */
function copyAlong(picture: Raster, known: Box, level: Level, { from }: OffsetField): Raster {
  const out = copyRaster(picture);
  const { width, height } = level;
  const sx = picture.width / width;
  const sy = picture.height / height;
  const base = smoothColours(level);
  levelSides(level, base);
  const right = known.x + known.width - 1;
  const bottom = known.y + known.height - 1;
  const bandX = Math.max(1, Math.round(PATCH * sx));
  const bandY = Math.max(1, Math.round(PATCH * sy));
  const weights = new Float64Array(4);
  const places = new Int32Array(4);
  const bases = new Int32Array(4);
  const smooth = new Float64Array(3);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const share = unknownShare(x, y, picture, known, bandX, bandY);
      if (share === 0) continue;
      const u = (x + 0.5) / sx - 0.5;
      const v = (y + 0.5) / sy - 0.5;
      let n = 0;
      let total = 0;
      for (let corner = 0; corner < 4; corner++) {
        const cx = Math.floor(u) + (corner & 1);
        const cy = Math.floor(v) + (corner >> 1);
        if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue;
        const q = from[cy * width + cx];
        if (q < 0) continue;
        const weight = (1 - Math.abs(u - cx)) * (1 - Math.abs(v - cy));
        if (weight <= 0) continue;
        const px = clamp(Math.round(x + ((q % width) - cx) * sx), known.x, right);
        const py = clamp(Math.round(y + (Math.floor(q / width) - cy) * sy), known.y, bottom);
        const place = py * picture.width + px;
        total += weight;
        let slot = 0;
        while (slot < n && places[slot] !== place) slot++;
        if (slot < n) weights[slot] += weight;
        else {
          places[n] = place;
          weights[n] = weight;
          bases[n] =
            Math.min(height - 1, Math.floor((py + 0.5) / sy)) * width +
            Math.min(width - 1, Math.floor((px + 0.5) / sx));
          n++;
        }
      }
      if (n === 0) continue;
      let squares = 0;
      for (let k = 0; k < n; k++) squares += (weights[k] / total) ** 2;
      const strengthen = 1 / Math.sqrt(squares);
      const to = (y * picture.width + x) * 4;
      sampleSmooth(base, level, u, v, smooth);
      for (let c = 0; c < 3; c++) {
        const mean = smooth[c];
        let detail = 0;
        for (let k = 0; k < n; k++) {
          const weight = weights[k] / total;
          const low = base[bases[k] * 3 + c];
          detail += weight * (picture.data[places[k] * 4 + c] - low);
        }
        const value = mean + detail * strengthen;
        out.data[to + c] = share < 1 ? out.data[to + c] + share * (value - out.data[to + c]) : value;
      }
      out.data[to + 3] = 255;
    }
  }
  return out;
}

function sampleSmooth(base: Float32Array, { width, height }: Level, u: number, v: number, out: Float64Array): void {
  const x = clamp(u, 0, width - 1.001);
  const y = clamp(v, 0, height - 1.001);
  const i = (Math.floor(y) * width + Math.floor(x)) * 3;
  const fx = x - Math.floor(x);
  const fy = y - Math.floor(y);
  for (let c = 0; c < 3; c++) {
    const top = base[i + c] + (base[i + 3 + c] - base[i + c]) * fx;
    const below = base[i + width * 3 + c];
    const under = below + (base[i + width * 3 + 3 + c] - below) * fx;
    out[c] = top + (under - top) * fy;
  }
}

/** 1 outside what is known, and less inside, down to 0 where the band along the border ends. */
function unknownShare(
  x: number,
  y: number,
  { width, height }: Raster,
  known: Box,
  bandX: number,
  bandY: number,
): number {
  const into = (distance: number, band: number, open: boolean) =>
    open ? clamp(1 - (distance + 1) / (band + 1), 0, 1) : 0;
  return Math.max(
    into(x - known.x, bandX, known.x > 0),
    into(known.x + known.width - 1 - x, bandX, known.x + known.width < width),
    into(y - known.y, bandY, known.y > 0),
    into(known.y + known.height - 1 - y, bandY, known.y + known.height < height),
  );
}

function smoothColours({ width, height, colours }: Level): Float32Array {
  const out = new Float32Array(colours.length);
  for (let c = 0; c < 3; c++) {
    const plane = { width, height, data: new Float32Array(width * height) };
    for (let p = 0; p < plane.data.length; p++) plane.data[p] = colours[p * 3 + c];
    const soft = boxBlur(boxBlur(plane, 2), 2);
    for (let p = 0; p < plane.data.length; p++) out[p * 3 + c] = soft.data[p];
  }
  return out;
}

/** A step in tone along the border of what is known would show as a line: it is levelled, less and less farther out. */
function levelSides({ width, height, colours, known }: Level, base: Float32Array): void {
  const first = { x: known.indexOf(1) % width, y: Math.floor(known.indexOf(1) / width) };
  const last = { x: known.lastIndexOf(1) % width, y: Math.floor(known.lastIndexOf(1) / width) };
  const sides = [
    { depth: first.x, along: height, at: (out: number, i: number) => i * width + first.x - out },
    { depth: width - 1 - last.x, along: height, at: (out: number, i: number) => i * width + last.x + out },
    { depth: first.y, along: width, at: (out: number, i: number) => (first.y - out) * width + i },
    { depth: height - 1 - last.y, along: width, at: (out: number, i: number) => (last.y + out) * width + i },
  ];
  for (const { depth, along, at } of sides) {
    if (depth < BAND) continue;
    for (let c = 0; c < 3; c++) {
      const steps = { width: along, height: 1, data: new Float32Array(along) };
      for (let i = 0; i < along; i++) {
        let step = 0;
        for (let out = 0; out < BAND; out++) step += colours[at(-out, i) * 3 + c] - colours[at(out + 1, i) * 3 + c];
        steps.data[i] = clamp(step / BAND, -MOST_STEP, MOST_STEP);
      }
      const soft = boxBlur(boxBlur(steps, 5), 5);
      for (let i = 0; i < along; i++) {
        for (let out = 1; out <= depth; out++) {
          base[at(out, i) * 3 + c] += soft.data[i] * Math.exp(-out / (0.12 * Math.max(width, height)));
        }
      }
    }
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
