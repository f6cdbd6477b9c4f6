import type { Box } from "@pastiche/contract";
import { createRaster, type Plane, type Raster, resize, resizePart } from "../pixels/index.ts";
import { LEAST_CONFIDENCE, type Reference } from "../plan/reference.ts";
import type { Size } from "../plan/size.ts";
import { windowOf } from "../plan/window.ts";
import { extend } from "./extend.ts";

/** The part of a scene that the plan shows, at the size of the frame; continued where it reaches beyond the photograph. */
export function showScene(reference: Reference, crop: Box, frame: Size): Raster {
  const { raster } = reference;
  const known = knownPart(raster, crop, frame);
  const photograph = resizePart(raster, partOf(crop, known, frame), known.width, known.height);
  if (known.width === frame.width && known.height === frame.height) return photograph;
  // Resized by itself: beside clear pixels its border would ring, and be seen as a line.
  const picture = createRaster(frame.width, frame.height);
  for (let y = 0; y < known.height; y++) {
    const row = photograph.data.subarray(y * known.width * 4, (y + 1) * known.width * 4);
    picture.data.set(row, ((known.y + y) * frame.width + known.x) * 4);
  }
  return extend(picture, known, windowOf(thingOf(reference), raster, crop, 0));
}

/** Where the scene's main thing is: by its matte where that is sure, else by what is salient. */
function thingOf({ cutOut, saliency }: Reference): Plane {
  if (!cutOut || cutOut.confidence < LEAST_CONFIDENCE) return saliency;
  const small = resize(cutOut.raster, THING_PX, THING_PX, "triangle");
  return {
    width: THING_PX,
    height: THING_PX,
    data: Float32Array.from({ length: THING_PX ** 2 }, (_, p) => small.data[p * 4 + 3] / 255),
  };
}

const THING_PX = 192;

/** A photograph's outermost pixels are often a scanner's or a resizer's, and would show as a line: this share of its shorter side. */
const TRIMMED = 0.005;

/** Where in the frame the photograph is, in whole pixels that lie in it entirely, without its border where that is grown over. */
function knownPart(picture: Size, crop: Box, frame: Size): Box {
  const sx = frame.width / crop.width;
  const sy = frame.height / crop.height;
  const trimmed = TRIMMED * Math.min(picture.width, picture.height);
  const left = crop.x < 0 ? Math.ceil((trimmed - crop.x) * sx) : 0;
  const top = crop.y < 0 ? Math.ceil((trimmed - crop.y) * sy) : 0;
  const beyondX = crop.x + crop.width > picture.width;
  const beyondY = crop.y + crop.height > picture.height;
  const right = beyondX ? Math.floor((picture.width - trimmed - crop.x) * sx) : frame.width;
  const bottom = beyondY ? Math.floor((picture.height - trimmed - crop.y) * sy) : frame.height;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The same in the photograph's own pixels. */
function partOf(crop: Box, known: Box, frame: Size): Box {
  const sx = crop.width / frame.width;
  const sy = crop.height / frame.height;
  return { x: crop.x + known.x * sx, y: crop.y + known.y * sy, width: known.width * sx, height: known.height * sy };
}
