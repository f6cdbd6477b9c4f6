import { expect, test } from "vitest";
import { createPlane, createRaster, toOklab } from "../pixels/index.ts";
import { spreadFrom } from "./spread.ts";

test("the way goes round a wall, and crosses it only at a price", () => {
  const picture = createRaster(21, 9);
  for (let i = 0; i < 21 * 9; i++)
    picture.data.set(i % 21 === 10 && i >= 21 ? [255, 255, 255, 255] : [0, 0, 0, 255], i * 4);
  const far = spreadFrom(toOklab(picture), createPlane(21, 9), [8 * 21 + 8], 1000);
  const straight = far[8 * 21 + 4];
  const behind = far[8 * 21 + 12];
  expect(behind).toBeGreaterThan(3 * straight);
  expect(far[8 * 21 + 8]).toBe(0);
  expect(spreadFrom(toOklab(picture), createPlane(21, 9), [8 * 21 + 8], straight)[8 * 21 + 4]).toBe(
    Number.POSITIVE_INFINITY,
  );
});
