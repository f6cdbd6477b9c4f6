import { type Box, createPlane, cropRaster, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { boxAbove, frameOf } from "./box.ts";
import { subjectMask } from "./subjectNet.ts";

/** Where the mask is above this the subject may be, and the second look goes. */
const LIKELY = 0.4;
/** What the second look sees around it, for each pixel of its sides. */
const SURROUNDINGS = 0.2;
/** A subject that fills more of the picture than this is not looked at twice. */
const FILLS = 0.8;

/**
 * The network's mask as good as it gets, in the size of `image`: the picture and its mirror image, then, where the
 * subject is small in it, both again from nearer by; the mean of all.
 * @param box where it is, in pixels of `image`, if that was told.
 */
export function findSubject(image: Raster, box: Box | null = null): Plane {
  const whole = bothWays(image);
  const mask = resizePlane(whole, image.width, image.height);
  const likely = box ?? scaled(boxAbove(whole, LIKELY));
  if (!likely) return mask;
  const near = frameOf(
    likely,
    { scaleX: 1, scaleY: 1, marginX: SURROUNDINGS * likely.width, marginY: SURROUNDINGS * likely.height },
    image,
  );
  if (near.width * near.height > FILLS * image.width * image.height) return mask;
  const closer = resizePlane(bothWays(cropRaster(image, near)), near.width, near.height);
  for (let y = 0, i = 0; y < near.height; y++) {
    for (let x = 0, to = (near.y + y) * image.width + near.x; x < near.width; x++, i++, to++) {
      mask.data[to] = (mask.data[to] + closer.data[i]) / 2;
    }
  }
  return mask;

  function scaled(found: Box | null): Box | null {
    const scaleX = image.width / whole.width;
    const scaleY = image.height / whole.height;
    return (
      found && {
        x: found.x * scaleX,
        y: found.y * scaleY,
        width: found.width * scaleX,
        height: found.height * scaleY,
      }
    );
  }
}

function bothWays(image: Raster): Plane {
  const straight = subjectMask(image);
  const mirrored = subjectMask(image, { mirrored: true });
  const out = createPlane(straight.width, straight.height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = (straight.data[i] + mirrored.data[i]) / 2;
  return out;
}
