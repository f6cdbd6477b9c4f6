import type { Raster } from "../pixels/index.ts";

/** Darkens towards the corners, in place: `amount` is what the corner loses (0 to 1). */
export function vignette(picture: Raster, amount: number): Raster {
  const { width, height, data } = picture;
  const cx = (width - 1) / 2;
  const cy = (height - 1) / 2;
  const norm = 1 / (cx * cx + cy * cy + 1e-9);
  for (let y = 0, i = 0; y < height; y++) {
    const dy = (y - cy) * (y - cy);
    for (let x = 0; x < width; x++, i += 4) {
      const r = ((x - cx) * (x - cx) + dy) * norm;
      const keep = 1 - amount * r * r * (1.6 - 0.6 * r);
      data[i] *= keep;
      data[i + 1] *= keep;
      data[i + 2] *= keep;
    }
  }
  return picture;
}
