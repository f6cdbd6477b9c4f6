import { boxBlur } from "./blur.ts";
import { createPlane, type Plane } from "./raster.ts";

/**
 * Guided filter (He, Sun and Tang 2010) with a grey guide: smooths `source` while following the edges of `guide`.
 * `epsilon` is the variance of the guide (0 to 1) below which a patch counts as flat.
 */
export function guidedFilter(guide: Plane, source: Plane, radiusPx: number, epsilon: number): Plane {
  return guidedBy(guide, radiusPx, epsilon)(source);
}

/** The same for several sources with one guide, of which what they share is worked out once. */
export function guidedBy(guide: Plane, radiusPx: number, epsilon: number): (source: Plane) => Plane {
  const meanI = boxBlur(guide, radiusPx);
  const corrII = boxBlur(product(guide, guide), radiusPx);
  return (source) => {
    const meanP = boxBlur(source, radiusPx);
    const corrIP = boxBlur(product(guide, source), radiusPx);
    const a = createPlane(guide.width, guide.height);
    const b = createPlane(guide.width, guide.height);
    for (let i = 0; i < a.data.length; i++) {
      const variance = corrII.data[i] - meanI.data[i] * meanI.data[i];
      const covariance = corrIP.data[i] - meanI.data[i] * meanP.data[i];
      a.data[i] = covariance / (variance + epsilon);
      b.data[i] = meanP.data[i] - a.data[i] * meanI.data[i];
    }
    const meanA = boxBlur(a, radiusPx);
    const meanB = boxBlur(b, radiusPx);
    const out = createPlane(guide.width, guide.height);
    for (let i = 0; i < out.data.length; i++) out.data[i] = meanA.data[i] * guide.data[i] + meanB.data[i];
    return out;
  };
}

function product(x: Plane, y: Plane): Plane {
  const out = createPlane(x.width, x.height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] * y.data[i];
  return out;
}
