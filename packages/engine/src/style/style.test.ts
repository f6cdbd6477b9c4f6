import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Raster, toOklab } from "../pixels/index.ts";
import { texturePatch } from "./texturePatch.ts";
import { tint } from "./tint.ts";
import { transferPalette } from "./transferPalette.ts";
import { transferStyle } from "./transferStyle.ts";
import { wrapPattern } from "./wrapPattern.ts";

/** Soft blobs of two colours with a little grain. */
function blobs(width: number, height: number, one: number[], two: number[], seed = 1): Raster {
  const random = createRandom(seed);
  const out = createRaster(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const t = 0.5 + 0.5 * Math.sin(x / 9) * Math.cos(y / 7);
      const grain = (random() - 0.5) * 12;
      for (let c = 0; c < 3; c++) out.data[i + c] = one[c] + (two[c] - one[c]) * t + grain;
      out.data[i + 3] = x === 0 ? 128 : 255;
    }
  }
  return out;
}

function meanLab(raster: Raster): number[] {
  const { L, a, b } = toOklab(raster);
  return [L, a, b].map((plane) => plane.data.reduce((sum, v) => sum + v, 0) / plane.data.length);
}

const picture = blobs(90, 60, [40, 90, 40], [150, 190, 120]);
const reference = blobs(70, 70, [120, 30, 20], [240, 200, 120], 2);

test("style and palette move the mean colour to the reference's and keep size and alpha", () => {
  const wanted = meanLab(reference);
  for (const out of [
    transferPalette(picture, reference, { protect: null }),
    transferStyle(picture, reference, { seed: 1, protect: null }),
  ]) {
    const mean = meanLab(out);
    expect(Math.abs(mean[1] - wanted[1])).toBeLessThan(0.03);
    expect(Math.abs(mean[2] - wanted[2])).toBeLessThan(0.03);
    expect([out.width, out.height]).toEqual([picture.width, picture.height]);
    for (let i = 3; i < out.data.length; i += 4) expect(out.data[i]).toBe(picture.data[i]);
  }
});

test("what is protected wholly comes back byte for byte", () => {
  const protect = createPlane(picture.width, picture.height, 1);
  expect(transferPalette(picture, reference, { protect }).data).toEqual(picture.data);
  expect(transferStyle(picture, reference, { seed: 3, protect }).data).toEqual(picture.data);
});

test("style gives the same bytes for the same seed and others for another", () => {
  const once = transferStyle(picture, reference, { seed: 4, protect: null });
  expect(transferStyle(picture, reference, { seed: 4, protect: null }).data).toEqual(once.data);
  expect(transferStyle(picture, reference, { seed: 5, protect: null }).data).not.toEqual(once.data);
});

test("a palette of strength 0 leaves the picture", () => {
  const out = transferPalette(picture, reference, { protect: null, strength: 0 });
  for (let i = 0; i < out.data.length; i++) expect(Math.abs(out.data[i] - picture.data[i])).toBeLessThanOrEqual(2);
});

test("a smooth ramp stays a smooth ramp in another palette: no bands", () => {
  const ramp = createRaster(256, 8);
  for (let i = 0, p = 0; i < ramp.data.length; i += 4, p++) ramp.data.set([p % 256, (p % 256) * 0.8, 90, 255], i);
  const out = transferPalette(ramp, reference, { protect: null });
  for (let x = 1; x < 256; x++) {
    for (let c = 0; c < 3; c++) expect(Math.abs(out.data[x * 4 + c] - out.data[(x - 1) * 4 + c])).toBeLessThan(12);
  }
});

test("references of one pixel, one colour or no visible pixel are taken without complaint", () => {
  const transparent = createRaster(8, 8);
  const single = createRaster(1, 1);
  single.data.set([10, 20, 30, 255]);
  for (const strange of [transparent, single]) {
    expect(transferStyle(picture, strange, { seed: 1, protect: null }).data).toHaveLength(picture.data.length);
    expect(transferPalette(picture, strange, { protect: null }).data).toHaveLength(picture.data.length);
  }
});

/** A shaded ball of one colour with a black eye and a white glint. */
function ball(colour: number[]): Raster {
  const out = createRaster(64, 64);
  for (let y = 0, i = 0; y < 64; y++) {
    for (let x = 0; x < 64; x++, i += 4) {
      const r = Math.hypot(x - 32, y - 32);
      if (r > 28) continue;
      const shade = 1 - (0.55 * Math.hypot(x - 22, y - 22)) / 40;
      const rgb = r < 4 ? [8, 8, 8] : Math.hypot(x - 20, y - 20) < 3 ? [252, 252, 252] : colour.map((v) => v * shade);
      out.data.set([...rgb, 255], i);
    }
  }
  return out;
}

function pixel(raster: Raster, x: number, y: number): number[] {
  return [...raster.data.slice((y * raster.width + x) * 4, (y * raster.width + x) * 4 + 4)];
}

test("a yellow thing tinted red is red, keeps its shading, its black eye, its glint and its alpha", () => {
  const before = ball([240, 205, 40]);
  const out = tint(before, "red");
  const [red, green, blue] = pixel(out, 40, 30);
  expect(red).toBeGreaterThan(green * 2);
  expect(red).toBeGreaterThan(blue * 1.8);
  expect(pixel(out, 24, 24)[0]).toBeGreaterThan(pixel(out, 50, 44)[0]);
  expect(Math.max(...pixel(out, 32, 32).slice(0, 3))).toBeLessThan(40);
  expect(Math.min(...pixel(out, 20, 20).slice(0, 3))).toBeGreaterThan(225);
  for (let i = 3; i < out.data.length; i += 4) expect(out.data[i]).toBe(before.data[i]);
});

test("a white thing is dyed, a coloured one becomes black or white, and hex is a colour too", () => {
  const blue = pixel(tint(ball([225, 225, 222]), "blue"), 40, 30);
  expect(blue[2]).toBeGreaterThan(blue[0] + 40);
  const black = pixel(tint(ball([240, 205, 40]), "black"), 40, 30);
  expect(Math.max(...black.slice(0, 3))).toBeLessThan(110);
  expect(Math.max(...black.slice(0, 3)) - Math.min(...black.slice(0, 3))).toBeLessThan(16);
  expect(pixel(tint(ball([240, 205, 40]), "#00a040"), 40, 30)[1]).toBeGreaterThan(90);
});

test("a word that is no colour is refused by name", () => {
  expect(() => tint(ball([200, 0, 0]), "wobbly")).toThrow(/wobbly/);
});

test("a wrapped pattern keeps the outline and the light: the lit side of the print is brighter", () => {
  const subject = ball([180, 180, 180]);
  const out = wrapPattern(subject, blobs(20, 20, [20, 60, 160], [60, 120, 220]));
  for (let i = 3; i < out.data.length; i += 4) expect(out.data[i]).toBe(subject.data[i]);
  const mean = (cx: number, cy: number) => {
    let sum = 0;
    for (let y = cy - 5; y < cy + 5; y++) for (let x = cx - 5; x < cx + 5; x++) sum += pixel(out, x, y)[2];
    return sum;
  };
  expect(mean(22, 26)).toBeGreaterThan(mean(46, 44) * 1.2);
  expect(pixel(out, 40, 30)[2]).toBeGreaterThan(pixel(out, 40, 30)[0]);
});

test("of a cloth with a thing on it and a bare floor beside it the pattern is a piece of the cloth", () => {
  const picture = createRaster(160, 120);
  const saliency = createPlane(160, 120);
  for (let y = 0, p = 0; y < 120; y++) {
    for (let x = 0; x < 160; x++, p++) {
      const thing = Math.hypot(x - 30, y - 30) < 22;
      const cloth = (x >> 2) % 2 === (y >> 2) % 2 ? [180, 40, 40] : [240, 230, 220];
      const colour = thing ? [20, 60, 200] : x > 120 ? [90, 90, 90] : cloth;
      picture.data.set([...colour, 255], p * 4);
      saliency.data[p] = thing ? 1 : 0;
    }
  }
  const patch = texturePatch(picture, saliency);
  let cloth = 0;
  for (let i = 0; i < patch.data.length; i += 4) if (patch.data[i] > patch.data[i + 2] + 5) cloth++;
  expect(cloth / (patch.width * patch.height)).toBeGreaterThan(0.97);
});

/** A picture of 160 × 160 whose colours and things are told by functions. */
function scene(colour: (x: number, y: number) => number[], thing: (x: number, y: number) => boolean) {
  const picture = createRaster(160, 160);
  const saliency = createPlane(160, 160);
  for (let p = 0; p < 160 * 160; p++) {
    const [x, y] = [p % 160, Math.floor(p / 160)];
    picture.data.set([...colour(x, y), 255], p * 4);
    saliency.data[p] = thing(x, y) ? 1 : 0;
  }
  return texturePatch(picture, saliency);
}

test("the pattern is for the most part in focus, not a blurred one that is as rich in tones", () => {
  const patch = scene(
    (x, y) =>
      y < 80
        ? Array(3).fill(128 + 50 * Math.sin(x / 5) * Math.sin(y / 5))
        : [128 + ((x >> 2) % 2 === (y >> 2) % 2 ? 26 : -26), 128, 128 + ((x >> 2) % 2 === (y >> 2) % 2 ? 26 : -26)],
    () => false,
  );
  let coloured = 0;
  for (let i = 0; i < patch.data.length; i += 4) if (Math.abs(patch.data[i] - patch.data[i + 1]) > 10) coloured++;
  expect(coloured / (patch.width * patch.height)).toBeGreaterThan(0.6);
});

test("where a thing is all stripes and what is around it plain, the stripes are the pattern", () => {
  const inside = (x: number, y: number) => Math.hypot((x - 80) / 60, (y - 85) / 45) < 1;
  const stripes = (x: number, y: number) => (inside(x, y) ? Array(3).fill(x % 10 < 5 ? 20 : 235) : [110, 125, 70]);
  const patch = scene(stripes, inside);
  let green = 0;
  for (let i = 0; i < patch.data.length; i += 4) if (patch.data[i + 1] > patch.data[i + 2] + 25) green++;
  expect(green / (patch.width * patch.height)).toBeLessThan(0.05);
});

test("a rich print does not hide the seams of what it is printed on", () => {
  const subject = createRaster(120, 120);
  for (let p = 0; p < 120 * 120; p++) subject.data.set([...Array(3).fill(p % 120 === 60 ? 150 : 215), 255], p * 4);
  const out = wrapPattern(subject, blobs(20, 20, [40, 110, 30], [110, 190, 60]));
  const column = (raster: Raster, x: number) => {
    let sum = 0;
    for (let y = 20; y < 100; y++) sum += pixel(raster, x, y)[1];
    return sum;
  };
  const stands = (raster: Raster) => (2 * column(raster, 60)) / (column(raster, 56) + column(raster, 64));
  expect(stands(out)).toBeLessThan(stands(subject) - 0.03);
});
