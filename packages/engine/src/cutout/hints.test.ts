import { expect, test } from "vitest";
import { createRaster } from "../pixels/index.ts";
import { cutOut } from "./cutOut.ts";

/** Two discs of different colour beside each other on a blue ground. */
function discs() {
  const picture = createRaster(240, 160);
  for (let y = 0; y < 160; y++) {
    for (let x = 0; x < 240; x++) {
      const orange = Math.hypot(x - 70, y - 80) < 38;
      const green = Math.hypot(x - 175, y - 80) < 38;
      const colour = orange ? [225, 110, 30] : green ? [60, 170, 60] : [50, 70, 150 + ((x * 7 + y * 3) % 11)];
      picture.data.set([...colour, 255], (y * 240 + x) * 4);
    }
  }
  const { hypot } = Math;
  const share = (alpha: Uint8ClampedArray, cx: number) => {
    let sum = 0;
    let count = 0;
    for (let y = 0; y < 160; y++) {
      for (let x = 0; x < 240; x++) {
        if (hypot(x - cx, y - 80) > 36) continue;
        sum += alpha[(y * 240 + x) * 4 + 3] / 255;
        count++;
      }
    }
    return sum / count;
  };
  return { picture, orange: (a: Uint8ClampedArray) => share(a, 70), green: (a: Uint8ClampedArray) => share(a, 175) };
}

test.for([
  ["the left", { keep: [{ x: 70, y: 80 }], drop: [{ x: 175, y: 80 }] }, 1, 0],
  ["the right", { keep: [{ x: 175, y: 80 }], drop: [{ x: 70, y: 80 }] }, 0, 1],
  ["both", { keep: [70, 175].map((x) => ({ x, y: 80 })) }, 1, 1],
] as const)("one dot on each of two things decides: %s", ([, hints, left, right]) => {
  const { picture, orange, green } = discs();
  const { data } = cutOut(picture, { hints: structuredClone<object>(hints) }).raster;
  expect(Math.abs(orange(data) - left)).toBeLessThan(0.03);
  expect(Math.abs(green(data) - right)).toBeLessThan(0.03);
});

test("nothing outside of a box is the subject", () => {
  const { picture, orange, green } = discs();
  const { raster, box } = cutOut(picture, { hints: { box: { x: 128, y: 32, width: 100, height: 100 } } });
  expect(orange(raster.data)).toBe(0);
  expect(green(raster.data)).toBeGreaterThan(0.97);
  expect(box.x).toBeGreaterThanOrEqual(126);
});

test("dots take away from a matte that a picture brings, and never add to it", () => {
  const { picture, orange, green } = discs();
  for (let i = 3; i < picture.data.length; i += 4) picture.data[i] = (i >> 2) % 240 < 125 ? 255 : 0;
  const { data } = cutOut(picture, { hints: { keep: [{ x: 70, y: 80 }] } }).raster;
  expect(orange(data)).toBeGreaterThan(0.97);
  expect(green(data)).toBe(0);
});
