import { expect, test } from "vitest";
import { createRaster, type Raster } from "../pixels/index.ts";
import { turn } from "./turn.ts";
import { shareOf, visiblePart } from "./visiblePart.ts";

const within = { x: -100, y: -100, width: 300, height: 300 };

function blob(width: number, height: number): Raster {
  const out = createRaster(width, height);
  for (let i = 0; i < out.data.length; i += 4) out.data.set([(i * 7) % 256, (i * 3) % 256, 90, 255], i);
  return out;
}

test("a quarter turn moves pixels whole, clockwise", () => {
  const layer = blob(6, 4);
  const { layer: out, box } = turn(layer, { x: 10, y: 20, width: 6, height: 4 }, 90, { x: 13, y: 22 }, within);
  expect(box).toEqual({ x: 11, y: 19, width: 4, height: 6 });
  const pixel = ({ width, data }: Raster, x: number, y: number) => [...data.slice((y * width + x) * 4).slice(0, 4)];
  // What was at the lower left is at the upper left.
  expect(pixel(out, 0, 0)).toEqual(pixel(layer, 0, 3));
  expect(pixel(out, 3, 5)).toEqual(pixel(layer, 5, 0));
});

test("a turned layer keeps its colour to its soft edge, its area, and its middle", () => {
  const layer = createRaster(41, 21);
  for (let i = 0; i < layer.data.length; i += 4) layer.data.set([200, 100, 50, 255], i);
  const { layer: out, box } = turn(layer, { x: 30, y: 40, width: 41, height: 21 }, 33, { x: 50.5, y: 50.5 }, within);
  let [area, x, y] = [0, 0, 0];
  for (let p = 0; p < out.width * out.height; p++) {
    const alpha = out.data[p * 4 + 3] / 255;
    if (alpha > 0.1) expect([...out.data.slice(p * 4, p * 4 + 3)]).toEqual([200, 100, 50]);
    area += alpha;
    x += alpha * (box.x + (p % out.width) + 0.5);
    y += alpha * (box.y + Math.floor(p / out.width) + 0.5);
  }
  expect(area).toBeCloseTo(41 * 21, -1);
  expect(x / area).toBeCloseTo(50.5, 1);
  expect(y / area).toBeCloseTo(50.5, 1);
});

test("of a subject far larger than the frame only what may be seen is painted", () => {
  const frame = { width: 100, height: 80 };
  expect(visiblePart({ x: 10, y: 10, width: 50, height: 60 }, 45, frame)?.share).toMatchObject({ width: 1, height: 1 });
  expect(visiblePart({ x: 400, y: 0, width: 50, height: 50 }, 0, frame)).toBeNull();
  const part = visiblePart({ x: -1000, y: -1000, width: 4000, height: 2000 }, 0, frame);
  expect(part?.to).toEqual({ x: -25, y: -25, width: 150, height: 130 });
  const share = part?.share ?? { x: 0, y: 0, width: 0, height: 0 };
  const source = { x: 0, y: 0, width: 400, height: 200 };
  expect(shareOf(source, share, { flip: false })).toEqual({ x: 97.5, y: 97.5, width: 15, height: 13 });
  expect(shareOf(source, share, { flip: true }).x).toBe(287.5);
});
