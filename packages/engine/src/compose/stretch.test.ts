import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { stretch } from "./stretch.ts";

const known = { x: 60, y: 0, width: 100, height: 40 };

/** 200 × 40, known from 60 to 160: its green tells the column, and a thing stands from 90 to 130. */
function picture() {
  const out = createRaster(200, 40);
  for (let y = 0; y < 40; y++) for (let x = 60; x < 160; x++) out.data.set([0, x, 0, 255], (y * 200 + x) * 4);
  const thing = createPlane(200, 40);
  for (let y = 10; y < 40; y++) for (let x = 90; x < 130; x++) thing.data[y * 200 + x] = 1;
  return { out, thing };
}

test("what lies along the border is stretched beyond it, without a step, and the thing is left alone", () => {
  const { out, thing } = picture();
  const { data } = stretch(out, known, thing);
  const green = (x: number) => data[(20 * 200 + x) * 4 + 1];
  for (let x = 90; x < 130; x++) expect(green(x)).toBe(x);
  for (let x = 1; x < 200; x++) {
    expect(green(x)).toBeGreaterThanOrEqual(green(x - 1));
    expect(green(x) - green(x - 1)).toBeLessThanOrEqual(2);
  }
  expect(green(0)).toBeLessThan(64);
  expect(green(199)).toBeGreaterThan(155);
  for (let i = 3; i < data.length; i += 4) expect(data[i]).toBe(255);
});

test("nothing is stretched on a side that does not grow", () => {
  const { out, thing } = picture();
  const { data } = stretch(out, { ...known, width: 140 }, thing);
  for (let x = 130; x < 160; x++) expect(data[(20 * 200 + x) * 4 + 1]).toBe(x);
});
