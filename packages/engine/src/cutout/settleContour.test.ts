import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Plane, type Raster } from "../pixels/index.ts";
import { settleContour } from "./settleContour.ts";

const SIDE = 160;
const SMALL = 60;

/** What `inside` says, at some size; the place is told in pixels of the picture. */
function draw(side: number, inside: (x: number, y: number) => boolean): Plane {
  const out = createPlane(side, side);
  for (let i = 0; i < out.data.length; i++) {
    const x = (((i % side) + 0.5) * SIDE) / side;
    const y = ((Math.floor(i / side) + 0.5) * SIDE) / side;
    out.data[i] = inside(x, y) ? 1 : 0;
  }
  return out;
}

/** Red on green, both grainy. */
function picture(subject: Plane): Raster {
  const random = createRandom(3);
  const out = createRaster(SIDE, SIDE);
  for (let i = 0; i < subject.data.length; i++) {
    const grain = 50 * random();
    out.data.set(subject.data[i] ? [150 + grain, 40 + grain, 40, 255] : [40 + grain, 110 + grain, 40, 255], i * 4);
  }
  return out;
}

function wrong(one: Plane, other: Plane): number {
  return one.data.reduce((sum, v, i) => sum + Math.abs(v - other.data[i]), 0);
}

test("a contour that is off by two pixels of the small mask goes to where the colours part", () => {
  const disc = draw(SIDE, (x, y) => Math.hypot(x - 80, y - 80) < 45);
  const mask = draw(SMALL, (x, y) => Math.hypot(x - 84, y - 77) < 46);
  const settled = settleContour(picture(disc), mask, mask);
  expect(
    wrong(
      draw(SIDE, (x, y) => Math.hypot(x - 84, y - 77) < 46),
      disc,
    ),
  ).toBeGreaterThan(400);
  // Less than a third of a pixel's width along the border.
  expect(wrong(settled, disc)).toBeLessThan(0.33 * 2 * Math.PI * 45);
});

test("a pole thinner than the band stays whole", () => {
  const inside = (x: number, y: number) =>
    Math.hypot(x - 80, y - 100) < 40 || (Math.abs(x - 80) < 4 && y > 10 && y < 90);
  const pole = draw(SIDE, inside);
  const mask = draw(SMALL, inside);
  expect(wrong(settleContour(picture(pole), mask, mask), pole)).toBeLessThan(30);
});

test("where inside and outside have the same colours the contour stays where it is", () => {
  const disc = draw(SIDE, (x, y) => Math.hypot(x - 80, y - 80) < 45);
  const mask = draw(SMALL, (x, y) => Math.hypot(x - 80, y - 80) < 45);
  const settled = settleContour(picture(createPlane(SIDE, SIDE)), mask, mask);
  // Less than a pixel's width along the border.
  expect(wrong(settled, disc)).toBeLessThan(2 * Math.PI * 45);
});
