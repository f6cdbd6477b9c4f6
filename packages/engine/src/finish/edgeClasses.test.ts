import { expect, test } from "vitest";
import { createPlane, createRandom, type Plane } from "../pixels/index.ts";
import { edgeClasses, mirroredClass, transposedClass } from "./edgeClasses.ts";
import { enlargeFilters, FACTORS, FILTER_TAPS } from "./enlargeFilters.ts";

const SIDE = 40;

function rough(): Plane {
  const random = createRandom(9);
  const out = createPlane(SIDE, SIDE);
  for (let p = 0; p < out.data.length; p++) out.data[p] = random();
  return out;
}

function moved(plane: Plane, from: (x: number, y: number) => [number, number]): Plane {
  const out = createPlane(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [u, v] = from(x, y);
      out.data[y * SIDE + x] = plane.data[v * SIDE + u];
    }
  }
  return out;
}

test("a mirrored or transposed picture has the mirrored or transposed edges", () => {
  const plain = rough();
  const before = edgeClasses(plain);
  const mirrored = edgeClasses(moved(plain, (x, y) => [SIDE - 1 - x, y]));
  const transposed = edgeClasses(moved(plain, (x, y) => [y, x]));
  let same = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const one = before[y * SIDE + x];
      if (mirrored[y * SIDE + SIDE - 1 - x] === mirroredClass(one)) same++;
      if (transposed[x * SIDE + y] === transposedClass(one)) same++;
    }
  }
  // A direction on the very bound of two classes may be rounded into either.
  expect(same).toBeGreaterThan(2 * SIDE * SIDE * 0.99);
});

test.each(FACTORS)("every filter of ×%i keeps a plain colour", (factor) => {
  const filters = enlargeFilters(factor);
  for (let at = 0; at < filters.length; at += FILTER_TAPS) {
    let sum = 0;
    for (let tap = at; tap < at + FILTER_TAPS; tap++) sum += filters[tap];
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  }
});
