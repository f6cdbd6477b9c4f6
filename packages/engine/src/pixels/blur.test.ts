import { expect, test } from "vitest";
import { boxBlur, createPlane, createRandom } from "./index.ts";

test("a box blur is the mean of its window with the edges repeated, at every pixel and any radius", () => {
  const random = createRandom(3);
  const [width, height] = [13, 9];
  const noise = createPlane(width, height);
  for (let p = 0; p < noise.data.length; p++) noise.data[p] = random();
  for (const radius of [1, 3, 8, 20]) {
    const out = boxBlur(noise, radius);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let dy = -radius; dy <= radius; dy++) {
          for (let dx = -radius; dx <= radius; dx++) {
            const sx = Math.min(width - 1, Math.max(0, x + dx));
            const sy = Math.min(height - 1, Math.max(0, y + dy));
            sum += noise.data[sy * width + sx];
          }
        }
        expect(out.data[y * width + x]).toBeCloseTo(sum / (2 * radius + 1) ** 2, 5);
      }
    }
  }
});
