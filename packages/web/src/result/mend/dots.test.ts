import { expect, test } from "vitest";
import { boxBetween, inside, withBox, withDot, withoutDot } from "./dots.ts";

const picture = { width: 100, height: 50 };

test("dots are added and removed, and nothing is left where nothing is said", () => {
  const one = withDot(null, "keep", { x: 3.4, y: 5 });
  expect(one).toEqual({ keep: [{ x: 3, y: 5 }] });
  expect(withDot(one, "drop", { x: 1, y: 1 })).toEqual({ keep: [{ x: 3, y: 5 }], drop: [{ x: 1, y: 1 }] });
  expect(withoutDot(one, "keep", 0)).toBe(null);
});

test("a box is drawn from any corner, and ends at the picture's edge", () => {
  expect(boxBetween({ x: 120, y: 40 }, { x: 20, y: -10 }, picture)).toEqual({ x: 20, y: 0, width: 80, height: 40 });
  expect(boxBetween({ x: 10, y: 10 }, { x: 12, y: 40 }, picture)).toBe(null);
  expect(withBox({ keep: [{ x: 1, y: 1 }] }, null)).toEqual({ keep: [{ x: 1, y: 1 }] });
  expect(inside({ x: 300, y: -4 }, picture)).toEqual({ x: 99, y: 0 });
});
