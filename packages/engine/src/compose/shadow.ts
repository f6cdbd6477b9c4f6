import type { Box } from "@pastiche/contract";
import { byteOfLinear, createPlane, gaussianBlur, LINEAR_OF_BYTE, type Plane, type Raster } from "../pixels/index.ts";

/** How far up the ground a cast shadow reaches, as a share of the subject's height: light stands high. */
const REACH = 0.34;
const CAST_STRENGTH = 0.5;
/** A shadow that falls straight behind is not seen, so it leans to a side at least this much. */
const LEAST_LEAN = 0.4;
/** Light kept off the ground around where the subject stands: how far (as a share of its height) and how much. */
const OCCLUSION = [
  { spread: 0.012, strength: 0.62 },
  { spread: 0.05, strength: 0.5 },
  { spread: 0.13, strength: 0.42 },
];
/** Light fills a shadow with the sky's blue, so red is taken away the most. */
const FILL = [1, 0.97, 0.92];

/**
 * Darkens the ground around a subject: close by where it stands and keeps the light out, and softly where its shadow
 * leans away from the light. Changes `picture` in place, in linear light.
 * @param layer the subject at its final size; only its alpha is read.
 * @param light where the light comes from: -1 left, 1 right.
 * @param strength 0 to 1.
 */
export function castShadow(picture: Raster, layer: Raster, box: Box, light: number, strength: number): void {
  const margin = Math.ceil(0.5 * Math.max(box.width, box.height));
  const width = box.width + 2 * margin;
  const above = Math.ceil((REACH + 0.4) * box.height);
  const height = above + Math.ceil(0.45 * box.height) + 4;
  const top = box.y + box.height - above;
  const lean = -(light < 0 ? -1 : 1) * Math.max(LEAST_LEAN, Math.abs(light));
  const kept = createPlane(width, height, 1);
  const darken = (shade: Plane, share: number) => {
    for (let p = 0; p < kept.data.length; p++) kept.data[p] *= 1 - strength * share * Math.min(1, shade.data[p]);
  };
  const cast = castPlane(layer, width, height, margin, above, lean);
  darken(gaussianBlur(cast, 0.03 * box.height + 1), CAST_STRENGTH);
  const lowest = contour(layer);
  for (const { spread, strength: share } of OCCLUSION) {
    const sigma = spread * box.height + 0.7;
    darken(gaussianBlur(footprint(lowest, width, height, margin, above, box.height, sigma), sigma), share);
  }
  for (let y = Math.max(0, -top); y < height && y + top < picture.height; y++) {
    for (let x = Math.max(0, margin - box.x); x < width && x + box.x - margin < picture.width; x++) {
      const dark = 1 - kept.data[y * width + x];
      if (dark < 0.004) continue;
      const i = ((y + top) * picture.width + x + box.x - margin) * 4;
      for (let c = 0; c < 3; c++) {
        picture.data[i + c] = byteOfLinear(LINEAR_OF_BYTE[picture.data[i + c]] * (1 - dark * FILL[c]));
      }
    }
  }
}

/** For each column the distance of the lowest opaque pixel from the layer's lower edge; -1 where there is none. */
function contour({ width, height, data }: Raster): Int32Array {
  const out = new Int32Array(width).fill(-1);
  for (let x = 0; x < width; x++) {
    for (let y = height - 1; y >= 0; y--) {
      if (data[(y * width + x) * 4 + 3] > 140) {
        out[x] = height - 1 - y;
        break;
      }
    }
  }
  return out;
}

/** A band along the lower contour, two sigmas above and somewhat over one below, paler where the subject lifts off the ground. */
function footprint(
  lowest: Int32Array,
  width: number,
  height: number,
  margin: number,
  ground: number,
  subjectHeight: number,
  sigma: number,
): Plane {
  const plane = createPlane(width, height);
  const lift = 0.22 * subjectHeight;
  for (let x = 0; x < lowest.length; x++) {
    if (lowest[x] < 0) continue;
    const weight = Math.max(0, 1 - lowest[x] / lift);
    const y = ground - lowest[x] - 1;
    const to = Math.min(height - 1, Math.round(y + 1.3 * sigma));
    for (let at = Math.max(0, Math.round(y - 2 * sigma)); at <= to; at++) plane.data[at * width + x + margin] = weight;
  }
  return plane;
}

/** The silhouette laid down on the ground, away from the light, paler the farther it falls. */
function castPlane(layer: Raster, width: number, height: number, margin: number, ground: number, lean: number): Plane {
  const plane = createPlane(width, height);
  const reach = REACH * layer.height;
  for (let y = Math.max(0, Math.floor(ground - reach)); y < ground; y++) {
    const along = (ground - y) / reach;
    const row = Math.min(layer.height - 1, Math.max(0, Math.round((1 - along) * layer.height)));
    const shift = lean * 0.4 * along * layer.height;
    for (let x = 0; x < width; x++) {
      const column = Math.round(x - margin - shift);
      if (column < 0 || column >= layer.width) continue;
      plane.data[y * width + x] = (layer.data[(row * layer.width + column) * 4 + 3] / 255) * (1 - 0.75 * along);
    }
  }
  return plane;
}
