import { createPlane, type Plane, type Raster } from "../pixels/index.ts";
import { findShores, sampleAlpha, unknownPixels } from "./sampleAlpha.ts";
import type { Trimap } from "./trimap.ts";

/** The side of a cell, in half-widths of the band. */
const CELL = 3;
/** What is near the border and what is far from it, in half-widths of the band. */
const NEAR = { from: 0.24, to: 0.5 };
const FAR = { from: 0.6, to: 0.92 };
/** How much farther alpha is from 0 and 1 near the border than far from it, both sides together: along a hard edge and along a soft one. */
const HARD = 0.06;
const SOFT = 0.16;
/** The share of the band that a hard edge needs. */
const LEAST = 0.24;

/**
 * How much of its band the border of a subject needs at each place, as a share from `LEAST` to 1, one number for each cell:
 * all of it along fur and blurred edges, little along hard ones, where a wide band lets in grains of the ground that
 * have the subject's colour. Those lie as thick far from the border as near it; what is soft becomes less with the distance.
 */
export function findSoftness(image: Raster, trimap: Trimap, bandPx: number): Plane {
  const { width, height } = trimap;
  const distance = trimap.distancePx.data;
  const band = unknownPixels(trimap);
  const zoneOf = (i: number) => {
    const d = Math.abs(distance[i]) / bandPx;
    return d > NEAR.from && d < NEAR.to ? NEAR : d > FAR.from && d < FAR.to ? FAR : null;
  };
  // Every other pixel, in a chequered pattern, tells as much as all.
  const pixels = band.filter((i) => ((i % width) + Math.floor(i / width)) % 2 === 0 && zoneOf(i) !== null);
  const { alpha, trust } = sampleAlpha(image, trimap, { pixels, shores: findShores(trimap, band), bandPx });

  const cell = Math.ceil(CELL * bandPx);
  const share = createPlane(Math.ceil(width / cell), Math.ceil(height / cell));
  // For each cell the weighted sum and the weight of near and far outside, then of near and far inside.
  const sums = new Float64Array(share.data.length * 8);
  for (const i of pixels) {
    const x = i % width;
    const y = (i - x) / width;
    const inside = distance[i] > 0;
    const first = (Math.floor(y / cell) * share.width + Math.floor(x / cell)) * 8;
    const at = first + (inside ? 4 : 0) + (zoneOf(i) === NEAR ? 0 : 2);
    sums[at] += trust.data[i] * (inside ? 1 - alpha.data[i] : alpha.data[i]);
    sums[at + 1] += trust.data[i];
  }
  for (let y = 0, i = 0; y < share.height; y++) {
    for (let x = 0; x < share.width; x++, i++) {
      const around = sumAround(sums, share, x, y);
      const mean = (k: number) => (around[k + 1] > 0 ? around[k] / around[k + 1] : 0);
      const decline = Math.max(0, mean(0) - mean(2)) + Math.max(0, mean(4) - mean(6));
      const t = Math.max(0, Math.min(1, (decline - HARD) / (SOFT - HARD)));
      share.data[i] = LEAST + t * (1 - LEAST);
    }
  }
  return share;
}

/** The eight sums of a cell and of those around it, which count the less the farther they are. */
function sumAround(sums: Float64Array, { width, height }: Plane, x: number, y: number): Float64Array {
  const out = new Float64Array(8);
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      const weight = (u === x ? 2 : 1) * (v === y ? 2 : 1);
      for (let k = 0; k < 8; k++) out[k] += weight * sums[(v * width + u) * 8 + k];
    }
  }
  return out;
}
