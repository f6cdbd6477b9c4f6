import { guidedFilter, type Oklab, type Raster, resize, resizePlane, toOklab } from "../pixels/index.ts";

/**
 * The picture with its texture melted and its edges kept, in OKLab: what a brush lays down before any detail. Filtered
 * at half size by a guided filter on its own lightness, then brought back along the edges of the full picture.
 */
export function abstracted(picture: Raster, radiusPx: number, epsilon: number): Oklab {
  const { width, height } = picture;
  const half = resize(picture, Math.max(1, width >> 1), Math.max(1, height >> 1), "triangle");
  const lab = toOklab(half);
  const radius = Math.max(1, radiusPx / 2);
  const twice = (plane: typeof lab.L) =>
    guidedFilter(lab.L, guidedFilter(lab.L, plane, radius, epsilon), radius, epsilon);
  return {
    L: resizePlane(twice(lab.L), width, height),
    a: resizePlane(twice(lab.a), width, height),
    b: resizePlane(twice(lab.b), width, height),
  };
}
