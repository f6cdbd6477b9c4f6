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

/** Widens the border of a binary mask to an unknown band of `bandPx` to either side, at another size. */
export function createTrimap(mask: Plane, width: number, height: number, bandPx: number): Trimap {
  const scale = width / mask.width;
  const reach = Math.ceil(bandPx / scale) + 2;
  const inside = chamfer(mask, 1, reach);
  const outside = chamfer(mask, 0, reach);
  const signed = createPlane(mask.width, mask.height);
  for (let i = 0; i < signed.data.length; i++) {
    // Pixel centres lie half a pixel from the border between two pixels.
    signed.data[i] = (mask.data[i] ? inside.data[i] - 0.5 : 0.5 - outside.data[i]) * scale;
  }
  const distancePx = resizePlane(signed, width, height);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const d = distancePx.data[i];
    data[i] = d >= bandPx ? 1 : d <= -bandPx ? 0 : UNKNOWN;
  }
  return { width, height, data, distancePx };
}

/** For pixels of `value`: the distance to the nearest of another value, up to `reach`, by the 1, √2 chamfer (Borgefors 1986). */
function chamfer({ width, height, data }: Plane, value: number, reach: number): Plane {
  const out = createPlane(width, height);
  const d = out.data;
  for (let i = 0; i < d.length; i++) d[i] = data[i] === value ? reach : 0;
  const relax = (i: number, x: number, y: number, dx: number, dy: number) => {
    if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) return;
    const through = d[i + dy * width + dx] + (dx && dy ? Math.SQRT2 : 1);
    if (through < d[i]) d[i] = through;
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (d[i] === 0) continue;
      relax(i, x, y, -1, 0);
      relax(i, x, y, -1, -1);
      relax(i, x, y, 0, -1);
      relax(i, x, y, 1, -1);
    }
  }
  for (let y = height - 1, i = d.length - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, i--) {
      if (d[i] === 0) continue;
      relax(i, x, y, 1, 0);
      relax(i, x, y, 1, 1);
      relax(i, x, y, 0, 1);
      relax(i, x, y, -1, 1);
    }
  }
  return out;
}
