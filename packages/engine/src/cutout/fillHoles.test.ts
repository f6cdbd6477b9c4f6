import { expect, test } from "vitest";
import { fillHoles } from "./fillHoles.ts";

test("a dip is filled to the lowest point of its rim, an open bay is not", () => {
  const rows = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.8, 0.8, 0.8, 0.8, 0.8],
    [0.0, 0.6, 0.2, 0.8, 0.4, 0.0],
    [0.0, 0.8, 0.8, 0.8, 0.8, 0.8],
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
  ];
  const filled = fillHoles({ width: 6, height: 5, data: Float32Array.from(rows.flat()) });
  expect(filled.data[2 * 6 + 2]).toBeCloseTo(0.6, 2);
  expect(filled.data[2 * 6 + 4]).toBeCloseTo(0.4, 2);
  expect(filled.data[2 * 6 + 5]).toBe(0);
  expect(filled.data[0]).toBe(0);
});
