import { expect, test } from "vitest";
import { createRaster, type Raster } from "../pixels/index.ts";
import { nearWall, shadeAtWall, shadeInside } from "./container.ts";
import { lay } from "./layer.ts";

function flat(width: number, height: number, colour: number[]): Raster {
  const out = createRaster(width, height);
  for (let i = 0; i < out.data.length; i += 4) out.data.set(colour, i);
  return out;
}

const at = ({ width, data }: Raster, x: number, y: number) => [
  ...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3),
];

const rim = { x: 100, y: 80, across: 60, down: 24 };
const box = { x: 70, y: 30, width: 60, height: 100 };
const grey = [180, 180, 180, 255];

test("what is in a container goes down behind the curve of its near wall", () => {
  const stage = flat(200, 200, grey);
  const wall = nearWall(stage, box, rim);
  lay(stage, flat(60, 100, [200, 30, 30, 255]), box.x, box.y);
  lay(stage, wall.raster, wall.x, wall.y);
  expect(at(stage, 100, 60)).toEqual([200, 30, 30]);
  expect(at(stage, 100, 102)).toEqual([200, 30, 30]);
  expect(at(stage, 100, 106)).toEqual([180, 180, 180]);
  // Towards its ends the rim curves up.
  expect(at(stage, 72, 102)).toEqual([180, 180, 180]);
  expect(at(stage, 72, 98)).toEqual([200, 30, 30]);
});

test("it darkens the inside around it and nothing outside, and gets darker itself towards the wall", () => {
  const stage = flat(200, 200, grey);
  shadeInside(stage, flat(60, 100, [200, 30, 30, 255]), box, rim);
  expect(at(stage, 66, 84)[0]).toBeLessThan(172);
  expect(at(stage, 100, 108)).toEqual([180, 180, 180]);
  expect(at(stage, 30, 80)).toEqual([180, 180, 180]);
  const layer = shadeAtWall(flat(60, 100, [200, 30, 30, 255]), box, rim);
  expect(at(layer, 30, 72)[0]).toBeLessThan(170);
  expect(at(layer, 30, 5)[0]).toBeGreaterThan(190);
});
