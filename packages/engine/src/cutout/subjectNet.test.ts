import { expect, test } from "vitest";
import { createRaster } from "../pixels/index.ts";
import reference from "./net/reference.json" with { type: "json" };
import { runNet } from "./subjectNet.ts";

const SIDE = 256;

test("the network gives what its reference implementation gives", () => {
  const picture = createRaster(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const inside = (x - 120) ** 2 + (y - 140) ** 2 < 70 ** 2;
      const colour = inside ? [210, 60 + (x % 32), 40] : [90 + y / 4, 120 + x / 4, 150];
      picture.data.set([...colour, 255], (y * SIDE + x) * 4);
    }
  }
  const mask = runNet(picture);
  // Every 16th pixel of every 16th row, as PyTorch gives it with the weights in float32.
  reference.forEach((expected, i) => {
    const at = ((i >> 4) * 16 + 8) * SIDE + (i & 15) * 16 + 8;
    expect(Math.abs(mask.data[at] - expected)).toBeLessThan(1e-3);
  });
  expect(Math.max(...reference)).toBeGreaterThan(0.8);
});
