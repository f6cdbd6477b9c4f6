import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Plane, type Raster } from "../pixels/index.ts";
import { applyLook } from "./applyLook.ts";
import { guessScene } from "./scene.ts";

type Painter = (x: number, y: number) => number[];

function painted(width: number, height: number, colour: Painter): Raster {
  const out = createRaster(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) out.data.set([...colour(x, y), 255], i);
  }
  return out;
}

function boxOf(width: number, height: number, left: number, top: number, side: number): Plane {
  const plane = createPlane(width, height);
  for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) plane.data[y * width + x] = 1;
  return plane;
}

const greenAt = ({ width, data }: Raster, x: number, y: number) => data[(y * width + x) * 4 + 1];

test("at night a white thing stands out from dark ground less than by day, and is no lamp", () => {
  const subjects = boxOf(200, 200, 80, 80, 40);
  const day = painted(200, 200, (x, y) => (subjects.data[y * 200 + x] === 1 ? [250, 235, 200] : [70, 80, 60]));
  const night = applyLook(day, "night", { seed: 1, subjects });
  const ratio = (picture: Raster) => greenAt(picture, 100, 100) / greenAt(picture, 100, 70);
  expect(ratio(night)).toBeLessThan(ratio(day));
  expect(greenAt(night, 100, 100)).toBeLessThan(150);
  const dull = painted(200, 200, (x, y) => (subjects.data[y * 200 + x] === 1 ? [60, 50, 45] : [170, 170, 165]));
  const lifted = applyLook(dull, "night", { seed: 1, subjects });
  expect(ratio(lifted)).toBeGreaterThan(ratio(dull));
});

const random = createRandom(3);
const noise = Array.from({ length: 512 * 384 }, () => random());
/** Sky over a far bank; what the bank shows is painted by `bank`. */
const view = (bank: Painter) => (x: number, y: number) =>
  y < 120 ? [205, 212, 220] : y < 220 ? bank(x, y) : [90, 92, 90];
const windows: Painter = (x, y) => (x % 16 < 6 && y % 14 < 5 ? [130, 132, 130] : [62, 64, 66]);
const waves: Painter = (_, y) => (y % 9 < 3 ? [130, 132, 130] : [62, 64, 66]);
const leaves: Painter = (x, y) => Array(3).fill(40 + 110 * noise[(y >> 1) * 256 + (x >> 1)] ** 2);

test("lamps are lit in walls with windows, and neither on water nor in trees", () => {
  const lamps = (bank: Painter) => {
    const night = applyLook(painted(512, 384, view(bank)), "night", { seed: 2, subjects: null });
    let warm = 0;
    for (let i = 512 * 125 * 4; i < 512 * 215 * 4; i += 4) if (night.data[i] > night.data[i + 2] + 40) warm++;
    return warm;
  };
  expect(lamps(windows)).toBeGreaterThan(10);
  expect(lamps(waves)).toBe(0);
  expect(lamps(leaves)).toBe(0);
});

test("the sky ends at the roofs, reaches down between them, and holds its clouds", () => {
  const roofs: Painter = (x, y) => {
    if (Math.hypot((x - 60) / 3, y - 40) < 5) return [250, 250, 250];
    const house = (x > 100 && x < 240) || (x > 256 && x < 400);
    return house && y > 100 ? [80, 70, 66] : y < 200 ? [176, 198, 226] : [96, 92, 84];
  };
  const { sky } = guessScene(painted(512, 384, roofs), { seed: 0, subjects: null });
  const at = (x: number, y: number) => sky.data[y * 512 + x];
  expect(at(170, 97)).toBeGreaterThan(0.9);
  expect(at(170, 103)).toBeLessThan(0.1);
  expect(at(248, 140)).toBeGreaterThan(0.85);
  expect(at(242, 140)).toBeGreaterThan(0.85);
  expect(at(60, 40)).toBeGreaterThan(0.9);
  expect(at(300, 300)).toBe(0);
});
