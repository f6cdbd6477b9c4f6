import type { Box } from "@pastiche/contract";
import { byteOfLinear, createPlane, gaussianBlur, LINEAR_OF_BYTE, type Plane, type Raster } from "../pixels/index.ts";

/** How far up the ground a shadow reaches, as a share of the subject's height: light stands high. */
const REACH = 0.3;
const CONTACT_STRENGTH = 0.7;
const POOL_STRENGTH = 0.6;
const CAST_STRENGTH = 0.42;
/** Light fills a shadow with the sky's blue, so red is taken away the most. */
const FILL = [1, 0.97, 0.92];

/**
 * Darkens the ground under and behind a subject: a narrow shadow where it touches, and a soft one that leans away from
 * the light. Changes `picture` in place, in linear light.
 * @param layer the subject at its final size; only its alpha is read.
 * @param light where the light comes from: -1 left, 1 right.
 * @param strength 0 to 1.
 */
export function castShadow(picture: Raster, layer: Raster, box: Box, light: number, strength: number): void {
  const margin = Math.ceil(0.5 * Math.max(box.width, box.height));
  const width = box.width + 2 * margin;
  const above = Math.ceil((REACH + 0.3) * box.height);
  const height = above + Math.ceil(0.2 * box.height) + 4;
  const top = box.y + box.height - above;
  const lowest = contour(layer);
  const contact = gaussianBlur(contactPlane(lowest, width, height, margin, above, box.height), 0.012 * box.height + 1);
  const pool = gaussianBlur(
    contactPlane(lowest, width, height, margin, above, box.height, 2.5),
    0.045 * box.height + 1,
  );
  const cast = gaussianBlur(castPlane(layer, width, height, margin, above, -light), 0.035 * box.height + 1);
  for (let y = Math.max(0, -top); y < height && y + top < picture.height; y++) {
    for (let x = Math.max(0, margin - box.x); x < width && x + box.x - margin < picture.width; x++) {
      const p = y * width + x;
      const keepCast = 1 - strength * CAST_STRENGTH * cast.data[p];
      const keepPool = 1 - strength * POOL_STRENGTH * Math.min(1, 1.2 * pool.data[p]);
      const keepContact = 1 - strength * CONTACT_STRENGTH * Math.min(1, 1.4 * contact.data[p]);
      const dark = 1 - keepCast * keepPool * keepContact;
      if (dark < 0.004) continue;
      const i = ((y + top) * picture.width + x + box.x - margin) * 4;
      for (let c = 0; c < 3; c++)
        picture.data[i + c] = byteOfLinear(LINEAR_OF_BYTE[picture.data[i + c]] * (1 - dark * FILL[c]));
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

/** A line along the lower contour, fading where the subject lifts off the ground. */
function contactPlane(
  lowest: Int32Array,
  width: number,
  height: number,
  margin: number,
  ground: number,
  subjectHeight: number,
  spread = 1,
): Plane {
  const plane = createPlane(width, height);
  const lift = 0.14 * subjectHeight;
  const thick = Math.max(1, Math.round(0.02 * subjectHeight * spread));
  for (let x = 0; x < lowest.length; x++) {
    if (lowest[x] < 0) continue;
    // What is off the ground is off it because it stands farther back as often as because it hangs: half of each.
    const weight = Math.max(0, 1 - lowest[x] / lift);
    const y = ground - lowest[x] - 1;
    for (let dy = -thick; dy <= Math.ceil(thick * 0.6); dy++) {
      const at = y + dy;
      if (at >= 0 && at < height) plane.data[at * width + x + margin] = weight;
    }
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
