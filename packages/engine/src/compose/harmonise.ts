import type { Box } from "@pastiche/contract";
import {
  byteOfLinear,
  createPlane,
  createRaster,
  fromOklab,
  LINEAR_OF_BYTE,
  type Oklab,
  type Raster,
  toOklab,
} from "../pixels/index.ts";

/** How far a subject may move towards its scene by daylight: it must stay the product that was photographed. */
const MOST_LIGHTNESS = 0.055;
const MOST_TINT = 0.016;
const CONTRAST = [0.94, 1.08];

/** What counts as bright: the lightest of so many of the pixels. Lamps are fewer. */
const BRIGHT = 0.1;
/** How light what is bright begins (OKLab): at the first it is day, at the second as dark as a lit night is. */
const DAY = 0.62;
const NIGHT = 0.46;
/** How far the subject's exposure follows a dark scene's, in the exponent, and the least of its lightness that is left: two stops down. */
const FOLLOW = 0.8;
const LEAST_EXPOSURE = 0.63;
/** How much of the colour of the scene's light falls on the subject, and the most of it (OKLab a or b of a white), by day and at night. */
const LIGHT_SHARE = 0.6;
const MOST_LIGHT = [0.028, 0.05];
/** Where the whole scene is as green as this it is leaves, and not the light. */
const GREEN = 0.03;

/** The light of a scene: the lightness of what is bright in it, the colour that it gives to a white, and how dark it is. */
export interface SceneLight {
  white: number;
  a: number;
  b: number;
  /** 0 by day, 1 at night. */
  darkness: number;
}

/** How much of a scene's darkness is left where a look lights it anew. */
const RELIT = 0.3;

/**
 * Told from the whole scene, before anything is laid on it: a dark floor in daylight is no night.
 * @param relit whether a look will light it anew.
 */
export function sceneLight(scene: Raster, { relit = false } = {}): SceneLight {
  const sample = thinned(scene, wholeOf(scene), 8);
  const lab = toOklab(sample);
  const all = statistics(sample, lab, 1);
  const white = whiteOf(sample, lab);
  const bright = statistics(sample, lab, 1, white);
  const darkness = (relit ? RELIT : 1) * smooth((DAY - white) / (DAY - NIGHT));
  const leaves = all.a < 0 && all.b > 0 ? Math.max(0, 1 + all.a / GREEN) : 1;
  // By day only what tinges the whites too is light; at night they are lamps.
  const cast = (mean: number, whites: number) => {
    const common = mean * whites > 0 ? Math.sign(mean) * Math.min(Math.abs(mean), Math.abs(whites)) : 0;
    const share = LIGHT_SHARE * leaves * (common + darkness * (mean - common));
    return clamp(share, MOST_LIGHT[0] + darkness * (MOST_LIGHT[1] - MOST_LIGHT[0]));
  };
  return { white, a: cast(all.a, bright.a), b: cast(all.b, bright.b), darkness };
}

/**
 * Brings a subject's light and cast towards the scene around it: mean and spread of lightness and mean of colour in OKLab
 * (after Reinhard 2001), each capped. In a dark scene it is exposed as that is, in the light that falls there, down to a
 * cap of its own. Returns a new layer; the alpha stays.
 */
export function harmonise(layer: Raster, scene: Raster, box: Box, light: SceneLight): Raster {
  const lab = toOklab(expose(layer, light));
  const own = statistics(layer, lab, 3);
  const sample = surroundings(scene, box);
  const around = statistics(sample, toOklab(sample), 3);
  if (own.n === 0 || around.n === 0) return layer;
  const lift = clamp(0.22 * (around.L - own.L), MOST_LIGHTNESS);
  const castA = clamp(0.25 * around.a, MOST_TINT);
  const castB = clamp(0.25 * around.b, MOST_TINT);
  const ratio = (around.spread / Math.max(0.02, own.spread)) ** 0.2;
  const contrast = Math.min(CONTRAST[1], Math.max(CONTRAST[0], ratio));
  for (let p = 0; p < lab.L.data.length; p++) {
    const L = lab.L.data[p];
    // Black stays black and white white: a logo's ink, a product's paper.
    const middle = 4 * L * (1 - L);
    lab.L.data[p] = L + middle * (lift + (contrast - 1) * (L - own.L));
    lab.a.data[p] += castA * Math.min(1, middle + 0.25);
    lab.b.data[p] += castB * Math.min(1, middle + 0.25);
  }
  return fromOklab(lab, { ...layer, data: layer.data.slice() });
}

/** Less light, of another colour: each channel is multiplied in linear light, so that black stays black and red red. */
function expose(layer: Raster, { white, a, b, darkness }: SceneLight): Raster {
  const sample = thinned(layer, wholeOf(layer), 4);
  const own = darkness > 0 ? whiteOf(sample, toOklab(sample)) : 0;
  const wanted = own > white ? Math.max(LEAST_EXPOSURE, (white / own) ** FOLLOW) : 1;
  const exposure = 1 - darkness * (1 - wanted);
  const paper = fromOklab(onePixel(exposure, a * exposure, b * exposure), createRaster(1, 1)).data;
  const out = { ...layer, data: layer.data.slice() };
  for (let c = 0; c < 3; c++) {
    const curve = Uint8ClampedArray.from(LINEAR_OF_BYTE, (v) => byteOfLinear(v * LINEAR_OF_BYTE[paper[c]]));
    for (let i = c; i < out.data.length; i += 4) out.data[i] = curve[out.data[i]];
  }
  return out;
}

function onePixel(L: number, a: number, b: number): Oklab {
  const plane = (value: number) => createPlane(1, 1, value);
  return { L: plane(L), a: plane(a), b: plane(b) };
}

/** How light what is bright begins. */
function whiteOf({ data }: Raster, { L }: Oklab): number {
  const bins = new Float64Array(128);
  let total = 0;
  for (let p = 0; p < L.data.length; p++) {
    const weight = data[p * 4 + 3];
    bins[Math.min(127, Math.max(0, Math.floor(L.data[p] * 128)))] += weight;
    total += weight;
  }
  let bin = 127;
  for (let above = bins[bin]; bin > 0 && above < BRIGHT * total; above += bins[bin]) bin--;
  return bin / 128;
}

interface Statistics {
  n: number;
  L: number;
  a: number;
  b: number;
  spread: number;
}

/** Of every so many pixels that are at least so light. */
function statistics(picture: Raster, lab: Oklab, step: number, least = 0): Statistics {
  let n = 0;
  let L = 0;
  let a = 0;
  let b = 0;
  let squares = 0;
  for (let p = 0; p < lab.L.data.length; p += step) {
    const weight = lab.L.data[p] < least ? 0 : picture.data[p * 4 + 3] / 255;
    n += weight;
    L += weight * lab.L.data[p];
    a += weight * lab.a.data[p];
    b += weight * lab.b.data[p];
    squares += weight * lab.L.data[p] ** 2;
  }
  if (n < 1) return { n: 0, L: 0, a: 0, b: 0, spread: 0 };
  return { n, L: L / n, a: a / n, b: b / n, spread: Math.sqrt(Math.max(0, squares / n - (L / n) ** 2)) };
}

/** The scene within half a box's width around the box, at a quarter of its resolution. */
function surroundings(scene: Raster, box: Box): Raster {
  const x0 = Math.max(0, Math.round(box.x - box.width / 2));
  const y0 = Math.max(0, Math.round(box.y - box.height / 4));
  const x1 = Math.min(scene.width, Math.round(box.x + 1.5 * box.width));
  const y1 = Math.min(scene.height, Math.round(box.y + 1.25 * box.height));
  return thinned(scene, { x0, y0, x1, y1 }, 4);
}

interface Part {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

function wholeOf({ width, height }: Raster): Part {
  return { x0: 0, y0: 0, x1: width, y1: height };
}

/** Every so many pixels of a part, in both directions. */
function thinned(scene: Raster, { x0, y0, x1, y1 }: Part, step: number): Raster {
  const width = Math.max(1, Math.floor((x1 - x0) / step));
  const height = Math.max(1, Math.floor((y1 - y0) / step));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((y0 + y * step) * scene.width + x0 + x * step) * 4;
      data.set(scene.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const smooth = (share: number) => {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t);
};

const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value));
