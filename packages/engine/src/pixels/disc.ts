import { createPlane, type Plane } from "./raster.ts";

/** Sum over a disc of `radiusPx`, edges left out, by one running sum a row of the disc: 2 r + 1 reads a pixel instead of π r². */
export function discSum({ width, height, data }: Plane, radiusPx: number): Plane {
  const radius = Math.round(radiusPx);
  const sums = new Float64Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    const row = y * (width + 1);
    for (let x = 0; x < width; x++) {
      sum += data[y * width + x];
      sums[row + x + 1] = sum;
    }
  }
  const out = createPlane(width, height);
  for (let dy = -radius; dy <= radius; dy++) {
    const half = Math.floor(Math.sqrt((radius + 0.4) * (radius + 0.4) - dy * dy));
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      const row = (y + dy) * (width + 1);
      for (let x = 0, p = y * width; x < width; x++, p++) {
        const right = x + half + 1 > width ? width : x + half + 1;
        const left = x - half < 0 ? 0 : x - half;
        out.data[p] += sums[row + right] - sums[row + left];
      }
    }
  }
  return out;
}
