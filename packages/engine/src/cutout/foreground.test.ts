import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { cleanForeground } from "./foreground.ts";

test("a soft edge gets the subject's colour back, and nothing of the old background stays in the file", () => {
  const image = createRaster(80, 40);
  const alpha = createPlane(80, 40);
  for (let i = 0; i < alpha.data.length; i++) {
    const a = Math.min(1, Math.max(0, ((i % 80) - 30) / 20));
    alpha.data[i] = a;
    image.data.set([a * 200 + (1 - a) * 20, a * 60 + (1 - a) * 190, a * 40 + (1 - a) * 230, 255], i * 4);
  }
  const out = cleanForeground(image, alpha);
  for (let i = 0; i < out.data.length; i += 4) {
    const [r, g, b, a] = out.data.subarray(i, i + 4);
    if (a === 0) expect([r, g, b]).toEqual([0, 0, 0]);
    if (a < 25) continue;
    expect(Math.abs(r - 200)).toBeLessThan(12);
    expect(Math.abs(g - 60)).toBeLessThan(12);
    expect(Math.abs(b - 40)).toBeLessThan(12);
  }
});

test("a subject that shows what is behind it all over gets its colour from what there is of it", () => {
  const image = createRaster(60, 40);
  const alpha = createPlane(60, 40);
  for (let i = 0; i < alpha.data.length; i++) {
    alpha.data[i] = i % 60 >= 20 && i % 60 < 40 && i >= 600 && i < 1800 ? 0.5 : 0;
    const a = alpha.data[i];
    image.data.set([a * 200 + (1 - a) * 20, a * 60 + (1 - a) * 190, a * 40 + (1 - a) * 230, 255], i * 4);
  }
  const [r, g, b] = cleanForeground(image, alpha).data.subarray((20 * 60 + 30) * 4);
  // Nearer to the subject's colour than the mixture is.
  expect(r).toBeGreaterThan(140);
  expect(g).toBeLessThan(105);
  expect(b).toBeLessThan(110);
});
