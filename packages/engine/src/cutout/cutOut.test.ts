import { expect, test } from "vitest";
import { createRandom, createRaster, type Raster } from "../pixels/index.ts";
import { cutOut } from "./cutOut.ts";

/** An orange disc with an antialiased edge on a noisy blue ground; its true alpha is known. */
function disc(width: number, height: number): { picture: Raster; alpha: (x: number, y: number) => number } {
  const random = createRandom(5);
  const picture = createRaster(width, height);
  const alpha = (x: number, y: number) =>
    Math.min(1, Math.max(0, 0.28 * height - Math.hypot(x - 0.5 * width, y - 0.55 * height) + 0.5));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const a = alpha(x, y);
      const noise = 10 * random();
      const mix = (f: number, b: number) => a * f + (1 - a) * b + noise;
      picture.data.set([mix(225, 50), mix(110, 85), mix(30, 140), 255], (y * width + x) * 4);
    }
  }
  return { picture, alpha };
}

test("a disc is cut out along its edge, in its own colour, and with confidence", () => {
  const { picture, alpha } = disc(300, 240);
  const { raster, confidence, box } = cutOut(picture);
  let wrong = 0;
  for (let y = 0; y < 240; y++) {
    for (let x = 0; x < 300; x++) {
      const i = (y * 300 + x) * 4;
      wrong += Math.abs(raster.data[i + 3] / 255 - alpha(x, y));
      if (raster.data[i + 3] > 60) expect(raster.data[i]).toBeGreaterThan(200);
      if (raster.data[i + 3] > 60) expect(raster.data[i + 2]).toBeLessThan(70);
    }
  }
  // Less than a third of a pixel's width along the whole edge.
  expect(wrong / (2 * Math.PI * 0.28 * 240)).toBeLessThan(0.33);
  expect(confidence).toBeGreaterThan(0.5);
  expect(Math.abs(box.width - 134)).toBeLessThanOrEqual(2);
  expect(Math.abs(box.x - 83)).toBeLessThanOrEqual(2);
});

test("the same picture gives the same bytes and is left as it was", () => {
  const { picture } = disc(120, 90);
  const before = picture.data.slice();
  const first = cutOut(picture);
  expect(cutOut(picture)).toEqual(first);
  expect(picture.data).toEqual(before);
});

test("a picture with transparency of its own brings its own matte", () => {
  const { picture } = disc(80, 60);
  for (let i = 3; i < picture.data.length; i += 4) picture.data[i] = (i >> 2) % 80 < 40 ? 255 : 0;
  const { raster, box, confidence } = cutOut(picture);
  expect(raster.data).toEqual(picture.data);
  expect(box).toEqual({ x: 0, y: 0, width: 40, height: 60 });
  expect(confidence).toBe(1);
});

test("a fine mask of another model is the matte, without the haze that such models leave", () => {
  const { picture } = disc(800, 640);
  const mask = { width: 800, height: 640, data: new Float32Array(800 * 640).fill(0.05) };
  for (let y = 200; y < 400; y++) mask.data.fill(0.96, y * 800 + 300, y * 800 + 500);
  mask.data.fill(0.5, 410 * 800 + 300, 410 * 800 + 500);
  const { raster } = cutOut(picture, { mask });
  const alpha = (x: number, y: number) => raster.data[(y * 800 + x) * 4 + 3];
  expect(alpha(100, 100)).toBe(0);
  expect(alpha(400, 300)).toBe(255);
  expect(alpha(400, 410)).toBeGreaterThan(110);
  expect(alpha(400, 410)).toBeLessThan(145);
});

test.for([
  [1, 1],
  [3, 200],
  [32, 32],
])("a picture of %i × %i pixels is no trouble", ([width, height]) => {
  const { raster } = cutOut(disc(width, height).picture);
  expect([raster.width, raster.height]).toEqual([width, height]);
});
