import { createPlane, type Plane, type Raster } from "../pixels/index.ts";
import { type Trimap, UNKNOWN } from "./trimap.ts";

/** Spacing of the places around a pixel whose nearest sure colours are tried as its own two colours. */
const SPREAD = 0.8;
/** How much better by eye a pair of colours is than chance: squared error (of 255²) that still counts as a fit. */
const NOISE = 60;
/** Squared distance of the two colours (of 3 × 255²) at which colour and place have an equal say. */
const TELLING = 900;
/** Alpha above which a pixel holds on to its neighbours. */
const SPECK = 0.1;
/** Half-width in pixels of the border that place alone draws. */
const SOFTNESS = 1.2;

/**
 * The alpha of each pixel of the unknown band by sampling, after Shared Matting (Gastal and Oliveira 2010): pairs of
 * nearby sure foreground and background colours are tried, and the pair that explains the pixel best gives its alpha.
 * Where the two colours are alike the place relative to the border decides. A last pass evens out neighbours of like
 * colour (in the manner of a cross-bilateral filter).
 */
export function matte(image: Raster, trimap: Trimap, bandPx: number): Plane {
  const { width, height } = trimap;
  const band = unknownPixels(trimap);
  const nearestForeground = nearestKnown(trimap, band, 1);
  const nearestBackground = nearestKnown(trimap, band, 0);
  const alpha = createPlane(width, height);
  for (let i = 0; i < trimap.data.length; i++) if (trimap.data[i] === 1) alpha.data[i] = 1;
  const trust = createPlane(width, height, 1);
  const spacing = Math.max(1, Math.round(SPREAD * bandPx));
  const { data } = image;
  const fore = new Int32Array(5);
  const back = new Int32Array(5);

  for (const i of band) {
    const x = i % width;
    const y = (i - x) / width;
    let fores = 0;
    let backs = 0;
    for (let dy = -spacing; dy <= spacing; dy += spacing) {
      for (let dx = -spacing; dx <= spacing; dx += spacing) {
        // The corners and the middle: the other four hardly ever hold a better pair, and the pairs would be three times as many.
        if ((dx === 0) !== (dy === 0)) continue;
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const at = i + dy * width + dx;
        const f = trimap.data[at] === 1 ? at : nearestForeground[at];
        const b = trimap.data[at] === 0 ? at : nearestBackground[at];
        if (f >= 0) fore[fores++] = f * 4;
        if (b >= 0) back[backs++] = b * 4;
      }
    }
    const expected = place(trimap.distancePx.data[i]);
    const r = data[i * 4];
    const g = data[i * 4 + 1];
    const b = data[i * 4 + 2];
    let best = Number.POSITIVE_INFINITY;
    let bestAlpha = expected;
    let bestContrast = 0;
    for (let m = 0; m < fores; m++) {
      const fr = data[fore[m]];
      const fg = data[fore[m] + 1];
      const fb = data[fore[m] + 2];
      for (let n = 0; n < backs; n++) {
        const br = data[back[n]];
        const bg = data[back[n] + 1];
        const bb = data[back[n] + 2];
        const dr = fr - br;
        const dg = fg - bg;
        const db = fb - bb;
        const contrast = dr * dr + dg * dg + db * db;
        let a = contrast > 0 ? ((r - br) * dr + (g - bg) * dg + (b - bb) * db) / contrast : expected;
        a = a < 0 ? 0 : Math.min(a, 1);
        const er = r - br - a * dr;
        const eg = g - bg - a * dg;
        const eb = b - bb - a * db;
        const away = a - expected;
        const cost = er * er + eg * eg + eb * eb + NOISE * away * away;
        if (cost < best) {
          best = cost;
          bestAlpha = a;
          bestContrast = contrast;
        }
      }
    }
    const say = (bestContrast / (bestContrast + TELLING)) * ((NOISE * 6) / (NOISE * 6 + best));
    alpha.data[i] = say * bestAlpha + (1 - say) * expected;
    trust.data[i] = 0.02 + say;
  }
  const even = evenOut(image, alpha, trust, band);
  dropSpecks(even, trimap, band);
  return even;
}

/** The alpha that the distance from the border alone suggests. */
function place(distancePx: number): number {
  const t = Math.min(1, Math.max(0, 0.5 + distancePx / (2 * SOFTNESS)));
  return t * t * (3 - 2 * t);
}

function unknownPixels({ data }: Trimap): Int32Array {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === UNKNOWN) count++;
  const out = new Int32Array(count);
  for (let i = 0, to = 0; i < data.length; i++) if (data[i] === UNKNOWN) out[to++] = i;
  return out;
}

/** For each unknown pixel the nearest one of a sure kind (-1 where there is none), spread from the rim of the band inwards. */
function nearestKnown({ width, height, data }: Trimap, band: Int32Array, kind: number): Int32Array {
  const nearest = new Int32Array(data.length).fill(-1);
  const queue = new Int32Array(band.length);
  let tail = 0;
  for (const i of band) {
    const { left, right, top, bottom } = around(i, width, height);
    for (let row = top; row <= bottom; row += width) {
      for (let j = row + left; j <= row + right; j++) {
        if (data[j] !== kind || nearest[i] >= 0) continue;
        nearest[i] = j;
        queue[tail++] = i;
      }
    }
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const { left, right, top, bottom } = around(i, width, height);
    for (let row = top; row <= bottom; row += width) {
      for (let j = row + left; j <= row + right; j++) {
        if (data[j] !== UNKNOWN || nearest[j] >= 0) continue;
        nearest[j] = nearest[i];
        queue[tail++] = j;
      }
    }
  }
  return nearest;
}

/** The columns and the beginnings of the rows of a pixel and its neighbours. */
function around(i: number, width: number, height: number) {
  const x = i % width;
  const row = i - x;
  return {
    left: Math.max(0, x - 1),
    right: Math.min(width - 1, x + 1),
    top: Math.max(0, row - width),
    bottom: Math.min((height - 1) * width, row + width),
  };
}

/** Averages alpha over a 5 × 5 window, weighted by trust and by likeness of colour. */
function evenOut(image: Raster, alpha: Plane, trust: Plane, band: Int32Array): Plane {
  const { width, height } = alpha;
  const { data } = image;
  const out = { width, height, data: alpha.data.slice() };
  for (const i of band) {
    const x = i % width;
    const y = (i - x) / width;
    let sum = 0;
    let weights = 0;
    for (let yy = Math.max(0, y - 2); yy <= Math.min(height - 1, y + 2); yy++) {
      for (let xx = Math.max(0, x - 2); xx <= Math.min(width - 1, x + 2); xx++) {
        const j = yy * width + xx;
        const dr = data[i * 4] - data[j * 4];
        const dg = data[i * 4 + 1] - data[j * 4 + 1];
        const db = data[i * 4 + 2] - data[j * 4 + 2];
        const likeness = 1 + (dr * dr + dg * dg + db * db) / NOISE;
        const weight = trust.data[j] / (likeness * likeness);
        sum += weight * alpha.data[j];
        weights += weight;
      }
    }
    out.data[i] = snap(sum / weights);
  }
  return out;
}

/**
 * Clears what floats free of the sure foreground and fills what is cut off from the sure background: grains of a rough
 * ground that happen to have the subject's colour, and the reverse.
 */
function dropSpecks(alpha: Plane, trimap: Trimap, band: Int32Array): void {
  const { width, height } = alpha;
  const hangsOn = (kind: number, through: (a: number) => boolean) => {
    const reached = new Uint8Array(alpha.data.length);
    const stack = new Int32Array(band.length);
    let depth = 0;
    const visit = (i: number) => {
      if (trimap.data[i] !== UNKNOWN || reached[i] || !through(alpha.data[i])) return;
      reached[i] = 1;
      stack[depth++] = i;
    };
    for (const i of band) if (touches(trimap, i, kind)) visit(i);
    while (depth > 0) {
      const { left, right, top, bottom } = around(stack[--depth], width, height);
      for (let row = top; row <= bottom; row += width) for (let j = row + left; j <= row + right; j++) visit(j);
    }
    return reached;
  };
  const held = hangsOn(1, (a) => a > SPECK);
  const open = hangsOn(0, (a) => a < 1 - SPECK);
  for (const i of band) {
    if (!held[i] && alpha.data[i] > SPECK) alpha.data[i] = 0;
    else if (!open[i] && alpha.data[i] < 1 - SPECK) alpha.data[i] = 1;
  }
}

function touches({ width, height, data }: Trimap, i: number, kind: number): boolean {
  const { left, right, top, bottom } = around(i, width, height);
  for (let row = top; row <= bottom; row += width) {
    for (let j = row + left; j <= row + right; j++) if (data[j] === kind) return true;
  }
  return false;
}

/** Takes the last traces of haze off what is all but clear and of holes off what is all but solid. */
function snap(alpha: number): number {
  return Math.min(1, Math.max(0, (alpha - 0.04) / 0.92));
}
