import type { Hints } from "@pastiche/contract";
import {
  type Box,
  copyRaster,
  createRaster,
  type Plane,
  type Raster,
  resize,
  resizePlane,
  toOklab,
} from "../pixels/index.ts";
import { boxAbove } from "./box.ts";
import { confidenceOf } from "./confidence.ts";
import { evenContour } from "./evenContour.ts";
import { fillHoles } from "./fillHoles.ts";
import { findSubject } from "./findSubject.ts";
import { cleanForeground } from "./foreground.ts";
import { scaleHints, takeHints } from "./hints.ts";
import { mendBites } from "./mendBites.ts";
import { keepToPhrase } from "./phrase.ts";
import { refine } from "./refine.ts";
import { segment } from "./segment.ts";
import { subjectMask } from "./subjectNet.ts";
import { tidy } from "./tidy.ts";

export interface CutOut {
  /** As large as the picture: the subject's own colours, straight, and its matte as alpha. */
  raster: Raster;
  /** 0 to 1: how sure it is that the right thing is cut out whole. */
  confidence: number;
  /** The network's soft mask, 0 to 1, over the whole picture at a size of its own. */
  saliency: Plane;
  /** What holds every pixel of alpha above one half; the whole picture where none is. */
  box: Box;
}

/** The longest side at which the subject is told from its surroundings. */
const SEGMENT_PX = 256;
/** The longest side at which the network looks. */
const LOOK_PX = 720;
/** The longest side at which edges are drawn; a larger picture gets its matte enlarged. */
const MATTE_PX = 1400;
/** A mask of another model that is at least so large has its own edges, down to hair. */
const FINE_PX = 768;
/** Such a mask is hazy: what it gives below this is none of the subject, and above one less this all of it. */
const HAZE = 0.08;

/**
 * How much each pixel belongs to the picture's subject, 0 to 1, at the network's own size: about 320 × 224 in
 * the picture's shape. What `cutOut` starts from, without its cost.
 */
export function saliency(image: Raster): Plane {
  return subjectMask(image);
}

export interface CutOutOptions {
  /** In pixels of the picture. */
  hints?: Hints | null;
  /** What a prompt calls the subject, "the dog on the left": it chooses where there are several. */
  phrase?: string;
  /** The soft mask that another model gave, at any size, in place of our network's. */
  mask?: Plane | null;
}

/** Lifts the subject out of a picture. A picture with transparency of its own brings its own matte. */
export function cutOut(image: Raster, options: CutOutOptions = {}): CutOut {
  const { hints = null, phrase = "", mask: given = null } = options;
  if (hasAlpha(image)) return hints ? cutWithin(image, options) : ownMatte(image);
  const work = fit(image, MATTE_PX);
  const look = halveTo(work, LOOK_PX);
  const small = fit(look, SEGMENT_PX);
  const dots = hints && scaleHints(hints, small.width / image.width, small.height / image.height);
  const seen = given ? resizePlane(given, small.width, small.height) : findSubject(look, small, dots?.box ?? null);
  const found = keepToPhrase(small, given ? seen : fillHoles(seen), phrase);
  const lab = toOklab(small);
  const told = dots && takeHints(lab, found, dots);
  const belief = told?.belief ?? found;
  const mask = segment(small, lab, belief, told?.push);
  tidy(mask, belief, told?.push);
  mendBites(mask, work, lab, belief);
  evenContour(mask, belief, told?.push);
  const fine = given && !hints && found === seen && Math.max(given.width, given.height) >= FINE_PX;
  const refined = fine
    ? cleanForeground(work, clearHaze(resizePlane(given, work.width, work.height)))
    : refine(work, look, mask, belief);
  const raster = work === image ? refined : enlarge(refined, image);
  return { raster, confidence: confidenceOf(small, lab, mask, belief), saliency: belief, box: boxOf(raster) };
}

function ownMatte(image: Raster): CutOut {
  return { raster: image, confidence: 1, saliency: saliency(image), box: boxOf(image) };
}

/** Who hints at a picture that has a matte wants less of it. */
function cutWithin(image: Raster, options: CutOutOptions): CutOut {
  const opaque = copyRaster(image);
  for (let i = 0; i < opaque.data.length; i += 4) {
    const a = image.data[i + 3] / 255;
    for (let c = i; c < i + 3; c++) opaque.data[c] = 255 + a * (image.data[c] - 255);
    opaque.data[i + 3] = 255;
  }
  const cut = cutOut(opaque, options);
  const raster = copyRaster(image);
  for (let i = 3; i < raster.data.length; i += 4) raster.data[i] = Math.min(raster.data[i], cut.raster.data[i]);
  return { ...cut, raster, box: boxOf(raster) };
}

function clearHaze(mask: Plane): Plane {
  return { ...mask, data: mask.data.map((a) => Math.max(0, Math.min(1, (a - HAZE) / (1 - 2 * HAZE)))) };
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

/** The picture itself where it is small enough, else a smaller one. */
function fit(image: Raster, sidePx: number): Raster {
  const scale = sidePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return resize(image, width, height, "triangle");
}

/** The first and third of four bytes, and one half of a sum of four in each. */
const EVEN = 0x00ff00ff;
const HALF = 0x00020002;

/** Halved until it is small enough: many times faster than a kernel, and as good for looking. The picture is opaque. */
function halveTo(image: Raster, sidePx: number): Raster {
  const { width } = image;
  if (Math.max(width, image.height) <= sidePx || Math.min(width, image.height) < 2) return image;
  const out = createRaster(width >> 1, image.height >> 1);
  const from = pixelsOf(image);
  const to = pixelsOf(out);
  for (let y = 0, i = 0; y < out.height; y++) {
    for (let x = 0, a = 2 * y * width; x < out.width; x++, i++, a += 2) {
      // Two channels at a time, each with eight bits to spare for the sum of four.
      const even = (from[a] & EVEN) + (from[a + 1] & EVEN) + (from[a + width] & EVEN) + (from[a + width + 1] & EVEN);
      const odd =
        ((from[a] >>> 8) & EVEN) +
        ((from[a + 1] >>> 8) & EVEN) +
        ((from[a + width] >>> 8) & EVEN) +
        ((from[a + width + 1] >>> 8) & EVEN);
      to[i] = (((even + HALF) >>> 2) & EVEN) | ((((odd + HALF) >>> 2) & EVEN) << 8);
    }
  }
  return halveTo(out, sidePx);
}

/** Four bytes as one number. */
function pixelsOf({ data }: Raster): Uint32Array {
  const whole = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.length / 4);
}

/** Whether a picture is transparent anywhere: it brings its own matte. */
export function hasAlpha({ data }: Raster): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 250) return true;
  return false;
}

function boxOf({ width, height, data }: Raster): Box {
  return boxAbove({ width, height, data }, 127, { offset: 3, stride: 4 }) ?? { x: 0, y: 0, width, height };
}
