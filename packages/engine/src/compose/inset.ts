import type { Box } from "@pastiche/contract";
import { createPlane, createRaster, cropRaster, gaussianBlur, type Raster, resize } from "../pixels/index.ts";
import { lay } from "./layer.ts";

/** A picture whose subject cannot be cut out well comes as a print with a white border and a soft shadow: better than a torn edge. */
export function layInset(picture: Raster, reference: Raster, from: Box, box: Box): void {
  const border = Math.max(3, Math.round(0.025 * Math.min(box.width, box.height)));
  const print = createRaster(box.width, box.height);
  print.data.fill(255);
  const inner = { width: Math.max(1, box.width - 2 * border), height: Math.max(1, box.height - 2 * border) };
  lay(print, resize(cropRaster(reference, from), inner.width, inner.height), border, border);
  softShadow(picture, box, 2.5 * border);
  lay(picture, print, box.x, box.y);
}

function softShadow(picture: Raster, box: Box, sigma: number): void {
  const pad = Math.ceil(3 * sigma);
  const plane = createPlane(box.width + 2 * pad, box.height + 2 * pad);
  for (let y = pad; y < pad + box.height; y++)
    plane.data.fill(1, y * plane.width + pad, y * plane.width + pad + box.width);
  const soft = gaussianBlur(plane, sigma);
  const shade = createRaster(plane.width, plane.height);
  soft.data.forEach((value, p) => {
    shade.data[p * 4 + 3] = 110 * value;
  });
  lay(picture, shade, box.x - pad, box.y - pad + Math.round(0.6 * sigma));
}
