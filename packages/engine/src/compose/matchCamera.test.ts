import { expect, test } from "vitest";
import { createRandom, createRaster, gaussianBlur, type Raster } from "../pixels/index.ts";
import { lay } from "./layer.ts";
import { matchCamera } from "./matchCamera.ts";
import { wrapLight } from "./wrapLight.ts";

const box = { x: 60, y: 40, width: 80, height: 80 };

/** Dark and light tiles, blurred by `sigma`, with noise of so many levels. */
function tiles(width: number, height: number, sigma: number, noise: number): Raster {
  const grey = { width, height, data: new Float32Array(width * height) };
  for (let p = 0; p < grey.data.length; p++) {
    const light = (Math.floor((p % width) / 20) + Math.floor(p / width / 20)) % 2 === 0;
    grey.data[p] = light ? 180 : 80;
  }
  const soft = gaussianBlur(grey, sigma);
  const random = createRandom(9);
  const out = createRaster(width, height);
  for (let p = 0; p < soft.data.length; p++) {
    const value = soft.data[p] + noise * (random() + random() + random() - 1.5) * 2;
    out.data.set([value, value, value, 255], p * 4);
  }
  return out;
}

/** Standard deviation within one tile's middle. */
function grainIn({ width, data }: Raster): number {
  const values: number[] = [];
  for (let y = 24; y < 36; y++) for (let x = 24; x < 36; x++) values.push(data[(y * width + x) * 4]);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** The steepest step from one pixel to the next. */
function steepest({ width, data }: Raster): number {
  let most = 0;
  for (let i = 30 * width * 4; i < 31 * width * 4 - 4; i += 4) most = Math.max(most, Math.abs(data[i + 4] - data[i]));
  return most;
}

test("a subject that is sharper than its scene is softened, but never beyond reading", () => {
  const layer = tiles(80, 80, 0, 0);
  const slightly = matchCamera(layer, tiles(200, 160, 1, 0), box, 1);
  const much = matchCamera(layer, tiles(200, 160, 4, 0), box, 1);
  expect(steepest(slightly)).toBeLessThan(0.7 * steepest(layer));
  expect(steepest(much)).toBeGreaterThan(0.3 * steepest(layer));
});

test("a subject as soft as its scene, or softer, stays as it is", () => {
  const layer = tiles(80, 80, 2, 0);
  expect(matchCamera(layer, tiles(200, 160, 0, 0), box, 1)).toBe(layer);
});

test("a clean subject takes on its scene's grain, the same for the same seed; alpha stays", () => {
  const layer = tiles(80, 80, 0, 0);
  layer.data[3] = 0;
  const out = matchCamera(layer, tiles(200, 160, 0, 2), box, 1);
  expect(grainIn(layer)).toBeLessThan(0.1);
  expect(grainIn(out)).toBeGreaterThan(0.8);
  expect(grainIn(out)).toBeLessThan(3.5);
  expect(out.data[3]).toBe(0);
  expect(matchCamera(layer, tiles(200, 160, 0, 2), box, 1).data).toEqual(out.data);
});

test("light behind a subject spills over its edge into the layer itself, and darkness does not", () => {
  const flat = (width: number, height: number, grey: number) => {
    const out = createRaster(width, height);
    for (let i = 0; i < out.data.length; i += 4) out.data.set([grey, grey, grey, 255], i);
    return out;
  };
  const layer = createRaster(80, 80);
  lay(layer, flat(60, 60, 100), 10, 10);
  const at = (picture: Raster, x: number) => picture.data[(40 * 80 + x) * 4];
  const bright = wrapLight(layer, flat(600, 600, 250), box);
  expect(at(bright, 10)).toBeGreaterThan(108);
  expect(at(bright, 10)).toBeLessThan(180);
  expect(at(bright, 40)).toBe(100);
  expect(wrapLight(layer, flat(600, 600, 10), box).data).toEqual(layer.data);
  for (let i = 3; i < layer.data.length; i += 4) expect(bright.data[i]).toBe(layer.data[i]);
});
