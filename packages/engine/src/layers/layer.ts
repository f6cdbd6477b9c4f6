import { createRaster, cropRaster, type Raster } from "../pixels/index.ts";

/** One sheet of the picture: laid over those before it by its alpha, straight, in sRGB, it gives the picture. */
export interface Layer {
  /** For whoever opens the file. */
  name: string;
  raster: Raster;
  /** Of its upper left corner; it may reach out of the picture. */
  x: number;
  y: number;
  /** There to be used, and not part of what is seen. */
  hidden: boolean;
}

/** A copy of a raster as a layer, without its clear margins; null where all of it is clear. */
export function layerOf(name: string, raster: Raster, x = 0, y = 0): Layer | null {
  const { width, height, data } = raster;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (data[(row * width + column) * 4 + 3] === 0) continue;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      if (row < top) top = row;
      bottom = row + 1;
    }
  }
  if (right <= left) return null;
  const part = cropRaster(raster, { x: left, y: top, width: right - left, height: bottom - top });
  return { name, raster: part, x: x + left, y: y + top, hidden: false };
}

/**
 * The layer that turns one opaque picture into another of the same size: as clear as it can be, so that it still makes
 * sense on other ground. A pixel that gets darker becomes nearly black and as opaque as it got dark.
 */
export function layerBetween(name: string, before: Raster, after: Raster): Layer | null {
  const out = createRaster(after.width, after.height);
  for (let i = 0; i < out.data.length; i += 4) {
    let alpha = 0;
    for (let c = i; c < i + 3; c++) {
      const [from, to] = [before.data[c], after.data[c]];
      if (to < from) alpha = Math.max(alpha, 1 - to / from);
      else if (to > from) alpha = Math.max(alpha, (to - from) / (255 - from));
    }
    if (alpha === 0) continue;
    // Rounded up: a colour can make up for too much alpha, never for too little.
    out.data[i + 3] = Math.ceil(alpha * 255);
    const share = out.data[i + 3] / 255;
    for (let c = i; c < i + 3; c++) out.data[c] = (after.data[c] - before.data[c] * (1 - share)) / share;
  }
  return layerOf(name, out);
}
