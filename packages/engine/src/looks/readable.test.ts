import { expect, test } from "vitest";
import { copyRaster, createPlane, createRaster, type Raster } from "../pixels/index.ts";
import { keepReadable } from "./readable.ts";

function filled(value: number): Raster {
  const out = createRaster(40, 40);
  for (let i = 0; i < out.data.length; i += 4) out.data.set([value, value, value, 255], i);
  return out;
}

test("what a subject would lose comes back, what is only paint stays, and so does all around it", () => {
  const model = filled(120);
  for (let y = 18; y < 22; y++) for (let x = 0; x < 40; x++) model.data.set([0, 0, 0], (y * 40 + x) * 4);
  const painting = filled(128);
  const subjects = createPlane(40, 40);
  for (let y = 0; y < 40; y++) subjects.data.fill(1, y * 40, y * 40 + 20);
  const out = keepReadable(copyRaster(painting), model, subjects, { lettering: 1, subjects: 1 });
  const at = (x: number, y: number) => out.data[(y * 40 + x) * 4];
  expect(at(10, 20)).toBe(0);
  expect(at(30, 20)).toBe(128);
  expect(at(10, 5)).toBe(128);
});
