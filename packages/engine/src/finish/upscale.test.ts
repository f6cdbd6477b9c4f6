import { expect, test } from "vitest";
import { createRandom, createRaster, luma, type Raster, resize } from "../pixels/index.ts";
import { upscale } from "./upscale.ts";

function filled(width: number, height: number, colour: (x: number, y: number) => number[]): Raster {
  const out = createRaster(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data.set(colour(x, y), (y * width + x) * 4);
  return out;
}

/** Discs and slanted bars: edges of every direction, some finer than the small picture. */
function shapes(size: number): Raster {
  return filled(size, size, (x, y) => {
    const disc = Math.hypot(x - size * 0.4, y - size * 0.45) < size * 0.22;
    const bar = Math.abs(x + 2 * y - size * 1.9) < size * 0.03;
    const wave = 20 * Math.sin(x / 5 + y / 9);
    return disc ? [200, 60 + wave, 40, 255] : bar ? [250, 250, 250, 255] : [60 + wave, 90 + wave, 120, 255];
  });
}

function psnr(a: Raster, b: Raster): number {
  const x = luma(a).data;
  const y = luma(b).data;
  return -10 * Math.log10(x.reduce((sum, v, p) => sum + (v - y[p]) ** 2, 0) / x.length);
}

test.each([2, 3, 4] as const)("×%i is nearer to the truth than Lanczos", (factor) => {
  const truth = resize(shapes(576), 144, 144);
  const small = resize(truth, 144 / factor, 144 / factor);
  const plain = psnr(resize(small, 144, 144), truth);
  expect(psnr(upscale(small, factor), truth)).toBeGreaterThan(plain + 0.3);
});

test.each([2, 3, 4] as const)("×%i keeps a plain colour plain and its alpha", (factor) => {
  const out = upscale(
    filled(9, 70, () => [10, 200, 90, 128]),
    factor,
  );
  expect([out.width, out.height]).toEqual([9 * factor, 70 * factor]);
  for (let i = 0; i < out.data.length; i += 4) expect([...out.data.slice(i, i + 4)]).toEqual([10, 200, 90, 128]);
});

test("an edge does not ring: nothing leaves the range of its two sides by more than a sixth of the step", () => {
  const out = upscale(
    filled(24, 24, (x) => (x < 12 ? [60, 60, 60, 255] : [180, 180, 180, 255])),
    4,
  );
  for (let i = 0; i < out.data.length; i += 4) {
    expect(out.data[i]).toBeGreaterThan(60 - 20);
    expect(out.data[i]).toBeLessThan(180 + 20);
  }
});

test("bands of rows leave no seam", () => {
  const random = createRandom(3);
  const tall = filled(16, 140, () => [255 * random(), 255 * random(), 255 * random(), 255]);
  const whole = upscale(tall, 2);
  // The same rows at another place in the bands.
  const moved = createRaster(16, 100);
  moved.data.set(tall.data.subarray(16 * 30 * 4, 16 * 130 * 4));
  const part = upscale(moved, 2);
  for (let y = 40; y < 160; y++) {
    for (let i = 0; i < 32 * 4; i++) {
      const difference = Math.abs(part.data[y * 32 * 4 + i] - whole.data[(y + 60) * 32 * 4 + i]);
      expect(difference).toBeLessThanOrEqual(1);
    }
  }
});

test("hidden colours of transparent pixels do not bleed", () => {
  const half = filled(20, 20, (x) => (x < 10 ? [200, 0, 0, 255] : [0, 255, 0, 0]));
  const out = upscale(half, 2);
  for (let i = 0; i < out.data.length; i += 4) if (out.data[i + 3] > 8) expect(out.data[i + 1]).toBeLessThan(30);
});
