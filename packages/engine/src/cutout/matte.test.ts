import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { matte } from "./matte.ts";
import { createTrimap, signedDistance } from "./trimap.ts";

/** Draws a disc whose edge fades over `softPx`, and gives the mean error of its matte from a mask at a quarter of its size. */
function errorOfDisc(softPx: number): number {
  const side = 160;
  const image = createRaster(side, side);
  const truth = createPlane(side, side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const a = Math.min(1, Math.max(0, (50 - Math.hypot(x - 80, y - 80)) / softPx + 0.5));
      truth.data[y * side + x] = a;
      image.data.set([a * 210 + (1 - a) * 40, a * 180 + (1 - a) * 90, a * 60 + (1 - a) * 120, 255], (y * side + x) * 4);
    }
  }
  const mask = createPlane(40, 40);
  for (let i = 0; i < 1600; i++) mask.data[i] = Math.hypot((i % 40) - 19.6, ((i / 40) | 0) - 19.6) < 12.5 ? 1 : 0;
  const bandPx = 8;
  const alpha = matte(image, createTrimap(signedDistance(mask, 8), side, side, bandPx), bandPx);
  let error = 0;
  let edge = 0;
  truth.data.forEach((a, i) => {
    error += Math.abs(alpha.data[i] - a);
    if (Math.abs(Math.hypot((i % side) - 80, ((i / side) | 0) - 80) - 50) < bandPx) edge++;
  });
  return error / edge;
}

test("a hard edge stays hard and a soft one soft, though both come from the same coarse mask", () => {
  expect(errorOfDisc(1)).toBeLessThan(0.02);
  expect(errorOfDisc(8)).toBeLessThan(0.05);
});

test("a grain of the subject's colour on the ground beside it is not part of it", () => {
  const image = createRaster(60, 60);
  const mask = createPlane(60, 60);
  for (let i = 0; i < 3600; i++) {
    mask.data[i] = i % 60 < 30 ? 1 : 0;
    const grain = i % 60 >= 34 && i % 60 < 36 && i / 60 >= 30 && i / 60 < 32;
    image.data.set(mask.data[i] || grain ? [220, 220, 210, 255] : [60, 60, 70, 255], i * 4);
  }
  const alpha = matte(image, createTrimap(signedDistance(mask, 8), 60, 60, 8), 8);
  expect(alpha.data[30 * 60 + 34]).toBe(0);
  expect(alpha.data[30 * 60 + 28]).toBe(1);
});

test("the trimap is sure away from the border and unknown along it", () => {
  const mask = createPlane(20, 20);
  for (let i = 0; i < 400; i++) mask.data[i] = i % 20 < 10 ? 1 : 0;
  const { data, distancePx } = createTrimap(signedDistance(mask, 8), 40, 40, 4);
  const row = [...data.subarray(20 * 40, 21 * 40)];
  expect(row.slice(0, 15)).toEqual(new Array(15).fill(1));
  expect(row.slice(17, 23)).toEqual(new Array(6).fill(2));
  expect(row.slice(25)).toEqual(new Array(15).fill(0));
  expect(distancePx.data[20 * 40 + 19]).toBeGreaterThan(0);
  expect(distancePx.data[20 * 40 + 20]).toBeLessThan(0);
});
