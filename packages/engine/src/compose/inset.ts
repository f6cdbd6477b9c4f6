import type { Box, PlanSubject } from "@pastiche/contract";
import { createPlane, createRaster, cropRaster, gaussianBlur, type Raster, resizePart } from "../pixels/index.ts";
import { lay, mirror } from "./layer.ts";
import { shareOf } from "./visiblePart.ts";

/**
 * A picture whose subject cannot be cut out well comes as a print with a white border: better than a torn edge.
 * @param to the part of the print's box that is wanted.
 */
export function printOf(reference: Raster, from: Box, box: Box, to: Box, { flip, opacity }: PlanSubject): Raster {
  const border = borderOf(box);
  const print = createRaster(to.width, to.height);
  print.data.fill(255);
  const left = Math.max(to.x, box.x + border);
  const top = Math.max(to.y, box.y + border);
  const width = Math.min(to.x + to.width, box.x + box.width - border) - left;
  const height = Math.min(to.y + to.height, box.y + box.height - border) - top;
  if (width > 0 && height > 0) {
    const [innerWidth, innerHeight] = [box.width - 2 * border, box.height - 2 * border];
    const share = {
      x: (left - box.x - border) / innerWidth,
      y: (top - box.y - border) / innerHeight,
      width: width / innerWidth,
      height: height / innerHeight,
    };
    const inner = resizePart(cropRaster(reference, from), shareOf(from, share, { flip }), width, height);
    if (flip) mirror(inner);
    lay(print, inner, left - to.x, top - to.y);
  }
  if (opacity < 1) for (let i = 3; i < print.data.length; i += 4) print.data[i] *= opacity;
  return print;
}

function borderOf({ width, height }: Box): number {
  return Math.max(3, Math.round(0.025 * Math.min(width, height)));
}

/**
 * The soft shadow of a print that lies on the picture.
 * @param box of the whole print, before it is turned: it says how high it lies.
 */
export function printShadow(print: Raster, at: Box, box: Box): { raster: Raster; x: number; y: number } {
  const sigma = 2.5 * borderOf(box);
  const pad = Math.ceil(3 * sigma);
  const plane = createPlane(at.width + 2 * pad, at.height + 2 * pad);
  for (let y = 0; y < at.height; y++) {
    for (let x = 0; x < at.width; x++) {
      plane.data[(y + pad) * plane.width + x + pad] = print.data[(y * at.width + x) * 4 + 3] / 255;
    }
  }
  const soft = gaussianBlur(plane, sigma);
  const raster = createRaster(plane.width, plane.height);
  soft.data.forEach((value, p) => {
    raster.data[p * 4 + 3] = 110 * value;
  });
  return { raster, x: at.x - pad, y: at.y - pad + Math.round(0.6 * sigma) };
}
