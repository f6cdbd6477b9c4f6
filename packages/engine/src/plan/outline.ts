import type { CutOut } from "../cutout/cutOut.ts";

const COLUMNS = 32;

/**
 * The upper contour of a cut-out: for each of 32 columns of its box, how far down the subject begins, as a share of the
 * box's height. 1 where a column is empty.
 */
export type Outline = Float32Array;

export function outlineOf({ raster, box }: CutOut): Outline {
  const outline = new Float32Array(COLUMNS).fill(1);
  for (let column = 0; column < COLUMNS; column++) {
    const x = Math.min(raster.width - 1, Math.floor(box.x + ((column + 0.5) / COLUMNS) * box.width));
    for (let y = 0; y < box.height; y++) {
      if (raster.data[((box.y + y) * raster.width + x) * 4 + 3] <= 128) continue;
      outline[column] = y / box.height;
      break;
    }
  }
  return outline;
}

/** @param u 0 at the left of the box, 1 at its right. */
export function topAt(outline: Outline, u: number): number {
  return outline[Math.min(COLUMNS - 1, Math.max(0, Math.floor(u * COLUMNS)))];
}
