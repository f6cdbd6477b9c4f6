import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { certain } from "./busy.ts";

test("where nothing is told from anything no edge is kept; a clear thing is, without the haze about it", () => {
  const doubtful = createPlane(40, 40, 0.55);
  expect(Math.max(...certain(doubtful, { cutOut: null, saliency: doubtful }).data)).toBe(0);
  const clear = createPlane(40, 40, 0.1);
  clear.data.fill(0.95, 0, 400);
  const kept = certain(clear, { cutOut: null, saliency: clear });
  expect(kept.data[100]).toBe(1);
  expect(kept.data[1000]).toBe(0);
});

test("a sure matte is kept as it is, half-clear edges and all", () => {
  const matte = createPlane(10, 10, 0.5);
  const raster = createRaster(10, 10);
  const cutOut = { raster, confidence: 0.8, saliency: matte, box: { x: 0, y: 0, width: 10, height: 10 } };
  expect(certain(matte, { cutOut, saliency: matte })).toBe(matte);
});
