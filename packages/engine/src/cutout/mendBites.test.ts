import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, type Raster, resize, toOklab } from "../pixels/index.ts";
import { mendBites } from "./mendBites.ts";

const SIZE = 512;
const SMALL = 128;

/** A brown disc on speckled stone with a bay in its right side that is filled by `bay`. */
function scene(bay: "smooth and pale" | "stone"): Raster {
  const random = createRandom(3);
  const picture = createRaster(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, i += 4) {
      const stone = 130 + 90 * random();
      const isBay = inBay(x, y);
      const isDisc = Math.hypot(x - 256, y - 256) < 160;
      const colour =
        isBay && bay !== "stone" ? [215, 205, 185] : isDisc && !isBay ? [120, 60, 30] : [stone, stone, stone];
      picture.data.set([...colour, 255], i);
    }
  }
  return picture;
}

function inBay(x: number, y: number): boolean {
  return Math.hypot(x - 378, y - 256) < 44 && Math.hypot(x - 256, y - 256) < 160;
}

function bittenMask() {
  const mask = createPlane(SMALL, SMALL);
  const belief = createPlane(SMALL, SMALL, 0.05);
  for (let i = 0; i < mask.data.length; i++) {
    const x = (i % SMALL) * 4 + 2;
    const y = Math.floor(i / SMALL) * 4 + 2;
    if (Math.hypot(x - 256, y - 256) >= 160) continue;
    belief.data[i] = inBay(x, y) ? 0.45 : 0.95;
    if (!inBay(x, y)) mask.data[i] = 1;
  }
  return { mask, belief };
}

test.each([
  ["smooth and pale", true],
  ["stone", false],
] as const)("a bay that is %s is the subject's: %s", (bay, filled) => {
  const work = scene(bay);
  const { mask, belief } = bittenMask();
  mendBites(mask, work, toOklab(resize(work, SMALL, SMALL)), belief);
  expect(mask.data[64 * SMALL + 95] === 1).toBe(filled);
});

test("what the network denies stays open", () => {
  const work = scene("smooth and pale");
  const { mask, belief } = bittenMask();
  for (let i = 0; i < belief.data.length; i++) if (belief.data[i] < 0.5) belief.data[i] = 0.02;
  mendBites(mask, work, toOklab(resize(work, SMALL, SMALL)), belief);
  expect(mask.data[64 * SMALL + 95]).toBe(0);
});
