import { expect, test } from "vitest";
import { createPlane, type Plane } from "../pixels/index.ts";
import { trustIn } from "./trustIn.ts";

function painted(x: number, y: number, width: number, height: number, value = 0.97): Plane {
  const plane = createPlane(40, 30, 0.02);
  for (let row = y; row < y + height; row++) plane.data.fill(value, row * 40 + x, row * 40 + x + width);
  return plane;
}

test("a thing that stands free is trusted; haze, nearly everything, and a floor are not", () => {
  expect(trustIn(painted(10, 8, 14, 14))).toBe(1);
  expect(trustIn(painted(0, 0, 40, 30, 0.5))).toBeLessThan(0.1);
  expect(trustIn(painted(0, 0, 40, 30))).toBeLessThan(0.1);
  expect(trustIn(painted(0, 15, 40, 15))).toBeLessThan(0.3);
});

test("somebody whom the frame cuts off below is trusted", () => {
  expect(trustIn(painted(12, 6, 14, 24))).toBe(1);
});
