import type { Box, PlanSubject } from "@pastiche/contract";
import { cropRaster, type Raster, resize, resizePart } from "../pixels/index.ts";
import { shareOf, WHOLE } from "./visiblePart.ts";

/**
 * A cut-out brought to the size of its box: cropped, mirrored, faded, with sides that end in mid-air softened.
 * @param share only this part of the box is wanted, 0 to 1 in both directions.
 */
export function fitSubject(
  cutOut: Raster,
  from: Box,
  box: Box,
  subject: PlanSubject,
  openSides: { left: boolean; right: boolean },
  share: Box = WHOLE,
): Raster {
  const source = cropRaster(cutOut, from);
  const out =
    share.width === 1 && share.height === 1
      ? resize(source, box.width, box.height)
      : resizePart(
          source,
          shareOf(from, share, subject),
          Math.round(box.width * share.width),
          Math.round(box.height * share.height),
        );
  if (subject.flip) mirror(out);
  const fade = Math.max(1, Math.round(0.05 * box.width));
  const begin = Math.round(share.x * box.width);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      let keep = subject.opacity;
      if (openSides.left) keep *= Math.min(1, (begin + x + 0.5) / fade);
      if (openSides.right) keep *= Math.min(1, (box.width - begin - x - 0.5) / fade);
      if (keep < 1) out.data[(y * out.width + x) * 4 + 3] *= keep;
    }
  }
  return out;
}

/** Left to right, in place. */
export function mirror({ width, height, data }: Raster): void {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let y = 0; y < height; y++) pixels.subarray(y * width, (y + 1) * width).reverse();
}

/** Lays `layer` over `picture` (changed in place) with its corner at x, y; both straight alpha, blended in sRGB as the matte was made. */
export function lay(picture: Raster, layer: Raster, x: number, y: number): void {
  for (let row = Math.max(0, -y); row < layer.height && row + y < picture.height; row++) {
    for (let column = Math.max(0, -x); column < layer.width && column + x < picture.width; column++) {
      const from = (row * layer.width + column) * 4;
      const alpha = layer.data[from + 3] / 255;
      if (alpha === 0) continue;
      const to = ((row + y) * picture.width + column + x) * 4;
      const under = (picture.data[to + 3] / 255) * (1 - alpha);
      const total = alpha + under;
      for (let c = 0; c < 3; c++) {
        picture.data[to + c] = (layer.data[from + c] * alpha + picture.data[to + c] * under) / total;
      }
      picture.data[to + 3] = total * 255;
    }
  }
}
