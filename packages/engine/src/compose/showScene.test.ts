import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { showScene } from "./showScene.ts";

test("a photograph's outermost pixels are not continued as a line, nor does its border ring", () => {
  const raster = createRaster(400, 300);
  for (let p = 0; p < 400 * 300; p++) {
    raster.data.set(p < 400 ? [0, 0, 0, 255] : [150, 180, 210, 255], p * 4);
  }
  const reference = { raster, saliency: createPlane(8, 8), cutOut: null };
  const { data } = showScene(reference, { x: 0, y: -150, width: 400, height: 450 }, { width: 800, height: 900 });
  for (let i = 0; i < data.length; i += 4) {
    expect(data[i + 1]).toBeGreaterThan(165);
    expect(data[i + 1]).toBeLessThan(195);
    expect(data[i + 3]).toBe(255);
  }
});
