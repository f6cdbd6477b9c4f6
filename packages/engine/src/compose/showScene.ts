import type { Box } from "@pastiche/contract";
import { cropRaster, type Raster, resize } from "../pixels/index.ts";
import type { Reference } from "../plan/reference.ts";
import type { Size } from "../plan/size.ts";
import { windowOf } from "../plan/window.ts";
import { extend } from "./extend.ts";

/** The part of a scene that the plan shows, at the size of the frame; continued where it reaches beyond the photograph. */
export function showScene({ raster, saliency }: Reference, crop: Box, { width, height }: Size): Raster {
  const picture = resize(cropRaster(raster, crop), width, height);
  const known = knownPart(raster, crop, { width, height });
  return extend(picture, known, windowOf(saliency, raster, crop, 0));
}

/** Where in the frame the photograph is, in whole pixels that lie in it entirely. */
function knownPart(picture: Size, crop: Box, frame: Size): Box {
  const sx = frame.width / crop.width;
  const sy = frame.height / crop.height;
  const left = crop.x < 0 ? Math.ceil(-crop.x * sx) + 1 : 0;
  const top = crop.y < 0 ? Math.ceil(-crop.y * sy) + 1 : 0;
  const beyondX = crop.x + crop.width > picture.width;
  const beyondY = crop.y + crop.height > picture.height;
  const right = beyondX ? Math.floor((picture.width - crop.x) * sx) - 1 : frame.width;
  const bottom = beyondY ? Math.floor((picture.height - crop.y) * sy) - 1 : frame.height;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
