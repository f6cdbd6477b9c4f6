import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Raster } from "../pixels/index.ts";
import { extend } from "./extend.ts";

const WIDTH = 144;
const HEIGHT = 72;
const known = { x: 36, y: 0, width: 72, height: HEIGHT };

/** A picture whose middle is known, from what is to be seen at each of its pixels. */
function halfKnown(at: (x: number, y: number) => number[]): Raster {
  const out = createRaster(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = known.x; x < known.x + known.width; x++) out.data.set([...at(x, y), 255], (y * WIDTH + x) * 4);
  return out;
}

const green = ({ data }: Raster, x: number, y: number) => data[(y * WIDTH + x) * 4 + 1];
const nothing = createPlane(8, 8);

test("a horizon goes on at its height, with the colours above and below it", () => {
  const picture = halfKnown((_, y) => (y < 42 ? [150, 190, 230] : [60, 120, 50]));
  const out = extend(picture, known, nothing);
  for (const x of [3, 20, 120, 140]) {
    expect(Math.abs(green(out, x, 18) - 190)).toBeLessThan(4);
    expect(Math.abs(green(out, x, 37) - 190)).toBeLessThan(25);
    expect(Math.abs(green(out, x, 47) - 120)).toBeLessThan(25);
    expect(Math.abs(green(out, x, 60) - 120)).toBeLessThan(4);
  }
  for (let i = 3; i < out.data.length; i += 4) expect(out.data[i]).toBe(255);
});

test("the photograph itself stays as it is, and is continued alike each time", () => {
  const random = createRandom(3);
  const picture = halfKnown(() => [80 + 90 * random(), 80 + 90 * random(), 80 + 90 * random()]);
  const out = extend(picture, known, nothing);
  for (let y = 0; y < HEIGHT; y++) expect(green(out, 72, y)).toBe(green(picture, 72, y));
  expect(extend(picture, known, nothing).data).toEqual(out.data);
});

test("grain is continued as strong as it is, not smoothed, and does not repeat like a comb", () => {
  const random = createRandom(3);
  const picture = halfKnown(() => {
    const grey = 80 + 90 * random();
    return [grey, grey, grey];
  });
  const out = extend(picture, known, nothing);
  const row = (y: number) => Array.from({ length: 28 }, (_, x) => green(out, x + 4, y) - 125);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const rows = Array.from({ length: 60 }, (_, i) => row(i + 6));
  const variance = mean(rows.map((values) => mean(values.map((v) => v * v))));
  expect(Math.sqrt(variance)).toBeGreaterThan(0.7 * Math.sqrt(90 ** 2 / 12));
  for (let lag = 3; lag < 12; lag++) {
    const like = mean(rows.map((values) => mean(values.slice(lag).map((v, i) => v * values[i]))));
    expect(like / variance).toBeLessThan(0.4);
  }
});

test("the scene's main thing is not seen twice", () => {
  const thing = createPlane(WIDTH, HEIGHT);
  const inThing = (x: number, y: number) => x >= 44 && x < 62 && y >= 24 && y < 54;
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) if (inThing(x, y)) thing.data[y * WIDTH + x] = 1;
  const picture = halfKnown((x, y) => (inThing(x, y) ? [250, 20, 20] : [40, 160, 40]));
  const out = extend(picture, known, thing);
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < 32; x++) expect(green(out, x, y)).toBeGreaterThan(120);
});

test("where the thing fills the photograph every pixel is continued all the same", () => {
  const thing = createPlane(WIDTH, HEIGHT);
  for (let y = 8; y < HEIGHT; y++) for (let x = 38; x < 106; x++) thing.data[y * WIDTH + x] = 1;
  const picture = halfKnown((x, y) => (y > 8 && x > 38 && x < 106 ? [200, 120, 60] : [90, 60, 40]));
  const out = extend(picture, known, thing);
  for (let i = 0; i < out.data.length; i += 4) {
    expect(out.data[i + 3]).toBe(255);
    expect(out.data[i]).toBeGreaterThan(60);
  }
});

test("pieces that have nothing to do with what lies along the border are not taken: it is stretched", () => {
  const thing = createPlane(WIDTH, HEIGHT);
  // The only ground that is no thing is black; along both borders it is bright.
  for (let y = 0; y < HEIGHT; y++) for (let x = 40; x < 104; x++) if (y > 20) thing.data[y * WIDTH + x] = 1;
  const picture = halfKnown((x, y) => (x < 42 || x > 102 ? [230, 220, 60] : y > 20 ? [200, 60, 60] : [10, 10, 10]));
  const out = extend(picture, known, thing);
  for (const x of [4, 20, 130]) expect(green(out, x, 36)).toBeGreaterThan(120);
});
