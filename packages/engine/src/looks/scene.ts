import {
  boxBlur,
  createPlane,
  gaussianBlur,
  guidedFilter,
  type Oklab,
  type Plane,
  type Raster,
  resize,
  resizePlane,
  toOklab,
} from "../pixels/index.ts";
import type { LookContext } from "./context.ts";
import { smoothstep } from "./curves.ts";

/** What the weather needs to know of a place, guessed from one picture. All planes have the picture's size. */
export interface SceneGuess {
  /** 0 to 1: how surely this is open sky. Subjects are never sky. */
  sky: Plane;
  /** 0 near to 1 far. */
  depth: Plane;
  /** Where the ground meets the sky or the far wall, from the top, 0 to 1. */
  horizon: number;
  /** Share of the picture that is sky. */
  skyShare: number;
}

/** Looks at the picture at a quarter of its size and brings the answers back along its edges. */
export function guessScene(picture: Raster, context: LookContext): SceneGuess {
  const { width, height } = picture;
  const scale = 256 / Math.max(width, height);
  const small = resize(
    picture,
    Math.max(8, Math.round(width * scale)),
    Math.max(8, Math.round(height * scale)),
    "triangle",
  );
  const subjects = context.subjects ? resizePlane(context.subjects, small.width, small.height) : null;
  const lab = toOklab(small);
  const rough = floodSky(lab, subjects);
  const skyShare = rough.data.reduce((sum, v) => sum + v, 0) / rough.data.length;
  const horizon = skyShare > 0.03 ? horizonBelow(rough) : 0.3;
  const fine = guidedFilter(lab.L, rough, 6, 0.0006);
  const depth = context.depthHint
    ? resizePlane(context.depthHint, width, height)
    : resizePlane(depthFrom(small, fine, subjects, horizon), width, height);
  return {
    sky: fineSky(picture, small, rough, context.subjects),
    depth,
    horizon,
    skyShare,
  };
}

/** Grows from the top edge through what is bright or blue, smooth, and like its neighbour. */
function floodSky({ L, a, b }: Oklab, subjects: Plane | null): Plane {
  const { width, height } = L;
  const out = createPlane(width, height);
  const mean = boxBlur(L, 2);
  const rough = createPlane(width, height);
  for (let p = 0; p < rough.data.length; p++) rough.data[p] = Math.abs(L.data[p] - mean.data[p]);
  const texture = boxBlur(rough, 2);
  const fits = (p: number, hazy: boolean) => {
    if (subjects && subjects.data[p] > 0.3) return false;
    const chroma = Math.hypot(a.data[p], b.data[p]);
    const blue = b.data[p] < -0.015 && a.data[p] < 0.05 && L.data[p] > 0.1;
    const haze = hazy && texture.data[p] < 0.01 && chroma < 0.06 && L.data[p] > 0.55;
    return texture.data[p] < 0.02 && (blue || haze || (chroma < 0.045 && L.data[p] > 0.72));
  };
  const flood = (from: number[], hazy: boolean) => {
    const stack = from;
    while (stack.length > 0) {
      const p = stack.pop() ?? 0;
      const x = p % width;
      for (const q of [p + width, p - width, x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1]) {
        if (q < 0 || q >= out.data.length || out.data[q] > 0 || !fits(q, hazy)) continue;
        const step = Math.abs(L.data[q] - L.data[p]) + Math.hypot(a.data[q] - a.data[p], b.data[q] - b.data[p]);
        if (step > 0.045) continue;
        out.data[q] = 1;
        stack.push(q);
      }
    }
  };
  const top: number[] = [];
  for (let x = 0; x < width; x++) if (fits(x, false)) top.push(x);
  for (const x of top) out.data[x] = 1;
  flood(top, false);
  // Where there is a sky for certain, duller parts of it belong to it too.
  const sure: number[] = [];
  for (let p = 0; p < out.data.length; p++) if (out.data[p] > 0) sure.push(p);
  if (sure.length > 0.1 * out.data.length) flood(sure, true);
  // A plain wall or a white backdrop floods to the floor: that is no sky.
  let bottom = 0;
  for (let x = 0; x < width; x++) bottom += out.data[(height - 1) * width + x];
  if (bottom > 0.35 * width) out.data.fill(0);
  else fillRows({ L, a, b }, texture, out);
  return out;
}

/** Sky seen through and beside things: smooth and of the colour that the sky has in the same row. */
function fillRows({ L, a, b }: Oklab, texture: Plane, sky: Plane): void {
  const { width, height } = sky;
  for (let y = 0; y < height; y++) {
    let count = 0;
    const mean = [0, 0, 0];
    for (let p = y * width; p < (y + 1) * width; p++) {
      if (sky.data[p] === 0) continue;
      count++;
      mean[0] += L.data[p];
      mean[1] += a.data[p];
      mean[2] += b.data[p];
    }
    if (count < 0.25 * width) continue;
    for (let p = y * width; p < (y + 1) * width; p++) {
      if (sky.data[p] > 0 || texture.data[p] > 0.035) continue;
      const tone = 0.4 * (L.data[p] - mean[0] / count);
      const away = Math.hypot(tone, a.data[p] - mean[1] / count, b.data[p] - mean[2] / count);
      if (away < 0.04) sky.data[p] = 1;
    }
  }
}

/** Median of the lowest sky in each column that has any. */
function horizonBelow(sky: Plane): number {
  const lows: number[] = [];
  for (let x = 0; x < sky.width; x++) {
    for (let y = sky.height - 1; y >= 0; y--) {
      if (sky.data[y * sky.width + x] < 0.5) continue;
      lows.push(y);
      break;
    }
  }
  lows.sort((m, n) => m - n);
  return lows.length > sky.width / 5 ? Math.min(0.75, (lows[lows.length >> 1] + 1) / sky.height) : 0.3;
}

/** A ground plane running to the horizon, the sky behind everything, each subject as far as its foot. */
function depthFrom(small: Raster, sky: Plane, subjects: Plane | null, horizon: number): Plane {
  const { width, height } = small;
  const depth = createPlane(width, height);
  const line = horizon * height;
  for (let y = 0, p = 0; y < height; y++) {
    const below = Math.max(0, (y - line) / (height - line));
    const ground = 0.92 * (1 - below) ** 1.5;
    for (let x = 0; x < width; x++, p++) depth.data[p] = Math.max(ground, sky.data[p]);
  }
  const soft = gaussianBlur(depth, 3);
  if (!subjects) return soft;
  const feet = depthsOfFeet(subjects, depth);
  for (let p = 0; p < soft.data.length; p++) soft.data[p] += (feet[p] - soft.data[p]) * subjects.data[p];
  return soft;
}

/** For every pixel of a subject, the ground's distance at the lowest point of the piece that it belongs to. */
function depthsOfFeet({ width, data }: Plane, ground: Plane): Float32Array {
  const feet = ground.data.slice();
  const seen = new Uint8Array(data.length);
  for (let start = data.length - 1; start >= 0; start--) {
    if (seen[start] === 1 || data[start] < 0.1) continue;
    // Scanned from below, so that the first pixel of a piece is its lowest.
    const stack = [start];
    seen[start] = 1;
    while (stack.length > 0) {
      const p = stack.pop() ?? 0;
      feet[p] = ground.data[start];
      const x = p % width;
      for (const q of [p + width, p - width, x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1]) {
        if (q < 0 || q >= data.length || seen[q] === 1 || data[q] < 0.1) continue;
        seen[q] = 1;
        stack.push(q);
      }
    }
  }
  return feet;
}

/** How far beyond the rough mask sky may still be found, and from how far away its colour is taken, in pixels of the small picture. */
const REACH = 6;
const COLOUR_REACH = 9;

/**
 * The sky at full size: what lies well within the rough mask, and around it what has the colour that the sky has there, so
 * that it ends at a roof's very edge and shows between two roofs.
 */
function fineSky(picture: Raster, small: Raster, rough: Plane, subjects: Plane | null): Plane {
  const { width, height, data } = picture;
  const full = (plane: Plane) => resizePlane(plane, width, height).data;
  const core = full(gaussianBlur(rough, 2));
  const near = full(gaussianBlur(rough, REACH));
  const share = gaussianBlur(rough, COLOUR_REACH);
  const [red, green, blue] = [0, 1, 2].map((c) => {
    const weighted = createPlane(small.width, small.height);
    for (let p = 0; p < rough.data.length; p++) weighted.data[p] = rough.data[p] * small.data[p * 4 + c];
    const mean = gaussianBlur(weighted, COLOUR_REACH);
    for (let p = 0; p < rough.data.length; p++) mean.data[p] /= share.data[p] + 1e-6;
    return full(mean);
  });
  const out = createPlane(width, height);
  for (let p = 0, i = 0; p < out.data.length; p++, i += 4) {
    if (near[p] < 0.1) continue;
    const [dr, dg, db] = [data[i] - red[p], data[i + 1] - green[p], data[i + 2] - blue[p]];
    const away = Math.max(Math.abs(dr), Math.abs(dg), Math.abs(db));
    const within = smoothstep(0.8, 0.98, core[p]);
    const alike = smoothstep(0.1, 0.24, near[p]) * (1 - smoothstep(16, 42, away));
    // Lighter than the sky and with sky all around: a cloud.
    const cloud = Math.min(dr, dg, db) > -8 ? smoothstep(0.6, 0.8, near[p]) : 0;
    out.data[p] = Math.max(within, alike, cloud) * (1 - (subjects ? subjects.data[p] : 0));
  }
  return out;
}
