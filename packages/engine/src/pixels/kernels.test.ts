import { expect, test } from "vitest";
import {
  applyLut,
  bakeLut,
  bytesInGamut,
  createPlane,
  createRandom,
  createRaster,
  discSum,
  drawLines,
  flowOf,
  fractalNoise,
  halve,
  kuwahara,
  luma,
  noiseAt,
  oklabOfBytes,
  type Raster,
  valueNoise,
} from "./index.ts";

function filled(width: number, height: number, colour: (x: number, y: number) => number[]): Raster {
  const out = createRaster(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data.set(colour(x, y), (y * width + x) * 4);
  return out;
}

test("a map that changes nothing gives every colour back within a rounding", () => {
  const all = filled(64, 64, (x, y) => [x * 4, y * 4, (x * y) % 256, y]);
  const out = applyLut(
    all,
    bakeLut(() => {}),
  );
  for (let i = 0; i < all.data.length; i++) expect(Math.abs(out.data[i] - all.data[i])).toBeLessThanOrEqual(1);
});

test("a colour outside the gamut loses chroma and keeps its hue", () => {
  const out = bytesInGamut([0.6, 0.3, 0.2], [0, 0, 0]);
  const back = oklabOfBytes(...out, [0, 0, 0]);
  expect(Math.atan2(back[2], back[1])).toBeCloseTo(Math.atan2(0.2, 0.3), 1);
  for (const v of out) expect(v >= 0 && v <= 255).toBe(true);
});

test("noise is spread over 0 to 1, the same for the same seed, and joins at its lattice", () => {
  const a = fractalNoise(64, 64, 16, 3, 9);
  expect(a.data).toEqual(fractalNoise(64, 64, 16, 3, 9).data);
  expect(a.data).not.toEqual(fractalNoise(64, 64, 16, 3, 10).data);
  for (const v of [...a.data, ...valueNoise(32, 32, { x: 9, y: 2, angle: 1 }, 3).data])
    expect(v >= 0 && v <= 1).toBe(true);
  expect(noiseAt(3 - 1e-6, 5.5, 1)).toBeCloseTo(noiseAt(3 + 1e-6, 5.5, 1), 4);
});

test("the flow runs along stripes, whatever their angle", () => {
  for (const angle of [0, 0.4, 1.2, 1.5708, 2.6]) {
    const stripes = createPlane(64, 64);
    for (let p = 0; p < stripes.data.length; p++) {
      const across = -(p % 64) * Math.sin(angle) + Math.floor(p / 64) * Math.cos(angle);
      stripes.data[p] = 0.5 + 0.5 * Math.sin(across * 0.7);
    }
    const flow = flowOf(stripes, 4);
    const at = 16 * flow.width + 16;
    expect(Math.abs(flow.x[at] * Math.cos(angle) + flow.y[at] * Math.sin(angle))).toBeGreaterThan(0.99);
    expect(flow.coherence[at]).toBeGreaterThan(0.9);
  }
});

test("a line is drawn along an edge, and none on a plain or on gravel", () => {
  const random = createRandom(2);
  const tone = createPlane(96, 64);
  for (let y = 0, p = 0; y < 64; y++) {
    for (let x = 0; x < 96; x++, p++) tone.data[p] = x < 32 ? 0.75 : x < 64 ? 0.3 : 0.6 + 0.3 * random();
  }
  const style = { sigmaPx: 1.2, sharpness: 20, level: 0.4, steepness: 5, reachPx: 5, coherence: 0.8 };
  const ink = drawLines(tone, flowOf(tone, 3), style);
  const darkest = (from: number, to: number) => {
    let least = 1;
    for (let y = 8; y < 56; y++) for (let x = from; x < to; x++) least = Math.min(least, ink.data[y * 96 + x]);
    return least;
  };
  expect(darkest(30, 36)).toBeLessThan(0.2);
  expect(darkest(8, 24)).toBeGreaterThan(0.95);
});

test("the Kuwahara filter flattens noise, keeps an edge, and leaves a plain alone", () => {
  const random = createRandom(6);
  const noisy = filled(60, 40, (x) => {
    const v = (x < 30 ? 60 : 190) + (random() - 0.5) * 50;
    return [v, v, v, 255];
  });
  const out = kuwahara(noisy, flowOf(luma(noisy), 3), 5);
  const spread = (raster: Raster, from: number, to: number) => {
    const values: number[] = [];
    for (let y = 5; y < 35; y++) for (let x = from; x < to; x++) values.push(raster.data[(y * 60 + x) * 4]);
    const mean = values.reduce((a, b) => a + b) / values.length;
    return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  };
  expect(spread(out, 5, 25)).toBeLessThan(0.5 * spread(noisy, 5, 25));
  for (let y = 5; y < 35; y++) {
    expect(out.data[(y * 60 + 32) * 4] - out.data[(y * 60 + 27) * 4]).toBeGreaterThan(90);
  }
  const plain = filled(20, 20, () => [12, 200, 99, 255]);
  expect(kuwahara(plain, flowOf(luma(plain), 3), 4).data).toEqual(plain.data);
});

test("a disc sums what lies in it, and less at the border", () => {
  const ones = createPlane(21, 21, 1);
  const out = discSum(ones, 3);
  expect(out.data[10 * 21 + 10]).toBe(37);
  expect(out.data[0]).toBeLessThan(20);
});

test("halving weighs colours by their alpha and repeats an odd edge", () => {
  const half = halve(filled(5, 3, (x, y) => (x === 0 && y === 0 ? [0, 0, 0, 0] : [100, 50, 20, 255])));
  expect([half.width, half.height]).toEqual([3, 2]);
  expect([...half.data.slice(0, 4)]).toEqual([100, 50, 20, 191]);
  expect([...half.data.slice(20, 24)]).toEqual([100, 50, 20, 255]);
});
