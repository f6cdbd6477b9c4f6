import {
  type Flow,
  flowOf,
  fractalNoise,
  gaussianBlur,
  halve,
  kuwahara,
  luma,
  type Plane,
  type Raster,
  resize,
  smoothAlong,
  whiteNoise,
} from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";

/**
 * Oil on canvas: colours by the anisotropic Kuwahara filter, laid on as bristle marks along the structure tensor's
 * flow, lit from the upper left like paint that stands off the canvas.
 */
export const oil: ApplyLook = (picture, { seed }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const flow = flowOf(luma(picture), 6 * unit);
  const paint = painted(picture);
  const bristles = bristleMarks(width, height, flow, unit, seed);
  return relief(paint, bristles, unit, picture);
};

/** Half size: a stroke is far wider than two pixels, and the eye reads the bristles, not the interpolation. */
function painted(picture: Raster): Raster {
  const half = halve(picture);
  return resize(kuwahara(half, flowOf(luma(half), 3), 5.2), picture.width, picture.height, "lanczos3");
}

/** Broad strokes and the single bristles in them, both drawn out along the flow. */
function bristleMarks(width: number, height: number, flow: Flow, unit: number, seed: number): Plane {
  const strokes = gaussianBlur(whiteNoise(width, height, seed + 211), 2.6 * unit);
  const hairs = gaussianBlur(whiteNoise(width, height, seed + 212), 0.8 * unit);
  const share = (0.75 * deviation(hairs)) / deviation(strokes);
  for (let p = 0; p < hairs.data.length; p++) hairs.data[p] += share * (strokes.data[p] - 0.5);
  return smoothAlong(hairs, flow, 20 * unit);
}

/** Light across the bristles: the slope towards the upper left brightens, and thick light paint shows more of it than thin dark glaze. */
function relief(paint: Raster, bristles: Plane, unit: number, picture: Raster): Raster {
  const { width, height, data } = paint;
  const body = fractalNoise(width, height, 60 * unit, 2, 5);
  const contrast = 1 / deviation(bristles);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    for (let x = 0; x < width; x++, p++, i += 4) {
      const left = x > 0 ? 1 : 0;
      const slope = (2 * bristles.data[p] - bristles.data[p - left] - bristles.data[p - up]) * contrast;
      const mark = (bristles.data[p] - 0.5) * contrast;
      const tone = (0.3 * data[i] + 0.59 * data[i + 1] + 0.11 * data[i + 2]) / 255;
      const thickness = 0.45 + 0.9 * body.data[p] * (0.4 + 0.6 * tone);
      const light = 255 * thickness * (0.026 * slope + 0.024 * mark) * (0.35 + 0.85 * tone);
      const chroma = 1.14 + 0.03 * mark;
      for (let c = i; c < i + 3; c++) {
        const grey = 255 * tone;
        data[c] = grey + (data[c] - grey) * chroma + light;
      }
      data[i + 3] = picture.data[i + 3];
    }
  }
  return paint;
}

function deviation({ data }: Plane): number {
  let sum = 0;
  let squares = 0;
  for (const v of data) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / data.length;
  return Math.sqrt(Math.max(1e-8, squares / data.length - mean * mean));
}
