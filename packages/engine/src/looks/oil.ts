import {
  createRaster,
  flowOf,
  fractalNoise,
  fromOklab,
  gaussianBlur,
  kuwahara,
  luma,
  type Plane,
  type Raster,
  resize,
  smoothAlong,
  toOklab,
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
  return relief(paint, bristles, unit);
};

/** Half size: a stroke is far wider than two pixels, and the eye reads the bristles, not the interpolation. */
function painted(picture: Raster): Raster {
  const { width, height } = picture;
  const half = resize(
    picture,
    Math.max(2, Math.round(width * 0.55)),
    Math.max(2, Math.round(height * 0.55)),
    "lanczos3",
  );
  const out = kuwahara(half, flowOf(luma(half), 2.6), 4.2);
  return resize(out, width, height, "lanczos3");
}

function bristleMarks(
  width: number,
  height: number,
  flow: ReturnType<typeof flowOf>,
  unit: number,
  seed: number,
): Plane {
  const noise = gaussianBlur(whiteNoise(width, height, seed + 211), 0.8 * unit);
  return smoothAlong(noise, flow, 14 * unit);
}

function relief(paint: Raster, bristles: Plane, unit: number): Raster {
  const { width, height } = paint;
  const lab = toOklab(paint);
  const body = fractalNoise(width, height, 60 * unit, 2, 5);
  const contrast = 1 / deviation(bristles);
  for (let y = 0, p = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    for (let x = 0; x < width; x++, p++) {
      const left = x > 0 ? 1 : 0;
      const slope = (bristles.data[p] * 2 - bristles.data[p - left] - bristles.data[p - up]) * contrast;
      const mark = (bristles.data[p] - 0.5) * contrast;
      const L = lab.L.data[p];
      const thickness = 0.45 + 0.9 * body.data[p] * (0.4 + 0.6 * L);
      lab.L.data[p] = L + thickness * (0.016 * slope + 0.011 * mark) * (0.45 + 0.75 * L);
      lab.a.data[p] *= 1.14 + 0.03 * mark;
      lab.b.data[p] *= 1.14 + 0.03 * mark;
    }
  }
  const out = createRaster(width, height);
  for (let i = 3; i < out.data.length; i += 4) out.data[i] = paint.data[i];
  return fromOklab(lab, out);
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
