import { createPlane, type Plane, type Raster } from "../pixels/index.ts";

/**
 * Tone as a draughtsman sees it, 0 to 1: red counts for more than in luminance, or a red car would be drawn as a black
 * one.
 */
export function drawingTone({ width, height, data }: Raster): Plane {
  const out = createPlane(width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    out.data[p] = (0.42 * data[i] + 0.44 * data[i + 1] + 0.14 * data[i + 2]) / 255;
  }
  return out;
}
