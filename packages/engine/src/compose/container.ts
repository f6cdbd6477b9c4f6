import type { Box } from "@pastiche/contract";
import {
  byteOfLinear,
  createPlane,
  cropRaster,
  gaussianBlur,
  LINEAR_OF_BYTE,
  type Raster,
  resizePlane,
} from "../pixels/index.ts";
import type { Rim } from "../plan/rim.ts";

/** How far the shadow spreads in a container about what is in it, as a share of the opening's half width, and how dark it is. */
const SPREAD = 0.16;
const SHADE = 0.55;
/** How far above the near wall light is kept off what is behind it, as a share of the opening's half width, and how much. */
const REACH = 0.22;
const CONTACT = 0.5;
/** The shadow is softer than a quarter of the resolution. */
const GRAIN = 4;

/** Darkens the inside of a container around what is put in it. Changes `picture` in place, in linear light. */
export function shadeInside(picture: Raster, layer: Raster, at: Box, rim: Rim): void {
  const left = Math.max(0, Math.floor(rim.x - rim.across));
  const top = Math.max(0, Math.floor(rim.y - rim.down));
  const right = Math.min(picture.width, Math.ceil(rim.x + rim.across));
  const bottom = Math.min(picture.height, Math.ceil(rim.y + rim.down));
  if (right <= left || bottom <= top) return;
  const small = createPlane(Math.ceil((right - left) / GRAIN), Math.ceil((bottom - top) / GRAIN));
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const column = left + x * GRAIN - at.x;
      const row = top + y * GRAIN - at.y;
      if (column < 0 || row < 0 || column >= layer.width || row >= layer.height) continue;
      small.data[y * small.width + x] = layer.data[(row * layer.width + column) * 4 + 3] / 255;
    }
  }
  const soft = resizePlane(gaussianBlur(small, (SPREAD * rim.across) / GRAIN), right - left, bottom - top);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const inside = 1 - Math.hypot((x - rim.x) / rim.across, (y - rim.y) / rim.down);
      // Softly from the edge of the opening on: outside of it there is none.
      const keep = 1 - SHADE * soft.data[(y - top) * soft.width + x - left] * Math.min(1, Math.max(0, inside / 0.06));
      const i = (y * picture.width + x) * 4;
      for (let c = i; c < i + 3; c++) picture.data[c] = byteOfLinear(LINEAR_OF_BYTE[picture.data[c]] * keep);
    }
  }
}

/** Darkens a layer towards the near wall that it goes down behind. Returns a new layer. */
export function shadeAtWall(layer: Raster, at: Box, rim: Rim): Raster {
  const out = { ...layer, data: layer.data.slice() };
  for (let y = 0, i = 0; y < layer.height; y++) {
    for (let x = 0; x < layer.width; x++, i += 4) {
      const above = frontOf(rim, at.x + x) - at.y - y;
      if (out.data[i + 3] === 0 || above > 4 * REACH * rim.across) continue;
      const keep = 1 - CONTACT * Math.exp(-Math.max(0, above) / (REACH * rim.across));
      for (let c = i; c < i + 3; c++) out.data[c] = byteOfLinear(LINEAR_OF_BYTE[out.data[c]] * keep);
    }
  }
  return out;
}

/**
 * The near wall of a container, to be laid over what is in it: the scene as it is below the front of the rim, as wide as the
 * opening and as far as the layer reaches.
 * @param scene before anything was put in.
 */
export function nearWall(scene: Raster, at: Box, rim: Rim): { raster: Raster; x: number; y: number } {
  const x0 = Math.max(at.x, Math.floor(rim.x - rim.across));
  const x1 = Math.max(x0 + 1, Math.min(at.x + at.width, Math.ceil(rim.x + rim.across)));
  const y0 = Math.max(at.y, Math.floor(rim.y));
  const y1 = Math.max(y0 + 1, at.y + at.height);
  const raster = cropRaster(scene, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
  for (let x = 0; x < raster.width; x++) {
    const front = frontOf(rim, x0 + x);
    for (let y = 0; y < raster.height; y++) {
      raster.data[(y * raster.width + x) * 4 + 3] *= Math.min(1, Math.max(0, y0 + y + 1 - front));
    }
  }
  return { raster, x: x0, y: y0 };
}

/** The height of the rim's near side at a column. */
function frontOf({ x, y, across, down }: Rim, column: number): number {
  const u = Math.min(1, Math.abs((column + 0.5 - x) / across));
  return y + down * Math.sqrt(1 - u * u);
}
