import { expect, test } from "vitest";
import { createRandom } from "../pixels/index.ts";
import { type Grid, minCut } from "./graphCut.ts";

function randomGrid(width: number, height: number, seed: number): Grid {
  const random = createRandom(seed);
  const draw = (low: number, high: number) =>
    Int32Array.from({ length: width * height }, () => low + Math.floor(random() * (high - low + 1)));
  return {
    width,
    height,
    terminal: draw(-9, 9),
    right: draw(0, 6),
    down: draw(0, 6),
    downRight: draw(0, 4),
    downLeft: draw(0, 4),
  };
}

function cost({ width, height, ...grid }: Grid, side: ArrayLike<number>): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (side[i] ? grid.terminal[i] < 0 : grid.terminal[i] > 0) sum += Math.abs(grid.terminal[i]);
      const part = (j: number, weight: number) => {
        if (side[i] !== side[j]) sum += weight;
      };
      if (x + 1 < width) part(i + 1, grid.right[i]);
      if (y + 1 === height) continue;
      part(i + width, grid.down[i]);
      if (x + 1 < width) part(i + width + 1, grid.downRight[i]);
      if (x > 0) part(i + width - 1, grid.downLeft[i]);
    }
  }
  return sum;
}

test("on small grids the cut costs as little as the best of all labellings", () => {
  for (let seed = 0; seed < 60; seed++) {
    const grid = randomGrid(4, 3, seed);
    let least = Number.POSITIVE_INFINITY;
    for (let bits = 0; bits < 1 << 12; bits++) {
      least = Math.min(
        least,
        cost(
          grid,
          Uint8Array.from({ length: 12 }, (_, i) => (bits >> i) & 1),
        ),
      );
    }
    expect(cost(grid, minCut(grid))).toBe(least);
  }
});

test("on a larger grid no single pixel and no block of pixels would be cheaper on the other side", () => {
  const grid = randomGrid(40, 30, 7);
  const side = minCut(grid);
  const least = cost(grid, side);
  const random = createRandom(3);
  for (let trial = 0; trial < 2000; trial++) {
    const other = side.slice();
    const x0 = Math.floor(random() * 40);
    const y0 = Math.floor(random() * 30);
    const label = random() < 0.5 ? 0 : 1;
    const size = 1 + Math.floor(random() * 8);
    for (let y = y0; y < Math.min(30, y0 + size); y++)
      for (let x = x0; x < Math.min(40, x0 + size); x++) other[y * 40 + x] = label;
    expect(cost(grid, other)).toBeGreaterThanOrEqual(least);
  }
});

test("a wish too weak to pay for its border is overruled by its neighbours", () => {
  const flat = (value: number) => new Int32Array(25).fill(value);
  const grid = {
    width: 5,
    height: 5,
    terminal: flat(5),
    right: flat(2),
    down: flat(2),
    downRight: flat(0),
    downLeft: flat(0),
  };
  grid.terminal[12] = -7;
  expect([...minCut(grid)].every((side) => side === 1)).toBe(true);
  grid.terminal[12] = -9;
  expect(minCut(grid)[12]).toBe(0);
});
