import { expect, test } from "vitest";
import { createPlane, createRaster, type Plane } from "../pixels/index.ts";
import { frameScene } from "./frameScene.ts";

const SIDE = 100;

/** A square picture that is about one upright rectangle, given in hundredths of its sides. */
function picture([left, right]: [number, number], [top, bottom]: [number, number]) {
  const saliency: Plane = createPlane(SIDE, SIDE);
  for (let y = top; y < bottom; y++) saliency.data.fill(1, y * SIDE + left, y * SIDE + right);
  return { raster: createRaster(1000, 1000), saliency, cutOut: null };
}

const WIDE = { width: 1600, height: 900 };

test("what fits the frame is cropped to it, whole", () => {
  const { x, y, width, height } = frameScene(picture([40, 60], [50, 90]), WIDE);
  expect([x, width]).toEqual([0, 1000]);
  expect(height).toBe(563);
  expect(y).toBeLessThan(500);
  expect(y + height).toBeGreaterThan(900);
});

test("what a crop would cut stays whole, in a frame that reaches beyond the picture on both sides", () => {
  const { x, y, width, height } = frameScene(picture([40, 60], [10, 90]), WIDE);
  expect(y).toBeLessThan(100);
  expect(y + height).toBeGreaterThan(900);
  expect(x).toBeLessThan(-100);
  expect(x + width).toBeGreaterThan(1100);
  expect(width / height).toBeCloseTo(16 / 9, 1);
});

test("a frame never grows where the thing touches the picture's border", () => {
  const oneSide = frameScene(picture([0, 40], [10, 90]), WIDE);
  expect(oneSide.x).toBe(0);
  expect(oneSide.width).toBeGreaterThan(1000);
  expect(frameScene(picture([0, 100], [10, 90]), WIDE).width).toBe(1000);
});

test("somebody whom the picture cuts off below keeps the head", () => {
  const { y, height } = frameScene(picture([0, 100], [8, 100]), WIDE);
  expect(y).toBeLessThan(80);
  expect(y + height).toBeLessThan(1000);
});

test("a picture in which nothing is told from anything is cropped about its middle", () => {
  const saliency = createPlane(SIDE, SIDE, 0.5);
  expect(frameScene({ raster: createRaster(1000, 1000), saliency, cutOut: null }, WIDE).y).toBe(219);
});

test("a frame grows little where there is next to nothing beside the thing to continue", () => {
  const { width } = frameScene(picture([6, 94], [5, 95]), WIDE);
  expect(width).toBeGreaterThan(1000);
  expect(width).toBeLessThan(1500);
});

test("a frame grows on the side where the picture ends plainly", () => {
  const reference = picture([40, 60], [10, 90]);
  for (let y = 0; y < 1000; y++) {
    for (let x = 0; x < 1000; x++) {
      const restless = x > 900 && (y >> 7) % 2 === 0;
      reference.raster.data.set(restless ? [230, 230, 230, 255] : [70, 90, 70, 255], (y * 1000 + x) * 4);
    }
  }
  const { x, width } = frameScene(reference, WIDE);
  expect(-x).toBeGreaterThan(2 * (x + width - 1000));
});
