import { createPlane, type Flow, flowOf, gaussianBlur, halve, luma, type Plane, type Raster } from "../pixels/index.ts";

/** Features of a patch: lightness on a 5 × 5 grid and colour at five places, in the patch's own direction. */
export const FEATURES = 25 + 10;
/** Pixels between the grid's points. */
export const FEATURE_STEP_PX = 4;

/** What a reference's hand is made of. */
export interface StyleStudy {
  width: number;
  height: number;
  /** What its brush leaves on the broad colour: red, green, blue a pixel, in 255ths. */
  texture: Int16Array;
  flow: Flow;
  /** Where patches can be taken (x, y in turn), and `FEATURES` numbers for each. */
  places: Float32Array;
  features: Float32Array;
}

/** The reference at the size at which its brush strokes shall be used. `longestPx`: the picture's longer side. */
export function studyStyle(model: Raster, longestPx: number): StyleStudy {
  const { width, height } = model;
  const unit = longestPx / 1024;
  const tone = luma(model);
  const flow = flowOf(tone, 5 * unit);
  const texture = brushTexture(model, 7 * unit);
  const margin = Math.min(14 * unit, width / 4, height / 4);
  const step = Math.max(2, Math.sqrt(((width - 2 * margin) * (height - 2 * margin)) / 14000));
  const places: number[] = [];
  for (let y = margin; y < height - margin; y += step) {
    for (let x = margin; x < width - margin; x += step) places.push(x, y);
  }
  const features = new Float32Array((places.length / 2) * FEATURES);
  const channels = featureChannels(model);
  for (let n = 0; n < places.length / 2; n++) {
    const x = places[2 * n];
    const y = places[2 * n + 1];
    const at = (y >> 1) * flow.width + (x >> 1);
    describe(channels, x, y, flow.x[at], flow.y[at], unit, features, n * FEATURES);
  }
  return { width, height, texture, flow, places: Float32Array.from(places), features };
}

/** The broad colour is read from half the size: it has no detail that would miss the rest. */
function brushTexture(model: Raster, sigmaPx: number): Int16Array {
  const { width, height, data } = model;
  const half = halve(model);
  const out = new Int16Array(width * height * 3);
  for (let c = 0; c < 3; c++) {
    const channel = createPlane(half.width, half.height);
    for (let p = 0, i = c; p < channel.data.length; p++, i += 4) channel.data[p] = half.data[i];
    const broad = gaussianBlur(channel, sigmaPx / 2);
    for (let y = 0, p = 0; y < height; y++) {
      const row = (y >> 1) * half.width;
      for (let x = 0; x < width; x++, p++) out[p * 3 + c] = tamed(data[p * 4 + c] - broad.data[row + (x >> 1)]);
    }
  }
  return out;
}

/** Rolls off beyond 30: an edge of the reference is a shape, not brushwork, and would stand in the picture as a black tick. */
function tamed(v: number): number {
  return v / Math.sqrt(1 + (v / 34) ** 2);
}

/** Lightness and two opponent colours at half size, slightly smoothed: cheap, and near enough to the eye for choosing patches. */
export interface FeatureChannels {
  tone: Plane;
  warm: Plane;
  green: Plane;
}

export function featureChannels(picture: Raster): FeatureChannels {
  const { width, height, data } = halve(picture);
  const tone = createPlane(width, height);
  const warm = createPlane(width, height);
  const green = createPlane(width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    tone.data[p] = 0.25 * data[i] + 0.6 * data[i + 1] + 0.15 * data[i + 2];
    warm.data[p] = 0.6 * (data[i] - data[i + 2]);
    green.data[p] = 0.6 * (data[i + 1] - 0.5 * (data[i] + data[i + 2]));
  }
  return { tone: gaussianBlur(tone, 0.7), warm: gaussianBlur(warm, 1.5), green: gaussianBlur(green, 1.5) };
}

const COLOUR_SPOTS = [0, 0, -6, 0, 6, 0, 0, -6, 0, 6];

/** Writes the features of the patch at (x, y), whose long axis is (dx, dy), to `out` from `to`. Turned by 180° it is the same in reverse order. */
export function describe(
  { tone, warm, green }: FeatureChannels,
  x: number,
  y: number,
  dx: number,
  dy: number,
  unit: number,
  out: Float32Array,
  to: number,
): void {
  const { width, height } = tone;
  const step = FEATURE_STEP_PX * unit;
  let k = to;
  for (let v = -2; v <= 2; v++) {
    for (let u = -2; u <= 2; u++) {
      const p = pixelAt(x + (u * dx - v * dy) * step, y + (u * dy + v * dx) * step, width, height);
      out[k++] = tone.data[p];
    }
  }
  for (let s = 0; s < COLOUR_SPOTS.length; s += 2) {
    const u = COLOUR_SPOTS[s] * unit;
    const v = COLOUR_SPOTS[s + 1] * unit;
    const p = pixelAt(x + u * dx - v * dy, y + u * dy + v * dx, width, height);
    out[k++] = 1.6 * warm.data[p];
    out[k++] = 1.6 * green.data[p];
  }
}

/** Where a place of the picture lies in a plane of half its size. */
function pixelAt(x: number, y: number, width: number, height: number): number {
  const column = Math.min(width - 1, Math.max(0, x / 2)) | 0;
  const row = Math.min(height - 1, Math.max(0, y / 2)) | 0;
  return row * width + column;
}
