import { LOOKS } from "@pastiche/contract";
import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Raster } from "../pixels/index.ts";
import { applyLook, orderLooks } from "./applyLook.ts";

/** A small landscape: bright sky, a dark house with a red thing before it, rough ground; one corner is transparent. */
function landscape(width = 96, height = 72): Raster {
  const random = createRandom(4);
  const out = createRaster(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const rough = (random() - 0.5) * 40;
      const colour =
        x > 30 && x < 50 && y > 30 && y < 60
          ? [190, 40 + rough / 4, 35]
          : y < 26
            ? [190 - y, 210 - y, 240]
            : [110 + rough, 105 + rough, 90 + rough];
      out.data.set([...colour, x < 6 && y < 6 ? 0 : 255], i);
    }
  }
  return out;
}

function matteOf({ width, height }: Raster) {
  const out = createPlane(width, height);
  for (let y = 31; y < 60; y++) for (let x = 31; x < 50; x++) out.data[y * width + x] = 1;
  return out;
}

const picture = landscape();
const context = { seed: 5, subjects: matteOf(picture) };
const looked = new Map(LOOKS.map((look) => [look, applyLook(picture, look, context)]));

function meanOf(raster: Raster, channel: number): number {
  let sum = 0;
  for (let i = channel; i < raster.data.length; i += 4) sum += raster.data[i];
  return sum / (raster.data.length / 4);
}

function difference(a: Raster, b: Raster): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i] - b.data[i]);
  return sum / a.data.length;
}

test.each(LOOKS)("%s keeps the size and the alpha and leaves the picture that it was given alone", (look) => {
  const before = picture.data.slice();
  const out = applyLook(picture, look, context);
  expect([out.width, out.height]).toEqual([picture.width, picture.height]);
  for (let i = 3; i < out.data.length; i += 4) expect(out.data[i]).toBe(picture.data[i]);
  expect(picture.data).toEqual(before);
});

test.each(LOOKS)("%s gives the same bytes for the same seed", (look) => {
  expect(applyLook(picture, look, context).data).toEqual(looked.get(look)?.data);
});

test("what falls and what is grained depends on the seed", () => {
  for (const look of ["snow", "rain", "vintage", "sketch"] as const) {
    expect(applyLook(picture, look, { ...context, seed: 6 }).data).not.toEqual(looked.get(look)?.data);
  }
});

test("every look differs from the picture and from every other look", () => {
  const all = [...looked.values(), picture];
  for (let a = 0; a < all.length; a++) {
    for (let b = 0; b < a; b++) expect(difference(all[a], all[b])).toBeGreaterThan(0.8);
  }
});

test("every look works on a picture of one pixel and on odd sizes, with and without subjects", () => {
  for (const look of LOOKS) {
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [2, 31],
    ]) {
      const out = applyLook(landscape(width, height), look, { seed: 1, subjects: null });
      expect(out.data).toHaveLength(width * height * 4);
    }
  }
});

test("black-and-white is grey, sepia is a brown grey, and sketch then black-and-white stays grey", () => {
  const grey = looked.get("black-and-white") ?? picture;
  for (let i = 0; i < grey.data.length; i += 4) {
    expect(Math.abs(grey.data[i] - grey.data[i + 1])).toBeLessThanOrEqual(1);
    expect(Math.abs(grey.data[i] - grey.data[i + 2])).toBeLessThanOrEqual(1);
  }
  const brown = looked.get("sepia") ?? picture;
  expect(meanOf(brown, 0)).toBeGreaterThan(meanOf(brown, 1));
  expect(meanOf(brown, 1)).toBeGreaterThan(meanOf(brown, 2));
  const both = applyLook(looked.get("sketch") ?? picture, "black-and-white", context);
  for (let i = 0; i < both.data.length; i += 4)
    expect(Math.abs(both.data[i] - both.data[i + 2])).toBeLessThanOrEqual(1);
});

test("night is darker and bluer, bright is brighter, dark is darker, warm is redder, cool is bluer", () => {
  const of = (look: (typeof LOOKS)[number]) => {
    const out = looked.get(look) ?? picture;
    return { light: meanOf(out, 1), warmth: meanOf(out, 0) - meanOf(out, 2) };
  };
  const plain = { light: meanOf(picture, 1), warmth: meanOf(picture, 0) - meanOf(picture, 2) };
  expect(of("night").light).toBeLessThan(0.5 * plain.light);
  expect(of("night").warmth).toBeLessThan(0);
  expect(of("bright").light).toBeGreaterThan(plain.light + 10);
  expect(of("dark").light).toBeLessThan(plain.light - 20);
  expect(of("warm").warmth).toBeGreaterThan(plain.warmth + 10);
  expect(of("cool").warmth).toBeLessThan(plain.warmth - 10);
  expect(of("sunset").warmth).toBeGreaterThan(plain.warmth + 20);
});

test("a blurred background leaves the subject as it is and lends it no halo", () => {
  const plain = createRaster(80, 80);
  const subjects = createPlane(80, 80);
  for (let p = 0, i = 0; p < 6400; p++, i += 4) {
    const inside = Math.hypot((p % 80) - 40, Math.floor(p / 80) - 40) < 18;
    plain.data.set(inside ? [255, 0, 0, 255] : [90, 90, 90, 255], i);
    subjects.data[p] = inside ? 1 : 0;
  }
  const out = applyLook(plain, "blurred-background", { seed: 1, subjects });
  for (let p = 0, i = 0; p < 6400; p++, i += 4) {
    expect(Math.abs(out.data[i] - plain.data[i])).toBeLessThanOrEqual(3);
    expect(Math.abs(out.data[i + 1] - plain.data[i + 1])).toBeLessThanOrEqual(3);
  }
});

test("fog takes the far and spares the near", () => {
  const depthHint = createPlane(picture.width, picture.height);
  for (let p = 0; p < depthHint.data.length; p++) depthHint.data[p] = p % picture.width < 48 ? 0 : 1;
  const out = applyLook(picture, "fog", { ...context, depthHint });
  const change = (from: number, to: number) => {
    let sum = 0;
    for (let y = 40; y < 70; y++) {
      for (let x = from; x < to; x++) {
        const i = (y * picture.width + x) * 4;
        sum += Math.abs(out.data[i] - picture.data[i]);
      }
    }
    return sum;
  };
  expect(change(56, 90)).toBeGreaterThan(4 * change(6, 40));
});

test("looks are laid over each other from weather to print, each once", () => {
  expect(orderLooks(["black-and-white", "sketch", "night", "snow", "sketch"])).toEqual([
    "snow",
    "night",
    "sketch",
    "black-and-white",
  ]);
});
