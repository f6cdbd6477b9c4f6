import { expect, test } from "vitest";
import { createPlane } from "../pixels/index.ts";
import { tidy } from "./tidy.ts";

/** A 60 × 40 plane with rectangles [x, y, width, height, value] painted one over another. */
function painted(...rectangles: number[][]) {
  const plane = createPlane(60, 40);
  for (const [x, y, width, height, value] of rectangles)
    for (let row = y; row < y + height; row++) plane.data.fill(value, row * 60 + x, row * 60 + x + width);
  return plane;
}

test("stray specks go, a second subject stays", () => {
  const mask = painted([5, 5, 20, 30, 1], [35, 10, 10, 20, 1], [55, 2, 3, 3, 1]);
  tidy(mask, painted([0, 0, 60, 40, 0.9]));
  expect([mask.data[20 * 60 + 10], mask.data[20 * 60 + 40], mask.data[3 * 60 + 56]]).toEqual([1, 1, 0]);
});

test("a hole that the network believes to be subject is filled, one that it does not stays open", () => {
  const mask = painted([5, 5, 50, 30, 1], [10, 10, 8, 8, 0], [35, 10, 8, 8, 0]);
  tidy(mask, painted([5, 5, 50, 30, 0.9], [35, 10, 8, 8, 0.1]));
  expect([mask.data[12 * 60 + 12], mask.data[12 * 60 + 37]]).toEqual([1, 0]);
});

test("a rail that hangs on the subject by a neck goes", () => {
  const mask = painted([5, 5, 20, 30, 1], [25, 20, 35, 3, 1]);
  tidy(mask, painted([5, 5, 20, 30, 0.9], [25, 20, 35, 3, 0.2]));
  expect([mask.data[21 * 60 + 10], mask.data[21 * 60 + 40]]).toEqual([1, 0]);
});

test("a handle that lost its ends stays if the network believes in it, and goes if it does not or is far off", () => {
  const parts = [
    [5, 10, 40, 25, 1],
    [10, 7, 12, 2, 1],
    [30, 7, 12, 2, 1],
    [10, 1, 12, 2, 1],
  ];
  const mask = painted(...parts);
  tidy(mask, painted([0, 0, 60, 40, 0.9], [30, 7, 12, 2, 0.2]));
  expect([mask.data[8 * 60 + 15], mask.data[8 * 60 + 35], mask.data[2 * 60 + 15]]).toEqual([1, 0, 0]);
});

test("a small part that the frame cuts off goes where a surer one stands free; a second subject stays", () => {
  const mask = painted([5, 5, 20, 30, 1], [50, 10, 10, 12, 1], [30, 5, 15, 20, 1]);
  const belief = painted([5, 5, 20, 30, 0.95], [50, 10, 10, 12, 0.7], [30, 5, 15, 20, 0.7]);
  tidy(mask, belief);
  expect([mask.data[10 * 60 + 10], mask.data[12 * 60 + 55], mask.data[10 * 60 + 35]]).toEqual([1, 0, 1]);
});
