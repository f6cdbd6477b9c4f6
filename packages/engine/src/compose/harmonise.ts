import type { Box } from "@pastiche/contract";
import { fromOklab, type Oklab, type Raster, toOklab } from "../pixels/index.ts";

/** How far a subject may move towards its scene: it must stay the product that was photographed. */
const MOST_LIGHTNESS = 0.055;
const MOST_TINT = 0.016;
const CONTRAST = [0.94, 1.08];

/**
 * Brings a subject's light and cast towards the scene around it: mean and spread of lightness and mean of colour in OKLab
 * (after Reinhard 2001), each capped. Returns a new layer; the alpha stays.
 */
export function harmonise(layer: Raster, scene: Raster, box: Box): Raster {
  const lab = toOklab(layer);
  const own = statistics(layer, lab);
  const sample = surroundings(scene, box);
  const around = statistics(sample, toOklab(sample));
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

interface Statistics {
  n: number;
  L: number;
  a: number;
  b: number;
  spread: number;
}

function statistics(picture: Raster, lab: Oklab): Statistics {
  let n = 0;
  let L = 0;
  let a = 0;
  let b = 0;
  let squares = 0;
  for (let p = 0; p < lab.L.data.length; p += 3) {
    const weight = picture.data[p * 4 + 3] / 255;
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
  const width = Math.max(1, Math.floor((x1 - x0) / 4));
  const height = Math.max(1, Math.floor((y1 - y0) / 4));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((y0 + y * 4) * scene.width + x0 + x * 4) * 4;
      data.set(scene.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value));
