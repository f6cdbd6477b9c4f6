import { expect, test } from "vitest";
import { createRaster } from "../pixels/index.ts";
import { cutSides, WHOLE } from "./cutSides.ts";

/** A picture of 40 × 40 that is opaque from (left, top) to (right, bottom). */
function opaque([left, top, right, bottom]: number[], confidence: number) {
  const raster = createRaster(40, 40);
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) raster.data[(y * 40 + x) * 4 + 3] = 255;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return { raster, box, confidence, saliency: { width: 1, height: 1, data: new Float32Array(1) } };
}

test("a side is cut off where the subject ends at the picture's border", () => {
  expect(cutSides(opaque([10, 10, 30, 30], 0.9))).toEqual(WHOLE);
  expect(cutSides(opaque([0, 10, 30, 40], 0.9))).toEqual({ left: true, right: false, top: false, bottom: true });
  expect(cutSides(opaque([10, 0, 30, 30], 0.9))).toMatchObject({ top: true, bottom: false });
});

test("a picture with a matte of its own, trimmed to its subject, is whole; a portrait cut off below is not", () => {
  expect(cutSides(opaque([0, 0, 40, 40], 1))).toEqual(WHOLE);
  expect(cutSides(opaque([0, 8, 40, 40], 1)).bottom).toBe(true);
});
