import { expect, test } from "vitest";
import type { CutOut } from "../cutout/cutOut.ts";
import { createPlane, createRaster, type Raster } from "../pixels/index.ts";
import { rimIn, rimOf, usualRim } from "./rim.ts";

const [WIDTH, HEIGHT] = [320, 300];

interface Vessel {
  x: number;
  y: number;
  across: number;
  down: number;
  lip: number;
  handle: boolean;
}

/** A bucket on a plain floor, dark inside, with a lip and perhaps a handle over it; and its cut-out. */
function drawn({ x, y, across, down, lip, handle }: Vessel): { picture: Raster; container: CutOut } {
  const picture = createRaster(WIDTH, HEIGHT);
  const raster = createRaster(WIDTH, HEIGHT);
  for (let row = 0, i = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++, i += 4) {
      const u = (column - x) / across;
      const v = (row - y) / down;
      const front = y + down * Math.sqrt(Math.max(0, 1 - u * u));
      const within = Math.hypot((column - x) / (across - lip), (row - y) / (down - lip * (down / across))) < 1;
      const opening = Math.hypot(u, v) < 1;
      const body = Math.abs(u) < 1 && row >= Math.min(front, y) && row < front + 110 && row > y;
      const arch = handle && row < y && Math.abs(Math.hypot(u, (row - y) / (1.2 * across)) - 0.97) < 0.03;
      const thing = opening || body || arch;
      const colour = arch ? [120, 70, 30] : within ? [50, 44, 40] : thing ? [196, 70, 60] : [170, 168, 160];
      picture.data.set([...colour, 255], i);
      raster.data.set([...colour, thing ? 255 : 0], i);
    }
  }
  const top = handle ? Math.floor(y - 1.2 * across) : Math.floor(y - down);
  const box = { x: x - across, y: top, width: 2 * across, height: Math.ceil(y + down + 110) - top };
  return { picture, container: { raster, box, confidence: 0.9, saliency: createPlane(1, 1) } };
}

test.each([
  ["seen from above", { x: 150, y: 110, across: 84, down: 62, lip: 10, handle: false }],
  ["seen from a table's height", { x: 170, y: 90, across: 90, down: 30, lip: 8, handle: false }],
  ["with a handle over it", { x: 160, y: 140, across: 88, down: 30, lip: 8, handle: true }],
])("the inner edge of an opening is found, %s", (_, vessel) => {
  const { picture, container } = drawn(vessel);
  const rim = rimOf(picture, container);
  expect(Math.abs(rim.x - vessel.x)).toBeLessThan(6);
  expect(Math.abs(rim.across - vessel.across + vessel.lip)).toBeLessThan(9);
  const front = vessel.y + vessel.down * (1 - vessel.lip / vessel.across);
  expect(Math.abs(rim.y + rim.down - front)).toBeLessThan(6);
});

test("where no opening is seen one is taken as it usually lies", () => {
  const { container } = drawn({ x: 150, y: 110, across: 84, down: 62, lip: 10, handle: false });
  const plain = createRaster(WIDTH, HEIGHT);
  plain.data.fill(255);
  const rim = rimOf(plain, container);
  const usual = usualRim(container.box);
  expect(Math.abs(rim.x - usual.x)).toBeLessThan(1);
  expect(Math.abs(rim.y - usual.y)).toBeLessThan(1);
});

test("a rim moves and grows with what the frame shows", () => {
  expect(rimIn({ x: 110, y: 70, across: 40, down: 10 }, { x: 10, y: 20 }, 2)).toEqual({
    x: 200,
    y: 100,
    across: 80,
    down: 20,
  });
});
