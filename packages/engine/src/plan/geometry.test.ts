import { ASPECT_RATIOS } from "@pastiche/contract/limits";
import { expect, test } from "vitest";
import { createPlane, type Plane } from "../pixels/index.ts";
import { arrangeOnBackdrop } from "./arrangeOnBackdrop.ts";
import { layCollage } from "./collage.ts";
import { cropTo } from "./crop.ts";
import { chooseSize } from "./size.ts";

function spot(width: number, height: number, cx: number, cy: number, radius: number): Plane {
  const plane = createPlane(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (Math.hypot(x - cx, y - cy) < radius) plane.data[y * width + x] = 1;
  return plane;
}

test.each(ASPECT_RATIOS)("%s is met to a hundredth at about one megapixel", (ratio) => {
  const [w, h] = ratio.split(":").map(Number);
  const { width, height } = chooseSize(ratio, { width: 10, height: 10 });
  expect(width / height).toBeCloseTo(w / h, 2);
  expect(width * height).toBeGreaterThan(0.94e6);
  expect(width * height).toBeLessThan(1.06e6);
});

test("without a ratio the leading picture gives it, within 16:9 and 9:16", () => {
  const free = chooseSize(null, { width: 1400, height: 1100 });
  expect(free.width / free.height).toBeCloseTo(1400 / 1100, 2);
  const panorama = chooseSize(null, { width: 5000, height: 500 });
  expect(panorama.width / panorama.height).toBeCloseTo(16 / 9, 2);
});

test("a crop has the shape asked for, lies inside the picture, and keeps what is salient", () => {
  const crop = cropTo({ width: 1000, height: 400 }, spot(100, 40, 85, 20, 10), { width: 100, height: 100 });
  expect(crop.width).toBe(crop.height);
  expect(crop.x + crop.width).toBeLessThanOrEqual(1000);
  expect(crop.x).toBeLessThan(750);
  expect(crop.x + crop.width).toBeGreaterThan(950);
});

test("a crop of a picture in which nothing stands out is taken from its middle", () => {
  const crop = cropTo({ width: 1000, height: 400 }, createPlane(10, 10), { width: 400, height: 400 });
  expect(crop).toEqual({ x: 300, y: 0, width: 400, height: 400 });
});

test.each([2, 3, 4, 5, 6])("a collage of %i fills its frame: no overlap, nothing outside, even gutters", (n) => {
  const frame = { width: 1024, height: 768 };
  const pictures = Array.from({ length: n }, (_, i) => ({ width: 400 + 300 * (i % 3), height: 500 }));
  const cells = layCollage(pictures, frame, "grid");
  expect(cells).toHaveLength(n);
  const cover = new Uint8Array(frame.width * frame.height);
  for (const { x, y, width, height } of cells) {
    expect(width).toBeGreaterThan(60);
    expect(height).toBeGreaterThan(60);
    for (let row = y; row < y + height; row++) for (let i = 0; i < width; i++) cover[row * frame.width + x + i]++;
  }
  expect(Math.max(...cells.map(({ x, width }) => x + width))).toBeLessThan(frame.width);
  expect(cover.some((times) => times > 1)).toBe(false);
  expect(cover.reduce((a, b) => a + b, 0) / cover.length).toBeGreaterThan(0.93);
});

test("side by side is one row in order, one above the other one column", () => {
  const pictures = [
    { width: 100, height: 100 },
    { width: 200, height: 100 },
    { width: 100, height: 200 },
  ];
  const row = layCollage(pictures, { width: 900, height: 300 }, "row");
  expect(new Set(row.map(({ y }) => y)).size).toBe(1);
  expect(row.map(({ x }) => x)).toEqual(row.map(({ x }) => x).toSorted((a, b) => a - b));
  const column = layCollage(pictures, { width: 300, height: 900 }, "column");
  expect(new Set(column.map(({ x }) => x)).size).toBe(1);
});

test("many copies on a backdrop stand in rows rather than in one strip", () => {
  const subject = {
    reference: 0,
    phrase: "the sloth",
    relation: null,
    target: null,
    position: null,
    scale: "normal" as const,
    count: 6,
    flip: false,
    tint: null,
    opacity: 1,
  };
  const actor = {
    subject,
    aspect: 1,
    cut: { left: false, right: false, bottom: false },
    heightPx: 420,
    outline: null,
    as: "cutout" as const,
  };
  const [{ boxes }] = arrangeOnBackdrop([actor], { width: 1024, height: 1024 }, []);
  expect(boxes).toHaveLength(6);
  expect(new Set(boxes.map(({ y }) => y)).size).toBe(2);
  for (const { x, y, width, height } of boxes) {
    expect(width).toBeGreaterThan(200);
    expect(Math.min(x, y)).toBeGreaterThan(0);
    expect(Math.max(x + width, y + height)).toBeLessThan(1024);
  }
});
