import { type Box, cropRaster, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { boxAbove, frameOf } from "./box.ts";
import { subjectMasks } from "./subjectNet.ts";

/** Where the mask is above this the subject may be, and the second look goes. */
const LIKELY = 0.4;
/** What the second look sees around it, for each pixel of its sides. */
const SURROUNDINGS = 0.2;
/** A subject that fills more of the picture than this is not looked at twice. */
const FILLS = 0.8;

/**
 * The network's mask as good as it gets, at another size: the picture and its mirror image, then, where the subject is
 * small in it, both again from nearer by; the mean of all.
 * @param box where it is, in pixels of that size, if that was told.
 */
export function findSubject(image: Raster, { width, height }: Size, box: Box | null = null): Plane {
  const whole = bothWays(image);
  const mask = resizePlane(whole, width, height);
  const likely = box ?? boxAbove(mask, LIKELY);
  if (!likely) return mask;
  const margins = { marginX: SURROUNDINGS * likely.width, marginY: SURROUNDINGS * likely.height };
  const near = frameOf(likely, { scaleX: 1, scaleY: 1, ...margins }, mask);
  if (near.width * near.height > FILLS * width * height) return mask;
  const scales = { scaleX: image.width / width, scaleY: image.height / height };
  const view = cropRaster(image, frameOf(near, { ...scales, marginX: 0, marginY: 0 }, image));
  const closer = resizePlane(bothWays(view), near.width, near.height);
  for (let y = 0, i = 0; y < near.height; y++) {
    for (let x = 0, to = (near.y + y) * width + near.x; x < near.width; x++, i++, to++) {
      mask.data[to] = (mask.data[to] + closer.data[i]) / 2;
    }
  }
  return mask;
}

type Size = { width: number; height: number };

function bothWays(image: Raster): Plane {
  const { straight, mirrored } = subjectMasks(image);
  for (let i = 0; i < straight.data.length; i++) straight.data[i] = (straight.data[i] + mirrored.data[i]) / 2;
  return straight;
}
