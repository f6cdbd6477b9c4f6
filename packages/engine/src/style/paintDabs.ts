import { abstracted } from "../looks/abstraction.ts";
import {
  copyRaster,
  createRandom,
  type Flow,
  flowOf,
  gaussianBlur,
  halve,
  halvePlane,
  luma,
  type Plane,
  type Raster,
  resize,
} from "../pixels/index.ts";
import { describe, FEATURES, type FeatureChannels, featureChannels, type StyleStudy } from "./studyStyle.ts";

/** One round of painting. */
interface Layer {
  /** Distance between dabs, and half their length and width, in 1024ths of the picture's longer side. */
  spacing: number;
  length: number;
  width: number;
  /** Only where the picture differs by this much (of 1) from its surroundings; 0 paints everywhere. */
  detail: number;
  /** Share of the reference's texture: on a fine dab the whole of it would be speckle. */
  texture: number;
  /** Random places of the reference that each dab looks at. */
  looks: number;
}

const LAYERS: Layer[] = [
  { spacing: 16, length: 31, width: 10, detail: 0, texture: 1, looks: 14 },
  { spacing: 7.5, length: 13, width: 5, detail: 0.028, texture: 0.75, looks: 8 },
  { spacing: 4.2, length: 7, width: 2.6, detail: 0.03, texture: 0.35, looks: 4 },
];

/** A dab to be painted: its middle, its direction, and the place in the study whose texture it wears. */
interface Dab {
  x: number;
  y: number;
  dx: number;
  dy: number;
  place: number;
  turned: boolean;
  /** Added to its colour, of 255: no two strokes are mixed alike. */
  tone: number;
  /** Share of its layer's texture: on what is looked at closely it would be dirt. */
  texture: number;
}

/** Where the painter does not look closely, a difference must be so many times as large to be painted. */
const CARELESS = 2.1;

/**
 * Paints the picture anew in layers of dabs, large ones first, small ones where they are needed (after Hertzmann 1998).
 * @param focus 0 to 1, the picture's size: where the painter looks closely. Null: everywhere.
 */
export function paintDabs(picture: Raster, study: StyleStudy, seed: number, focus: Plane | null): Raster {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const base = abstracted(picture, 5 * unit, 0.0012);
  if (focus) meltAround(base, resize(abstracted(halve(picture), 4.5 * unit, 0.005), width, height, "triangle"), focus);
  const tone = luma(base);
  const flow = flowOf(tone, 7 * unit);
  const channels = featureChannels(base);
  const canvas = copyRaster(base);
  const random = createRandom(seed + 17);
  for (const layer of LAYERS) {
    const dabs = placeDabs(tone, flow, layer, unit, random, focus);
    choosePlaces(dabs, channels, study, layer, unit, random);
    for (const dab of shuffled(dabs, random)) paint(canvas, base, study, dab, layer, unit);
  }
  for (let i = 3; i < canvas.data.length; i += 4) canvas.data[i] = picture.data[i];
  return canvas;
}

/** The broad version away from what the painter looks at: its texture would be painted blade by blade. */
function meltAround(base: Raster, broad: Raster, focus: Plane): void {
  for (let p = 0, i = 0; p < focus.data.length; p++, i += 4) {
    for (let c = i; c < i + 3; c++) base.data[c] += (broad.data[c] - base.data[c]) * (1 - focus.data[p]);
  }
}

/** On a jittered grid, along the flow, where the picture differs enough from what larger dabs can show of it. */
function placeDabs(
  tone: Plane,
  flow: Flow,
  layer: Layer,
  unit: number,
  random: () => number,
  focus: Plane | null,
): Dab[] {
  const { width, height } = tone;
  const spacing = layer.spacing * unit;
  const half = halvePlane(tone);
  const broad = layer.detail > 0 ? gaussianBlur(half, 0.4 * spacing) : half;
  const dabs: Dab[] = [];
  for (let gy = spacing / 2; gy < height + spacing / 2; gy += spacing) {
    for (let gx = spacing / 2; gx < width + spacing / 2; gx += spacing) {
      const x = Math.min(width - 1, Math.max(0, gx + (random() - 0.5) * spacing));
      const y = Math.min(height - 1, Math.max(0, gy + (random() - 0.5) * spacing));
      const at = (y >> 1) * flow.width + (x >> 1);
      const far = focus ? 1 - focus.data[(y | 0) * width + (x | 0)] : 0;
      const least = layer.detail * (1 + (CARELESS - 1) * far);
      if (layer.detail > 0 && Math.abs(half.data[at] - broad.data[at]) < least) continue;
      const toneOff = far * (random() - 0.5) * 22;
      dabs.push({
        x,
        y,
        dx: flow.x[at],
        dy: flow.y[at],
        place: 0,
        turned: false,
        tone: toneOff,
        texture: focus ? 0.4 + 0.6 * far : 1,
      });
    }
  }
  return dabs;
}

/**
 * PatchMatch (Barnes 2009) over dabs instead of pixels: each looks at a few random places, at what suited the dabs
 * before it, and near its own best; the place whose patch, in its own direction, is most like what the dab covers wins.
 */
function choosePlaces(
  dabs: Dab[],
  channels: FeatureChannels,
  study: StyleStudy,
  layer: Layer,
  unit: number,
  random: () => number,
): void {
  const count = study.places.length / 2;
  const own = new Float32Array(FEATURES);
  const perRow = Math.max(1, Math.round(Math.sqrt(dabs.length)));
  for (let n = 0; n < dabs.length; n++) {
    const dab = dabs[n];
    describe(channels, dab.x, dab.y, dab.dx, dab.dy, unit, own, 0);
    let best = Number.POSITIVE_INFINITY;
    const consider = (place: number) => {
      const straight = distance(own, study.features, place * FEATURES, best);
      if (straight < best) {
        best = straight;
        dab.place = place;
        dab.turned = false;
      }
      const turned = distanceTurned(own, study.features, place * FEATURES, best);
      if (turned < best) {
        best = turned;
        dab.place = place;
        dab.turned = true;
      }
    };
    for (let k = 0; k < layer.looks; k++) consider(Math.floor(random() * count));
    if (n > 0) consider(Math.min(count - 1, dabs[n - 1].place + 1));
    if (n > perRow) consider(dabs[n - perRow].place);
    for (let reach = count / 8; reach > 2; reach /= 3) {
      const near = dab.place + Math.round((random() * 2 - 1) * reach);
      consider(Math.min(count - 1, Math.max(0, near)));
    }
  }
}

function distance(own: Float32Array, features: Float32Array, at: number, worst: number): number {
  let sum = 0;
  for (let k = 0; k < FEATURES; k++) {
    const d = own[k] - features[at + k];
    sum += d * d;
    if (sum > worst) return sum;
  }
  return sum;
}

/** The grid of 25 backwards; of the five colour spots the outer pairs change places. */
function distanceTurned(own: Float32Array, features: Float32Array, at: number, worst: number): number {
  let sum = 0;
  for (let k = 0; k < 25; k++) {
    const d = own[k] - features[at + 24 - k];
    sum += d * d;
    if (sum > worst) return sum;
  }
  for (let k = 0; k < 10; k++) {
    const pair = k >> 1;
    const other = pair === 0 ? 0 : pair % 2 === 1 ? pair + 1 : pair - 1;
    const d = own[25 + k] - features[at + 25 + other * 2 + (k & 1)];
    sum += d * d;
  }
  return sum;
}

function shuffled(dabs: Dab[], random: () => number): Dab[] {
  for (let n = dabs.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    const held = dabs[n];
    dabs[n] = dabs[other];
    dabs[other] = held;
  }
  return dabs;
}

/** One dab: the colour of its middle, the texture of its place; it stops where the picture's colour leaves its own (Litwinowicz 1997). */
function paint(canvas: Raster, base: Raster, study: StyleStudy, dab: Dab, layer: Layer, unit: number): void {
  const { width, height, data } = base;
  const painted = canvas.data;
  const texture = study.texture;
  const gain = layer.texture * dab.texture;
  const long = layer.length * unit;
  const wide = layer.width * unit;
  const perLong = 1 / long;
  const perWide = 1 / wide;
  const reachY = Math.abs(dab.dy) * long + Math.abs(dab.dx) * wide;
  const top = Math.max(0, Math.ceil(dab.y - reachY));
  const bottom = Math.min(height - 1, Math.floor(dab.y + reachY));
  // An upright or level dab would divide by nothing.
  const dx = Math.abs(dab.dx) < 1e-3 ? 1e-3 : dab.dx;
  const dy = Math.abs(dab.dy) < 1e-3 ? 1e-3 : dab.dy;
  const middle = ((dab.y | 0) * width + (dab.x | 0)) * 4;
  const red = data[middle];
  const green = data[middle + 1];
  const blue = data[middle + 2];
  const { tone } = dab;
  const fromX = study.places[2 * dab.place];
  const fromY = study.places[2 * dab.place + 1];
  const at = (fromY >> 1) * study.flow.width + (fromX >> 1);
  const sign = dab.turned ? -1 : 1;
  const ux = study.flow.x[at] * sign;
  const uy = study.flow.y[at] * sign;
  for (let y = top; y <= bottom; y++) {
    // The columns of the row that lie in the turned rectangle: a third of its upright box, mostly.
    const row = y - dab.y;
    const alongLow = Math.min((-long - row * dab.dy) / dx, (long - row * dab.dy) / dx);
    const alongHigh = Math.max((-long - row * dab.dy) / dx, (long - row * dab.dy) / dx);
    const acrossLow = Math.min((row * dab.dx - wide) / dy, (row * dab.dx + wide) / dy);
    const acrossHigh = Math.max((row * dab.dx - wide) / dy, (row * dab.dx + wide) / dy);
    const left = Math.max(0, Math.ceil(dab.x + Math.max(alongLow, acrossLow)));
    const right = Math.min(width - 1, Math.floor(dab.x + Math.min(alongHigh, acrossHigh)));
    for (let x = left; x <= right; x++) {
      const u = (x - dab.x) * dab.dx + row * dab.dy;
      const v = -(x - dab.x) * dab.dy + row * dab.dx;
      const nu = u * perLong;
      const nv = v * perWide;
      const edge = nu * nu * nu * nu + nv * nv;
      if (edge >= 1) continue;
      const i = (y * width + x) * 4;
      const off = Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue);
      if (off > 96) continue;
      const cover = Math.min(1, (1 - edge) * 2.6) * (off > 48 ? (96 - off) / 48 : 1);
      const sx = Math.min(study.width - 1, Math.max(0, fromX + u * ux - v * uy + 0.5)) | 0;
      const sy = Math.min(study.height - 1, Math.max(0, fromY + u * uy + v * ux + 0.5)) | 0;
      const t = (sy * study.width + sx) * 3;
      painted[i] += (red + tone + 0.35 * (data[i] - red) + gain * texture[t] - painted[i]) * cover;
      painted[i + 1] += (green + tone + 0.35 * (data[i + 1] - green) + gain * texture[t + 1] - painted[i + 1]) * cover;
      painted[i + 2] += (blue + tone + 0.35 * (data[i + 2] - blue) + gain * texture[t + 2] - painted[i + 2]) * cover;
    }
  }
}
