import { createPlane, type Oklab, type Plane, type Raster, resize, resizePlane, toOklab } from "../pixels/index.ts";
import { trustIn } from "./trustIn.ts";

/** What placement needs to know of a scene, on a small grid of the scene's own shape. */
export interface SceneMeasure {
  /** 0 to 1: where something could stand (grows from the bottom edge over pixels of like colour and texture). */
  ground: Plane;
  /** 0 to 1: what the scene itself is about, and should stay in sight; less where that is not to be told. */
  salient: Plane;
  /** Height at which the ground ends, as a share of the height from the top; 0 where the ground fills the picture. */
  horizon: number;
  /** Where the light comes from: -1 left, 0 above, 1 right. */
  light: number;
}

const LONG_EDGE = 96;
/** Least difference in colour from one row to the next at which the sky ends. */
const SKY_STEP = 0.035;

export function measureScene(scene: Raster, saliency: Plane): SceneMeasure {
  const scale = LONG_EDGE / Math.max(scene.width, scene.height);
  const width = Math.max(8, Math.round(scene.width * scale));
  const height = Math.max(8, Math.round(scene.height * scale));
  const lab = toOklab(resize(scene, width, height, "triangle"));
  const salient = resizePlane(saliency, width, height);
  const trust = trustIn(saliency);
  for (let p = 0; p < salient.data.length; p++) salient.data[p] *= trust;
  const ground = growGround(lab, salient);
  const sky = growSky(lab);
  for (let p = 0; p < sky.data.length; p++) ground.data[p] *= 1 - sky.data[p];
  return { ground, salient, horizon: horizonOf(ground, salient), light: lightOf(lab.L, salient) };
}

/**
 * Row by row from the bottom, a pixel is ground as far as its colour is like the ground's below it. The model follows
 * slowly, so that ground may fade towards the distance but not turn into water or wall.
 */
function growGround({ L, a, b }: Oklab, salient: Plane): Plane {
  const { width, height } = L;
  const ground = createPlane(width, height);
  const model = bottomModel({ L, a, b }, salient);
  for (let y = height - 1; y >= 0; y--) {
    let n = 0;
    const mean = [0, 0, 0];
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const like = Math.exp(
        -((L.data[p] - model.L) ** 2) / (2 * model.sigmaL ** 2) -
          ((a.data[p] - model.a) ** 2 + (b.data[p] - model.b) ** 2) / (2 * model.sigmaC ** 2),
      );
      const below = y === height - 1 ? 1 : supportBelow(ground, x, y);
      const value = like * Math.max(below, salient.data[p]) * (1 - salient.data[p]);
      ground.data[p] = value;
      n += value;
      mean[0] += value * L.data[p];
      mean[1] += value * a.data[p];
      mean[2] += value * b.data[p];
    }
    if (n < 0.04 * width) continue;
    const follow = 0.15;
    model.L += follow * (mean[0] / n - model.L);
    model.a += follow * (mean[1] / n - model.a);
    model.b += follow * (mean[2] / n - model.b);
  }
  return ground;
}

/**
 * From the top edge downwards over pixels that hardly differ from the one above: sky, or a wall. Nothing of it where it
 * reaches the bottom too: there it is what things stand on.
 */
function growSky({ L, a, b }: Oklab): Plane {
  const { width, height } = L;
  const sky = createPlane(width, height);
  let lowest = 0;
  for (let p = 0; p < width * height; p++) {
    const up = p < width ? p : p - width;
    const step = Math.hypot(L.data[p] - L.data[up], 2 * (a.data[p] - a.data[up]), 2 * (b.data[p] - b.data[up]));
    let above = p < width ? 1 : sky.data[up];
    if (p >= width && p % width > 0) above = Math.max(above, sky.data[up - 1]);
    if (p >= width && p % width < width - 1) above = Math.max(above, sky.data[up + 1]);
    sky.data[p] = above > 0 && step < SKY_STEP ? 1 : 0;
    if (p >= width * (height - 3)) lowest += sky.data[p];
  }
  if (lowest > 0.35 * 3 * width) sky.data.fill(0);
  return sky;
}

function bottomModel({ L, a, b }: Oklab, salient: Plane) {
  const { width, height } = L;
  const samples: number[] = [];
  for (let p = Math.floor(height * 0.82) * width; p < width * height; p++) if (salient.data[p] < 0.4) samples.push(p);
  if (samples.length === 0) for (let p = (height - 1) * width; p < width * height; p++) samples.push(p);
  const middle = (plane: Plane) => samples.map((p) => plane.data[p]).sort((x, y) => x - y)[samples.length >> 1];
  const model = { L: middle(L), a: middle(a), b: middle(b), sigmaL: 0.13, sigmaC: 0.035 };
  const spread = Math.sqrt(samples.reduce((sum, p) => sum + (L.data[p] - model.L) ** 2, 0) / samples.length);
  model.sigmaL = Math.min(0.25, Math.max(0.1, 1.6 * spread));
  return model;
}

/** Ground grows upwards only: a pixel needs ground just under it, or beside and under, within a few rows. */
function supportBelow(ground: Plane, x: number, y: number): number {
  const { width, height, data } = ground;
  let best = 0;
  for (let dy = 1; dy <= 4 && y + dy < height; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const at = x + dx;
      if (at >= 0 && at < width) best = Math.max(best, data[(y + dy) * width + at]);
    }
  }
  return Math.min(1, best * 1.6);
}

/** The highest row up to which at least 40 % of what is not salient is ground. */
function horizonOf(ground: Plane, salient: Plane): number {
  const { width, height } = ground;
  let horizon = height;
  let misses = 0;
  for (let y = height - 1; y >= 0 && misses < 4; y--) {
    let held = 0;
    let free = 1e-6;
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      held += ground.data[p];
      free += 1 - salient.data[p];
    }
    if (held / free >= 0.4) {
      horizon = y;
      misses = 0;
    } else misses++;
  }
  // Even a sliver of ground is stood on, as near as can be.
  return Math.min(0.92, horizon / height);
}

/** Which side of the surroundings is brighter, weighing the picture's sides against each other. */
function lightOf(L: Plane, salient: Plane): number {
  const { width, height } = L;
  let left = 0;
  let right = 0;
  let weightLeft = 1e-6;
  let weightRight = 1e-6;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const weight = 1 - salient.data[p];
      if (x < width / 3) {
        left += weight * L.data[p];
        weightLeft += weight;
      } else if (x >= (2 * width) / 3) {
        right += weight * L.data[p];
        weightRight += weight;
      }
    }
  }
  return Math.max(-1, Math.min(1, (right / weightRight - left / weightLeft) * 4));
}
