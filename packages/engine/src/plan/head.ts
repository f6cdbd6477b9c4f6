import type { CutOut } from "../cutout/cutOut.ts";
import { createPlane, cropRaster, gaussianBlur, type Plane, resize } from "../pixels/index.ts";

/** Length of the longer side of a thing when its face is looked for. */
const SIDE_PX = 80;
/** Eyes, noses and mouths are about so large then (sigma in pixels): spots that are darker than what lies about them. */
const SPOTS_PX = [1, 1.6, 2.5];
/** Faces are high up: what lies at the foot counts this much as at the top. */
const FOOT = 0.35;
/** How much of the head is that which has no features. */
const PLAIN = 0.2;

/**
 * Where a thing has its face, as far as one can tell from its features: dark spots within it, those high up above all. A plane
 * over its box, 0 to 1; 0 where the thing is not.
 */
export function headOf({ raster, box }: CutOut): Plane {
  const scale = Math.min(1, SIDE_PX / Math.max(box.width, box.height));
  const width = Math.max(4, Math.round(box.width * scale));
  const height = Math.max(4, Math.round(box.height * scale));
  const small = resize(cropRaster(raster, box), width, height, "triangle");
  const matte = createPlane(width, height);
  const light = createPlane(width, height);
  for (let p = 0, i = 0; p < matte.data.length; p++, i += 4) {
    matte.data[p] = small.data[i + 3] / 255;
    light.data[p] = (matte.data[p] * (small.data[i] + 2 * small.data[i + 1] + small.data[i + 2])) / 1020;
  }
  const spots = createPlane(width, height);
  for (const sigma of SPOTS_PX) {
    const own = meanWithin(light, matte, sigma);
    const around = meanWithin(light, matte, 2.4 * sigma);
    for (let p = 0; p < spots.data.length; p++) spots.data[p] = Math.max(spots.data[p], around.data[p] - own.data[p]);
  }
  for (let p = 0; p < spots.data.length; p++) spots.data[p] *= matte.data[p];
  const features = gaussianBlur(spots, 3);
  for (let p = 0; p < features.data.length; p++) features.data[p] *= highUp(Math.floor(p / width) / height);
  const most = Math.max(1e-9, ...features.data);
  for (let p = 0; p < features.data.length; p++) {
    const plain = PLAIN * highUp(Math.floor(p / width) / height);
    features.data[p] = matte.data[p] * Math.min(1, plain + (1 - PLAIN) * (features.data[p] / most));
  }
  return features;
}

/** The mean light about each pixel of the thing, without that of its surroundings: its outline is no feature. */
function meanWithin(light: Plane, matte: Plane, sigma: number): Plane {
  const sum = gaussianBlur(light, sigma);
  const weight = gaussianBlur(matte, sigma);
  for (let p = 0; p < sum.data.length; p++) sum.data[p] /= weight.data[p] + 1e-3;
  return sum;
}

/** @param v 0 at the top of the thing, 1 at its foot. */
function highUp(v: number): number {
  const t = Math.min(1, Math.max(0, (v - 0.4) / 0.6));
  return 1 - (1 - FOOT) * t * t * (3 - 2 * t);
}
