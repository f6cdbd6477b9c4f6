import { expect, test } from "vitest";
import { createRandom, createRaster, type Raster } from "../pixels/index.ts";
import { findLettering } from "./lettering.ts";

/** Letters of 5 × 7, one bit a pixel, as a sign painter would block them out. */
const GLYPHS = [
  [0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
  [0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
  [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f],
  [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f],
];

function rough(width: number, height: number, amount: number): Raster {
  const random = createRandom(2);
  const out = createRaster(width, height);
  for (let i = 0; i < out.data.length; i += 4) {
    const v = 150 + (random() - 0.5) * amount;
    out.data.set([v, v, v, 255], i);
  }
  return out;
}

function write(picture: Raster, x: number, y: number, scale: number): void {
  for (const [n, glyph] of GLYPHS.entries()) {
    for (let row = 0; row < 7 * scale; row++) {
      for (let column = 0; column < 5 * scale; column++) {
        if (((glyph[Math.floor(row / scale)] >> (4 - Math.floor(column / scale))) & 1) === 0) continue;
        const i = ((y + row) * picture.width + x + n * 7 * scale + column) * 4;
        picture.data.set([30, 30, 30], i);
      }
    }
  }
}

test("a word is found where it stands and nowhere else", () => {
  const picture = rough(240, 120, 10);
  write(picture, 40, 40, 3);
  const found = findLettering(picture);
  expect(found).not.toBeNull();
  const at = (x: number, y: number) => found?.data[y * 240 + x] ?? 0;
  expect(at(47, 50)).toBeGreaterThan(0.9);
  expect(at(110, 55)).toBeGreaterThan(0.9);
  expect(at(200, 50)).toBe(0);
  expect(at(60, 100)).toBe(0);
});

test("gravel is no lettering", () => {
  expect(findLettering(rough(240, 120, 200))).toBeNull();
});
