import { createPlane, type Plane, resizePlane } from "../pixels/index.ts";

/** What is sure and what a matting step has to find out. */
export interface Trimap {
  width: number;
  height: number;
  /** 0 background, 1 foreground, 2 unknown. */
  data: Uint8Array;
  /** Signed distance from the border in pixels, positive inside; right near the border only. */
  distancePx: Plane;
}

export const UNKNOWN = 2;

/**
 * Widens the border of a binary mask to an unknown band of `bandPx` to either side, at another size.
 * @param share how much of that the band has at each place, 0 to 1, at any size; all of it by default.
 */
export function createTrimap(distance: Plane, width: number, height: number, bandPx: number, share?: Plane): Trimap {
  const scale = width / distance.width;
  const distancePx = resizePlane(distance, width, height);
  const d = distancePx.data;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    d[i] *= scale;
    data[i] = d[i] >= bandPx ? 1 : d[i] <= -bandPx ? 0 : UNKNOWN;
  }
  if (share) narrow(data, distancePx, bandPx, share);
  return { width, height, data, distancePx };
}

function narrow(data: Uint8Array, { width, height, data: d }: Plane, bandPx: number, share: Plane): void {
  const wide = resizePlane(share, width, height).data;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== UNKNOWN) continue;
    const half = bandPx * wide[i];
    if (d[i] >= half) data[i] = 1;
    else if (d[i] <= -half) data[i] = 0;
  }
}

/**
 * How far each pixel of a binary mask is from the border, in pixels, positive inside and at most `reach`, by the
 * 1, √2 chamfer (Borgefors 1986). Pixel centres lie half a pixel from the border between two pixels.
 */
export function signedDistance({ width, height, data }: Plane, reach: number): Plane {
  // A margin of one pixel spares every test for the edge.
  const stride = width + 2;
  const d = new Float32Array(stride * (height + 2)).fill(reach);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, p = (y + 1) * stride + 1; x < width; x++, i++, p++) {
      const right = x + 1 < width && data[i + 1] !== data[i];
      const below = y + 1 < height && data[i + width] !== data[i];
      if (right) d[p] = d[p + 1] = 0.5;
      if (below) d[p] = d[p + stride] = 0.5;
    }
  }
  for (let y = 1; y <= height; y++) {
    for (let p = y * stride + 1; p <= y * stride + width; p++) {
      const straight = Math.min(d[p - 1], d[p - stride]) + 1;
      const slanted = Math.min(d[p - stride - 1], d[p - stride + 1]) + Math.SQRT2;
      d[p] = Math.min(d[p], straight, slanted);
    }
  }
  const out = createPlane(width, height);
  for (let y = height; y >= 1; y--) {
    for (let p = y * stride + width, i = y * width - 1; p > y * stride; p--, i--) {
      const straight = Math.min(d[p + 1], d[p + stride]) + 1;
      const slanted = Math.min(d[p + stride + 1], d[p + stride - 1]) + Math.SQRT2;
      d[p] = Math.min(d[p], straight, slanted);
      out.data[i] = data[i] ? d[p] : -d[p];
    }
  }
  return out;
}
