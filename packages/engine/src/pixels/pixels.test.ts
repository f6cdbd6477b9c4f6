import { expect, test } from "vitest";
import {
  bytesOfHex,
  copyRaster,
  createPlane,
  createRandom,
  createRaster,
  fromOklab,
  gaussianBlur,
  guidedFilter,
  type Raster,
  resize,
  resizePlane,
  toOklab,
} from "./index.ts";

function filled(width: number, height: number, colour: (x: number, y: number) => number[]): Raster {
  const out = createRaster(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data.set(colour(x, y), (y * width + x) * 4);
  return out;
}

test("resizing a flat picture keeps its colour in both kernels and directions", () => {
  const flat = filled(31, 17, () => [10, 200, 90, 255]);
  for (const kernel of ["lanczos3", "triangle"] as const)
    for (const [width, height] of [
      [7, 5],
      [64, 50],
    ]) {
      const out = resize(flat, width, height, kernel);
      expect([...new Set(new Uint32Array(out.data.buffer))]).toHaveLength(1);
      expect([...out.data.slice(0, 4)]).toEqual([10, 200, 90, 255]);
    }
});

test("a hidden colour does not bleed when a cut-out is made smaller", () => {
  const half = filled(16, 4, (x) => (x < 8 ? [200, 0, 0, 255] : [0, 255, 0, 0]));
  const out = resize(half, 4, 1, "triangle");
  for (let i = 0; i < out.data.length; i += 4) if (out.data[i + 3] > 0) expect(out.data[i + 1]).toBe(0);
});

test("a ramp stays a ramp at any size, as a picture and as a plane, whatever was resized before", () => {
  for (const [from, to] of [
    [40, 11],
    [7, 31],
    [300, 299],
  ]) {
    const at = (x: number) => 20 + ((x + 0.5) / from) * 200;
    const picture = filled(from, 3, (x) => [at(x), 255 - at(x), 7, 255]);
    const plane = createPlane(from, 3);
    plane.data.forEach((_, i) => {
      plane.data[i] = at(i % from);
    });
    const [small, line] = [resize(picture, to, 5, "triangle"), resizePlane(plane, to, 5)];
    for (let y = 0; y < 5; y++) {
      for (let x = Math.ceil(to / from); x < to - Math.ceil(to / from); x++) {
        const expected = 20 + ((x + 0.5) / to) * 200;
        expect(Math.abs(line.data[y * to + x] - expected)).toBeLessThan(2.5);
        expect(Math.abs(small.data[(y * to + x) * 4] - expected)).toBeLessThan(3);
        expect(small.data[(y * to + x) * 4 + 1] + small.data[(y * to + x) * 4]).toBeGreaterThan(253);
        expect(small.data[(y * to + x) * 4 + 3]).toBe(255);
      }
    }
  }
});

test("making a plane smaller keeps its mean", () => {
  const ramp = createPlane(60, 40);
  ramp.data.forEach((_, i) => {
    ramp.data[i] = (i % 60) / 59;
  });
  const out = resizePlane(ramp, 15, 10);
  expect(out.data.reduce((a, b) => a + b) / out.data.length).toBeCloseTo(0.5, 2);
});

test("a blurred point sums to one and spreads by its sigma", () => {
  const point = createPlane(101, 101);
  point.data[50 * 101 + 50] = 1;
  const out = gaussianBlur(point, 6);
  let sum = 0;
  let variance = 0;
  out.data.forEach((v, i) => {
    sum += v;
    variance += v * ((i % 101) - 50) ** 2;
  });
  expect(sum).toBeCloseTo(1, 4);
  expect(Math.sqrt(variance)).toBeCloseTo(6, 0);
});

test("every grey and every hue comes back from OKLab as it went in", () => {
  const all = filled(64, 64, (x, y) => [x * 4, y * 4, (x * y) % 256, 255]);
  expect(fromOklab(toOklab(all), copyRaster(all)).data).toEqual(all.data);
});

test("the guided filter moves a soft border onto the edge of its guide", () => {
  const guide = createPlane(40, 40);
  const soft = createPlane(40, 40);
  for (let i = 0; i < 1600; i++) {
    guide.data[i] = i % 40 < 20 ? 0 : 1;
    soft.data[i] = Math.min(1, Math.max(0, ((i % 40) - 15) / 10));
  }
  const out = guidedFilter(guide, soft, 5, 1e-4);
  expect(out.data[20 * 40 + 21] - out.data[20 * 40 + 18]).toBeGreaterThan(0.4);
  expect(soft.data[20 * 40 + 21] - soft.data[20 * 40 + 18]).toBeLessThan(0.4);
});

test("the same seed gives the same chances, another seed others", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  for (const v of draw(7)) expect(v >= 0 && v < 1).toBe(true);
});

test("a hex colour is read as three bytes", () => {
  expect(bytesOfHex("#ff8000")).toEqual([255, 128, 0]);
});
