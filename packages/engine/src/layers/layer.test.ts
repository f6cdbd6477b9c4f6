import { expect, test } from "vitest";
import { lay } from "../compose/layer.ts";
import { createRaster } from "../pixels/index.ts";
import { layerBetween, layerOf } from "./layer.ts";

test("what lies between two pictures takes one to the other, and is as clear as it can be", () => {
  const before = createRaster(64, 64);
  const after = createRaster(64, 64);
  for (let i = 0; i < before.data.length; i++) {
    before.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256;
    after.data[i] = i % 4 === 3 ? 255 : Math.round(before.data[i] * (0.3 + ((i * 13) % 70) / 100));
  }
  const layer = layerBetween("shadow", before, after);
  if (!layer) throw new Error("nothing lies between");
  lay(before, layer.raster, layer.x, layer.y);
  for (let i = 0; i < before.data.length; i++) expect(Math.abs(before.data[i] - after.data[i])).toBeLessThanOrEqual(1);
  expect(layerBetween("nothing", after, after)).toBeNull();

  const grey = createRaster(1, 1);
  grey.data.set([100, 100, 100, 255]);
  const darker = createRaster(1, 1);
  darker.data.set([50, 50, 50, 255]);
  expect([...(layerBetween("half", grey, darker)?.raster.data ?? [])]).toEqual([0, 0, 0, 128]);
});

test("a layer is cut to what is not clear in it", () => {
  const raster = createRaster(10, 8);
  raster.data.set([1, 2, 3, 4], (5 * 10 + 3) * 4);
  raster.data.set([5, 6, 7, 8], (6 * 10 + 4) * 4);
  expect(layerOf("dots", raster, 100, 200)).toMatchObject({ x: 103, y: 205, raster: { width: 2, height: 2 } });
  expect(layerOf("clear", createRaster(3, 3))).toBeNull();
});
