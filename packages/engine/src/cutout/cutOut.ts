import { createPlane, createRaster, type Plane, type Raster, resize, resizePlane } from "../pixels/index.ts";
import { cleanForeground } from "./foreground.ts";
import { matte } from "./matte.ts";
import { segment } from "./segment.ts";
import { subjectMask } from "./subjectNet.ts";
import { tidy } from "./tidy.ts";
import { createTrimap } from "./trimap.ts";

/** A rectangle in pixels of the picture that was given. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CutOut {
  /** As large as the picture: the subject's own colours, straight, and its matte as alpha. */
  raster: Raster;
  /** 0 to 1: how sure it is that the right thing is cut out whole. */
  confidence: number;
  /** The network's soft mask at its own size, 0 to 1, the picture squashed to it. */
  saliency: Plane;
  /** What holds every pixel of alpha above one half; the whole picture where none is. */
  box: Box;
}

/** The longest side at which the subject is told from its surroundings. */
const SEGMENT_PX = 360;
/** The longest side at which edges are drawn; a larger picture gets its matte enlarged. */
const MATTE_PX = 1400;
/** Half-width of the band in which alpha is worked out, for each pixel of the longest side. */
const BAND = 0.006;
const MIN_BAND_PX = 2.5;

/**
 * How much each pixel belongs to the picture's subject, 0 to 1, at the network's own size: the picture squashed to
 * 256 × 256. What `cutOut` starts from, without its cost.
 */
export function saliency(image: Raster): Plane {
  return subjectMask(image);
}

/** Lifts the subject out of a picture. A picture with transparency of its own brings its own matte. */
export function cutOut(image: Raster): CutOut {
  const belief = saliency(image);
  if (hasAlpha(image)) return { raster: image, confidence: 1, saliency: belief, box: boxOf(alphaOf(image)) };

  const small = fit(image, SEGMENT_PX);
  const softMask = resizePlane(belief, small.width, small.height);
  const mask = segment(small, softMask);
  tidy(mask, softMask);
  const raster = refine(image, mask);
  return { raster, confidence: agreement(mask, softMask), saliency: belief, box: boxOf(alphaOf(raster)) };
}

/** From a small binary mask to soft edges and clean colours at full size, worked out only around the subject. */
function refine(image: Raster, mask: Plane): Raster {
  const work = fit(image, MATTE_PX);
  const bandPx = Math.max(MIN_BAND_PX, BAND * Math.max(work.width, work.height));
  const scaleX = work.width / mask.width;
  const scaleY = work.height / mask.height;
  const near = grow(boxOf(mask), Math.ceil((3 * bandPx) / scaleX), mask);
  const left = Math.round(near.x * scaleX);
  const top = Math.round(near.y * scaleY);
  const frame = {
    x: left,
    y: top,
    width: Math.round((near.x + near.width) * scaleX) - left,
    height: Math.round((near.y + near.height) * scaleY) - top,
  };
  const part = cropRaster(work, frame);
  const trimap = createTrimap(cropPlane(mask, near), frame.width, frame.height, bandPx);
  const subject = cleanForeground(part, matte(part, trimap, bandPx));
  const whole = createRaster(work.width, work.height);
  for (let y = 0; y < frame.height; y++) {
    const row = subject.data.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    whole.data.set(row, ((y + frame.y) * work.width + frame.x) * 4);
  }
  return work === image ? whole : enlarge(whole, image);
}

/** A cut-out made at a smaller size at the size of its picture, with the picture's own pixels wherever it is solid. */
function enlarge(small: Raster, image: Raster): Raster {
  const out = resize(small, image.width, image.height, "triangle");
  for (let i = 0; i < out.data.length; i += 4) {
    if (out.data[i + 3] < 255) continue;
    for (let c = 0; c < 3; c++) out.data[i + c] = image.data[i + c];
  }
  return out;
}

/** How far the cut and the soft mask cover the same ground. */
function agreement(mask: Plane, softMask: Plane): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < mask.data.length; i++) {
    both += Math.min(mask.data[i], softMask.data[i]);
    either += Math.max(mask.data[i], softMask.data[i]);
  }
  return either > 0 ? both / either : 0;
}

/** The picture itself where it is small enough, else a smaller one. */
function fit(image: Raster, sidePx: number): Raster {
  const scale = sidePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return resize(image, width, height, "triangle");
}

function grow(box: Box, margin: number, within: { width: number; height: number }): Box {
  const x = Math.max(0, box.x - margin);
  const y = Math.max(0, box.y - margin);
  const right = Math.min(within.width, box.x + box.width + margin);
  const bottom = Math.min(within.height, box.y + box.height + margin);
  return { x, y, width: right - x, height: bottom - y };
}

function cropRaster(source: Raster, box: Box): Raster {
  const out = createRaster(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = ((y + box.y) * source.width + box.x) * 4;
    out.data.set(source.data.subarray(from, from + box.width * 4), y * box.width * 4);
  }
  return out;
}

function cropPlane(source: Plane, box: Box): Plane {
  const out = createPlane(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (y + box.y) * source.width + box.x;
    out.data.set(source.data.subarray(from, from + box.width), y * box.width);
  }
  return out;
}

function hasAlpha({ data }: Raster): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 250) return true;
  return false;
}

function alphaOf({ width, height, data }: Raster): Plane {
  const out = createPlane(width, height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = data[i * 4 + 3] / 255;
  return out;
}

function boxOf({ width, height, data }: Plane): Box {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] <= 0.5) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return { x: 0, y: 0, width, height };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
