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

/** How far down beneath the top a head still counts as its top. */
const CROWN = 0.08;
/** A step down to a shoulder is at least so high; what ends lower than the second is no shoulder. */
const STEP = 0.05;
const LOWEST_SHOULDER = 0.65;

/** Where somebody's head is, 0 at the left of the box, 1 at its right: the middle of what reaches highest. */
export function headAt(outline: Outline): number {
  const top = outline.indexOf(Math.min(...outline));
  let first = top;
  let last = top;
  while (first > 0 && outline[first - 1] < outline[top] + CROWN) first--;
  while (last < COLUMNS - 1 && outline[last + 1] < outline[top] + CROWN) last++;
  return (first + last + 1) / 2 / COLUMNS;
}

/** Just beyond the highest step down at the right of the head; null where there is none. `u` as for the head, `v` from the box's top. */
export function shoulderAt(outline: Outline): { u: number; v: number } | null {
  let best: number | null = null;
  let highest = STEP;
  for (let c = Math.floor(headAt(outline) * COLUMNS); c < COLUMNS - 2; c++) {
    const step = outline[c + 1] - outline[c];
    if (step <= highest || outline[c + 2] > LOWEST_SHOULDER) continue;
    highest = step;
    best = c + 2;
  }
  return best === null ? null : { u: (best + 0.5) / COLUMNS, v: outline[best] };
}
