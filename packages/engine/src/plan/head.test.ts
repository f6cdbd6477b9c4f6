import { expect, test } from "vitest";
import type { CutOut } from "../cutout/cutOut.ts";
import { createPlane, createRaster } from "../pixels/index.ts";
import { headOf } from "./head.ts";

/** A pale figure of 100 × 200 on clear ground with two eyes and a mouth about a height of its own. */
function figure(face: number | null): CutOut {
  const raster = createRaster(120, 220);
  for (let y = 10; y < 210; y++) {
    for (let x = 10; x < 110; x++) {
      const eye = face !== null && [42, 78].some((at) => Math.hypot(x - at, y - face) < 6);
      const mouth = face !== null && Math.abs(x - 60) < 12 && Math.abs(y - face - 24) < 4;
      raster.data.set(eye || mouth ? [40, 34, 30, 255] : [205, 190, 170, 255], (y * 120 + x) * 4);
    }
  }
  return { raster, confidence: 0.9, saliency: createPlane(1, 1), box: { x: 10, y: 10, width: 100, height: 200 } };
}

function meanOf(face: number | null, from: number, to: number): number {
  const { width, height, data } = headOf(figure(face));
  const part = data.subarray(width * Math.round(from * height), width * Math.round(to * height));
  return part.reduce((sum, v) => sum + v, 0) / part.length;
}

test("a face is where its features are, at the top or low down", () => {
  expect(meanOf(50, 0.1, 0.4)).toBeGreaterThan(2 * meanOf(50, 0.6, 0.9));
  expect(meanOf(150, 0.6, 0.9)).toBeGreaterThan(1.5 * meanOf(150, 0.1, 0.4));
});

test("a thing without features has its head at the top, and its outline is no feature", () => {
  expect(meanOf(null, 0, 0.3)).toBeGreaterThan(2 * meanOf(null, 0.7, 1));
  const { data } = headOf(figure(50));
  expect(data[0]).toBeLessThan(0.5);
});
