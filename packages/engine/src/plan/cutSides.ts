import type { CutOut } from "../cutout/cutOut.ts";

/** A side counts as cut off where this share of the subject's extent lies on the picture's border. */
const SHARE = 0.12;

export interface CutSides {
  left: boolean;
  right: boolean;
  top: boolean;
  bottom: boolean;
}

/** What no photograph cuts off. */
export const WHOLE: CutSides = { left: false, right: false, top: false, bottom: false };

/** Which sides of the subject its photograph cuts off: there it ends at the picture's border, in full opacity. */
export function cutSides({ raster, box, confidence }: CutOut): CutSides {
  // A picture with a matte of its own that was trimmed to its subject touches every border and is whole all the same.
  const trimmed = box.width >= raster.width - 2 && box.height >= raster.height - 2;
  if (confidence === 1 && trimmed) return WHOLE;
  const { width, height, data } = raster;
  const opaque = (x: number, y: number) => data[(y * width + x) * 4 + 3] > 128;
  const along = (count: number, at: (i: number) => boolean) => {
    let n = 0;
    for (let i = 0; i < count; i++) if (at(i)) n++;
    return n;
  };
  const inset = 1;
  return {
    left: along(height, (y) => opaque(inset, y)) > SHARE * box.height,
    right: along(height, (y) => opaque(width - 1 - inset, y)) > SHARE * box.height,
    top: along(width, (x) => opaque(x, inset)) > SHARE * box.width,
    bottom: along(width, (x) => opaque(x, height - 1 - inset)) > SHARE * box.width,
  };
}
