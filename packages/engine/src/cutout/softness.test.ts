import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster } from "../pixels/index.ts";
import { findSoftness } from "./softness.ts";
import { createTrimap, signedDistance } from "./trimap.ts";

/** The mean share along a straight border that fades over `softPx`, on a ground whose grains go as far as `grains` towards the subject's colour. */
function shareAlong(softPx: number, grains: number): number {
  const side = 96;
  const random = createRandom(9);
  const image = createRaster(side, side);
  const mask = createPlane(side, side);
  for (let i = 0; i < side * side; i++) {
    const x = i % side;
    const alpha = Math.min(1, Math.max(0, 0.5 + (side / 2 - 0.5 - x) / softPx));
    const a = Math.max(alpha, grains * random());
    image.data.set([a * 220 + (1 - a) * 60, a * 210 + (1 - a) * 60, a * 200 + (1 - a) * 70, 255], i * 4);
    mask.data[i] = x < side / 2 ? 1 : 0;
  }
  const share = findSoftness(image, createTrimap(signedDistance(mask, 10), side, side, 8), 8);
  const column = Math.floor(share.width / 2);
  const along = Array.from({ length: share.height }, (_, y) => share.data[y * share.width + column]);
  return along.reduce((a, b) => a + b, 0) / along.length;
}

test("a border that fades needs its whole band, a hard one hardly any", () => {
  expect(shareAlong(1, 0)).toBeLessThan(0.3);
  expect(shareAlong(14, 0)).toBe(1);
});

test("a hard border stays hard on a ground whose grains are near the subject's colour", () => {
  expect(shareAlong(1, 0.6)).toBeLessThan(0.4);
});
