import type { Box } from "@pastiche/contract";
import { createPlane, type Plane, resizePlane } from "../pixels/index.ts";
import type { Size } from "./size.ts";

const FINE = 192;
const SIDE = 96;

/**
 * The part of a plane over the whole picture that lies in `crop`, at a resolution for placing. Beyond the picture's borders
 * it goes on as it was there, or is `beyond`.
 */
export function windowOf(plane: Plane, picture: Size, crop: Box, beyond?: number): Plane {
  const grid = resizePlane(plane, FINE, FINE);
  const out = createPlane(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const u = (crop.x + ((x + 0.5) / SIDE) * crop.width) / picture.width;
      const v = (crop.y + ((y + 0.5) / SIDE) * crop.height) / picture.height;
      const outside = u < 0 || v < 0 || u >= 1 || v >= 1;
      out.data[y * SIDE + x] = outside && beyond !== undefined ? beyond : grid.data[cell(v) * FINE + cell(u)];
    }
  }
  return out;
}

function cell(share: number): number {
  return Math.min(FINE - 1, Math.max(0, Math.floor(share * FINE)));
}
