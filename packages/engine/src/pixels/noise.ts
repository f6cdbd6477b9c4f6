import { createRandom } from "./random.ts";
import { createPlane, type Plane } from "./raster.ts";

/** Independent values, uniform in 0 to 1. */
export function whiteNoise(width: number, height: number, seed: number): Plane {
  const random = createRandom(seed);
  const out = createPlane(width, height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = random();
  return out;
}

/** Where a noise is stretched to: one cell is `x` by `y` pixels, turned by `angle` (radians, from the x axis down). */
export interface Cell {
  x: number;
  y: number;
  angle?: number;
}

/** Value noise (Perlin's lattice with a smooth step), 0 to 1. Long cells give strokes, fibres and rain. */
export function valueNoise(width: number, height: number, cell: Cell, seed: number): Plane {
  const out = createPlane(width, height);
  const angle = cell.angle ?? 0;
  const ux = Math.cos(angle) / cell.x;
  const uy = Math.sin(angle) / cell.x;
  const vx = -Math.sin(angle) / cell.y;
  const vy = Math.cos(angle) / cell.y;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) out.data[p] = noiseAt(x * ux + y * uy, x * vx + y * vy, seed);
  }
  return out;
}

/** Sum of `octaves` value noises, each half as large and half as strong as the last; 0 to 1, mean about 0.5. */
export function fractalNoise(width: number, height: number, cellPx: number, octaves: number, seed: number): Plane {
  const out = createPlane(width, height);
  const total = 2 - 2 ** (1 - octaves);
  for (let o = 0; o < octaves; o++) addOctave(out, cellPx / 2 ** o, 2 ** -o / total, seed + o * 1013);
  return out;
}

/** One octave: along a row only the lattice's own columns are hashed, and each pixel is one interpolation. */
function addOctave({ width, height, data }: Plane, cellPx: number, share: number, seed: number): void {
  const columns = Math.ceil(width / cellPx) + 2;
  const row = new Float32Array(columns);
  const column = Int32Array.from({ length: width }, (_, x) => Math.floor(x / cellPx));
  const step = Float32Array.from({ length: width }, (_, x) => eased(x / cellPx - column[x]));
  for (let y = 0; y < height; y++) {
    const cell = Math.floor(y / cellPx);
    const down = eased(y / cellPx - cell);
    for (let c = 0; c < columns; c++) {
      const top = hash(c, cell, seed);
      row[c] = share * (top + (hash(c, cell + 1, seed) - top) * down);
    }
    const start = y * width;
    for (let x = 0; x < width; x++) {
      const left = row[column[x]];
      data[start + x] += left + (row[column[x] + 1] - left) * step[x];
    }
  }
}

function eased(t: number): number {
  return t * t * (3 - 2 * t);
}

/** One value of the lattice noise at (x, y) in cells. */
export function noiseAt(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = x - column;
  const fy = y - row;
  const sx = eased(fx);
  const sy = eased(fy);
  const top = hash(column, row, seed);
  const below = hash(column, row + 1, seed);
  const upper = top + (hash(column + 1, row, seed) - top) * sx;
  const lower = below + (hash(column + 1, row + 1, seed) - below) * sx;
  return upper + (lower - upper) * sy;
}

/** A value in 0 to 1 that belongs to a lattice point and a seed. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}
