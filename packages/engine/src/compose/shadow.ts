import type { Box } from "@pastiche/contract";
import { byteOfLinear, createPlane, gaussianBlur, LINEAR_OF_BYTE, type Plane, type Raster } from "../pixels/index.ts";

/** How far up the ground a cast shadow reaches, as a share of the subject's height: light stands high. */
const REACH = 0.34;
const CAST_STRENGTH = 0.6;
/** A shadow that falls straight behind is not seen, so it leans to a side at least this much. */
const LEAST_LEAN = 0.4;
/** Light kept off the ground around where the subject stands: how far (as a share of its height) and how much. */
const OCCLUSION = [
  { spread: 0.012, strength: 0.82 },
  { spread: 0.05, strength: 0.6 },
  { spread: 0.13, strength: 0.46 },
];
/** How far down from what is lifted off the ground, between two wheels or paws, light is kept off it, as a share of the lift. */
const BENEATH = 0.6;
/** Light fills a shadow with the sky's blue, so red is taken away the most. */
const FILL = [1, 0.985, 0.96];

/**
 * Darkens the ground around a subject: close by where it stands and keeps the light out, and softly where its shadow
 * leans away from the light. Changes `picture` in place, in linear light.
 * @param layer the subject at its final size; only its alpha is read.
 * @param light where the light comes from: -1 left, 1 right.
 * @param strength 0 to 1.
 */
export function castShadow(picture: Raster, layer: Raster, box: Box, light: number, strength: number): void {
  const grain = box.height >= FINE_PX ? 2 : 1;
  const matte = matteOf(layer, grain);
  const margin = Math.ceil(0.5 * Math.max(matte.width, matte.height));
  const width = matte.width + 2 * margin;
  const above = Math.ceil((REACH + 0.4) * matte.height);
  const height = above + Math.ceil(0.45 * matte.height) + 4;
  const lean = -(light < 0 ? -1 : 1) * Math.max(LEAST_LEAN, Math.abs(light));
  const kept = createPlane(width, height, 1);
  const darken = (shade: Plane, share: number) => {
    for (let p = 0; p < kept.data.length; p++) kept.data[p] *= 1 - strength * share * Math.min(1, shade.data[p]);
  };
  const cast = castPlane(matte, width, height, margin, above, lean);
  darken(gaussianBlur(cast, 0.03 * matte.height + 1 / grain), CAST_STRENGTH);
  const lowest = contour(matte);
  for (const { spread, strength: share } of OCCLUSION) {
    const sigma = spread * matte.height + 0.7 / grain;
    darken(gaussianBlur(footprint(lowest, width, height, margin, above, matte.height, sigma), sigma), share);
  }
  shade(picture, kept, grain, box.x - margin * grain, box.y + box.height - above * grain);
}

/** From this height of a subject on its shadow is worked out at half the resolution: it is softer than that anyway. */
const FINE_PX = 160;

/** A layer's alpha, 0 to 1, at its size over `grain`. */
function matteOf({ width, height, data }: Raster, grain: number): Plane {
  const out = createPlane(Math.ceil(width / grain), Math.ceil(height / grain));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / grain) * out.width;
    for (let x = 0; x < width; x++) out.data[row + Math.floor(x / grain)] += data[(y * width + x) * 4 + 3];
  }
  const full = 255 * grain * grain;
  for (let p = 0; p < out.data.length; p++) out.data[p] /= full;
  return out;
}

/** Takes the light away that is not kept. The plane's corner lies at `left`, `top`. */
function shade(picture: Raster, kept: Plane, grain: number, left: number, top: number): void {
  const lastColumn = kept.width - 1;
  const lastRow = kept.height - 1;
  const endX = Math.min(picture.width, left + kept.width * grain);
  const endY = Math.min(picture.height, top + kept.height * grain);
  for (let y = Math.max(0, top); y < endY; y++) {
    const v = Math.min(lastRow, Math.max(0, (y - top + 0.5) / grain - 0.5));
    const row = Math.min(lastRow, Math.floor(v)) * kept.width;
    const below = Math.min(lastRow, Math.floor(v) + 1) * kept.width;
    const fv = v - Math.floor(v);
    for (let x = Math.max(0, left); x < endX; x++) {
      const u = Math.min(lastColumn, Math.max(0, (x - left + 0.5) / grain - 0.5));
      const column = u | 0;
      const next = column < lastColumn ? column + 1 : column;
      const fu = u - column;
      const upper = kept.data[row + column] * (1 - fu) + kept.data[row + next] * fu;
      const lower = kept.data[below + column] * (1 - fu) + kept.data[below + next] * fu;
      const dark = 1 - upper * (1 - fv) - lower * fv;
      if (dark < 0.004) continue;
      const i = (y * picture.width + x) * 4;
      for (let c = 0; c < 3; c++) {
        picture.data[i + c] = byteOfLinear(LINEAR_OF_BYTE[picture.data[i + c]] * (1 - dark * FILL[c]));
      }
    }
  }
}

/** For each column the distance of the lowest opaque pixel from the matte's lower edge; -1 where there is none. */
function contour({ width, height, data }: Plane): Int32Array {
  const out = new Int32Array(width).fill(-1);
  for (let x = 0; x < width; x++) {
    for (let y = height - 1; y >= 0; y--) {
      if (data[y * width + x] > 0.55) {
        out[x] = height - 1 - y;
        break;
      }
    }
  }
  return out;
}

/**
 * A band along the lower contour, two sigmas above and somewhat over one below, paler and deeper where the subject lifts off
 * the ground.
 */
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
  const lift = 0.32 * subjectHeight;
  for (let x = 0; x < lowest.length; x++) {
    if (lowest[x] < 0) continue;
    const weight = Math.max(0, 1 - lowest[x] / lift);
    const y = ground - lowest[x] - 1;
    const to = Math.min(height - 1, Math.round(y + 1.3 * sigma + BENEATH * lowest[x]));
    for (let at = Math.max(0, Math.round(y - 2 * sigma)); at <= to; at++) plane.data[at * width + x + margin] = weight;
  }
  return plane;
}

/** The silhouette laid down on the ground, away from the light, paler the farther it falls. */
function castPlane(matte: Plane, width: number, height: number, margin: number, ground: number, lean: number): Plane {
  const plane = createPlane(width, height);
  const reach = REACH * matte.height;
  for (let y = Math.max(0, Math.floor(ground - reach)); y < ground; y++) {
    const along = (ground - y) / reach;
    const row = Math.min(matte.height - 1, Math.max(0, Math.round((1 - along) * matte.height)));
    const shift = lean * 0.4 * along * matte.height;
    for (let x = 0; x < width; x++) {
      const column = Math.round(x - margin - shift);
      if (column < 0 || column >= matte.width) continue;
      plane.data[y * width + x] = matte.data[row * matte.width + column] * (1 - 0.75 * along);
    }
  }
  return plane;
}
