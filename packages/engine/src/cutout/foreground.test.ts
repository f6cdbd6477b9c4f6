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
