import { expect, test } from "vitest";
import { createPlane } from "../pixels/index.ts";
import { separateThings } from "./separate.ts";

/** A mask of discs, each {x, y, radius}. */
function discs(...all: [x: number, y: number, radius: number][]) {
  const mask = createPlane(120, 100);
  for (let i = 0; i < mask.data.length; i++) {
    const [x, y] = [i % 120, Math.floor(i / 120)];
    if (all.some(([cx, cy, radius]) => Math.hypot(x - cx, y - cy) < radius)) mask.data[i] = 1;
  }
  return mask;
}

test("two things that touch are two, and each keeps its own side", () => {
  const mask = discs([35, 50, 25], [78, 50, 22]);
  const things = separateThings(mask, mask);
  const sides = things.map(({ pixels }) => pixels.reduce((sum, i) => sum + (i % 120), 0) / pixels.length);
  expect(sides.map(Math.round).sort()).toEqual([35, 78]);
});

test("three in a row are three", () => {
  const mask = discs([22, 50, 20], [58, 50, 20], [95, 50, 20]);
  expect(separateThings(mask, mask)).toHaveLength(3);
});

test("a body with its head is one, and so is a thing with a small one on it", () => {
  const animal = discs([60, 62, 30], [60, 26, 20]);
  expect(separateThings(animal, animal)).toHaveLength(1);
  const hat = discs([60, 60, 30], [60, 24, 9]);
  expect(separateThings(hat, hat)).toHaveLength(1);
});
