import type { Hints } from "@pastiche/contract";
import { RemixError } from "@pastiche/contract/errors";
import sharp from "sharp";
import { scaleHints } from "../cutout/hints.ts";
import type { Raster } from "../pixels/index.ts";

/**
 * From pixels of the picture as it is shown to those of its decoded raster, which may be smaller.
 * @throws RemixError `validation_failed` for a box or a dot that lies outside of the picture.
 */
export async function hintsOnRaster(hints: Hints, bytes: Uint8Array, raster: Raster, index: number): Promise<Hints> {
  const { autoOrient, width, height, pageHeight } = await sharp(bytes, { limitInputPixels: false }).metadata();
  // Frames of an animation are stacked, and are never turned.
  const shown = pageHeight ? { width, height: pageHeight } : (autoOrient ?? { width, height });
  const { box, keep, drop } = hints;
  if (box && (box.x >= shown.width || box.y >= shown.height)) refuse("box", `at ${box.x}, ${box.y}`);
  for (const [name, dots] of [["keep", keep] as const, ["drop", drop] as const]) {
    for (const [i, { x, y }] of (dots ?? []).entries()) {
      if (x < 0 || y < 0 || x > shown.width || y > shown.height) refuse(`${name}/${i}`, `${x}, ${y}`);
    }
  }
  return scaleHints(hints, raster.width / shown.width, raster.height / shown.height);

  function refuse(where: string, received: string): never {
    const detail = `must lie in the picture, which is shown at ${shown.width} × ${shown.height} pixels; received ${received}`;
    throw new RemixError("validation_failed", `Reference ${index}: the hint ${where} ${detail}.`, {
      errors: [{ pointer: `/input/hints/${index}/${where}`, detail }],
    });
  }
}
