import { type Box, createRaster, cropPlane, cropRaster, type Plane, type Raster } from "../pixels/index.ts";
import { boxAbove, frameOf } from "./box.ts";
import { cleanForeground } from "./foreground.ts";
import { matte } from "./matte.ts";
import { REACH, settleContour } from "./settleContour.ts";
import { findSoftness } from "./softness.ts";
import { createTrimap, signedDistance } from "./trimap.ts";

/** Half-width of the widest band in which alpha is worked out, for each pixel of the longest side. */
const BAND = 0.006;
const MIN_BAND_PX = 2.5;

/**
 * From a small binary mask to soft edges and clean colours at full size, worked out only around the subject: the contour
 * is settled and its softness found in `look`, the same picture at half the size or less.
 */
export function refine(work: Raster, look: Raster, mask: Plane, softMask: Plane): Raster {
  const whole = createRaster(work.width, work.height);
  const subject = boxAbove(mask, 0.5);
  if (!subject) return whole;
  const bandPx = Math.max(MIN_BAND_PX, BAND * Math.max(work.width, work.height));
  const lookBandPx = (bandPx * look.width) / work.width;
  const margins = { marginX: REACH + 2, marginY: REACH + 2 };
  const near = frameOf(subject, { scaleX: 1, scaleY: 1, ...margins }, mask);
  const lookFrame = scaled(near, mask, look);
  const frame = scaled(lookFrame, look, work);
  const lookPart = cropRaster(look, lookFrame);
  const part = cropRaster(work, frame);

  const settled = settleContour(lookPart, cropPlane(mask, near), cropPlane(softMask, near));
  const distance = signedDistance(settled, lookBandPx + 2);
  const lookTrimap = createTrimap(distance, lookFrame.width, lookFrame.height, lookBandPx);
  const softness = findSoftness(lookPart, lookTrimap, lookBandPx);
  const trimap = createTrimap(distance, frame.width, frame.height, bandPx, softness);
  const clean = cleanForeground(part, matte(part, trimap, bandPx));
  for (let y = 0; y < frame.height; y++) {
    const row = clean.data.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    whole.data.set(row, ((y + frame.y) * work.width + frame.x) * 4);
  }
  return whole;
}

type Size = { width: number; height: number };

function scaled(box: Box, from: Size, to: Size): Box {
  const scales = { scaleX: to.width / from.width, scaleY: to.height / from.height };
  return frameOf(box, { ...scales, marginX: 0, marginY: 0 }, to);
}
