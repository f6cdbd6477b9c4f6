import { fromOklab, guidedBy, halve, type Oklab, type Raster, resize, toOklab } from "../pixels/index.ts";

/**
 * The picture with its texture melted and its edges kept: what a brush lays down before any detail. Filtered twice at half
 * size by a guided filter on its own lightness. `grade` may change the colours (OKLab) while they are at hand.
 */
export function abstracted(picture: Raster, radiusPx: number, epsilon: number, grade?: (lab: Oklab) => void): Raster {
  const half = halve(picture);
  const lab = toOklab(half);
  const melt = guidedBy(lab.L, Math.max(1, radiusPx / 2), epsilon);
  const melted = { L: melt(melt(lab.L)), a: melt(melt(lab.a)), b: melt(melt(lab.b)) };
  grade?.(melted);
  return resize(fromOklab(melted, half), picture.width, picture.height, "triangle");
}
