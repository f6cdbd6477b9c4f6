import { createPlane, createRaster, type Plane, type Raster } from "./raster.ts";

/** Half the size, rounded up, each pixel the mean of four weighted by their alpha: a tenth of the cost of `resize`. */
export function halve({ width, height, data }: Raster): Raster {
  const out = createRaster((width + 1) >> 1, (height + 1) >> 1);
  for (let y = 0, to = 0; y < out.height; y++) {
    const top = 2 * y * width;
    const below = 2 * y + 1 < height ? top + width : top;
    for (let x = 0; x < out.width; x++, to += 4) {
      const left = 2 * x;
      const right = left + 1 < width ? left + 1 : left;
      const a = (top + left) * 4;
      const b = (top + right) * 4;
      const c = (below + left) * 4;
      const d = (below + right) * 4;
      const alpha = data[a + 3] + data[b + 3] + data[c + 3] + data[d + 3];
      out.data[to + 3] = alpha / 4;
      if (alpha === 1020) {
        for (let k = 0; k < 3; k++) out.data[to + k] = (data[a + k] + data[b + k] + data[c + k] + data[d + k]) / 4;
      } else if (alpha > 0) {
        for (let k = 0; k < 3; k++) {
          const sum =
            data[a + k] * data[a + 3] +
            data[b + k] * data[b + 3] +
            data[c + k] * data[c + 3] +
            data[d + k] * data[d + 3];
          out.data[to + k] = sum / alpha;
        }
      }
    }
  }
  return out;
}

/** The same for one number a pixel. */
export function halvePlane({ width, height, data }: Plane): Plane {
  const out = createPlane((width + 1) >> 1, (height + 1) >> 1);
  for (let y = 0, to = 0; y < out.height; y++) {
    const top = 2 * y * width;
    const below = 2 * y + 1 < height ? top + width : top;
    for (let x = 0; x < out.width; x++, to++) {
      const left = 2 * x;
      const right = left + 1 < width ? left + 1 : left;
      out.data[to] = (data[top + left] + data[top + right] + data[below + left] + data[below + right]) / 4;
    }
  }
  return out;
}
