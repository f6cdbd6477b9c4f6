import { expect, test } from "vitest";
import { delayAfter } from "./schedule.ts";

test("ten attempts are made, each later than the one before", () => {
  const seconds = Array.from({ length: 10 }, (_, made) => (delayAfter(made, 0) ?? 0) / 1000);
  expect(seconds).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(delayAfter(10, 0)).toBeNull();
});

test("jitter adds a tenth at most", () => {
  expect(delayAfter(1, 0.999)).toBe(5500);
});
