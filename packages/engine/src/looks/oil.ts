import {
  copyRaster,
  flowOf,
  fractalNoise,
  gaussianBlur,
  halve,
  kuwahara,
  luma,
  type Plane,
  type Raster,
  resize,
} from "../pixels/index.ts";
import { blankPainting, paintStrokes } from "./brush.ts";
import type { ApplyLook } from "./context.ts";
import { keepReadable } from "./readable.ts";

/**
 * Oil on canvas: the colours of the anisotropic Kuwahara filter laid on with broad, then middle, then fine brushes along the
 * structure tensor's flow, the fine ones only where the broad ones lost something; lit from the upper left like paint that stands
 * off the canvas.
 */
export const oil: ApplyLook = (picture, { seed, subjects }) => {
  const unit = Math.max(picture.width, picture.height) / 1024;
  const wanted = richer(simplified(picture, 2), 1.16);
  const detailed = richer(simplified(picture, 1), 1.16);
  const tone = luma(wanted);
  const broad = flowOf(tone, 22 * unit);
  const fine = flowOf(tone, 5 * unit);
  const painting = blankPainting(copyRaster(wanted));
  const brush = (width: number, length: number, cover: number, error: number, jitter: number) => {
    return { widthPx: width * unit, lengthPx: length * unit, cover, error, jitter, focus: subjects };
  };
  paintStrokes(painting, wanted, broad, brush(9.5, 40, 2.6, 0, 22), seed + 211);
  paintStrokes(painting, wanted, broad, brush(5, 20, 2, 12, 14), seed + 212);
  paintStrokes(painting, detailed, fine, brush(2.6, 10, 2, 12, 8), seed + 213);
  paintStrokes(painting, detailed, fine, brush(1.4, 5, 1.6, 16, 3), seed + 214);
  keepReadable(painting.canvas, picture, subjects, { lettering: 0.9, subjects: 0.5 });
  return lit(painting.canvas, painting.thickness, picture, unit);
};

/** Smaller by half `times` times: a stroke is far wider than a pixel, and the eye reads the bristles, not the interpolation. */
function simplified(picture: Raster, times: number): Raster {
  let small = picture;
  for (let n = 0; n < times; n++) small = halve(small);
  return resize(kuwahara(small, flowOf(luma(small), 3), 2.6), picture.width, picture.height, "triangle");
}

/** Pigment has more chroma than a photograph's. */
function richer(picture: Raster, gain: number): Raster {
  const { data } = picture;
  for (let i = 0; i < data.length; i += 4) {
    const grey = 0.3 * data[i] + 0.59 * data[i + 1] + 0.11 * data[i + 2];
    for (let c = i; c < i + 3; c++) data[c] = grey + (data[c] - grey) * gain;
  }
  return picture;
}

/** Light from the upper left over the relief of the paint; the weave shows where it is thin. */
function lit(paint: Raster, thickness: Plane, picture: Raster, unit: number): Raster {
  const { width, height, data } = paint;
  const relief = gaussianBlur(thickness, 0.55 * unit);
  const weave = fractalNoise(width, height, 2.4 * unit, 1, 5);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    for (let x = 0; x < width; x++, p++, i += 4) {
      const left = x > 0 ? 1 : 0;
      const slope = (2 * relief.data[p] - relief.data[p - left] - relief.data[p - up]) / unit;
      const tone = (0.3 * data[i] + 0.59 * data[i + 1] + 0.11 * data[i + 2]) / 255;
      const thin = Math.max(0, 1 - relief.data[p] / (3 * unit));
      const bent = slope / (1 + 0.5 * Math.abs(slope));
      // Light paint is thick and takes the light, dark glaze is thin.
      const light = 255 * (0.075 * bent * (0.3 + 0.8 * tone) + 0.05 * thin * (weave.data[p] - 0.5));
      for (let c = i; c < i + 3; c++) data[c] += light;
      data[i + 3] = picture.data[i + 3];
    }
  }
  return paint;
}
