import type { Oklab, Plane } from "../pixels/index.ts";

/** What the way along the picture's longest side costs where the colour does not change. */
const WAY = 40;
/** The most that one edge costs, in squares of the picture's average change of colour. */
const EDGE = 20;
/** What crossing from where the soft mask says 1 to where it says 0 costs. */
const DOUBT_STEP = 30;
/** Buckets in one unit of distance. */
const FINE = 8;

/**
 * How far every pixel is from the nearest seed along the way on which colour and soft mask change least, by Dijkstra's
 * search with buckets over eight neighbours. `limit` and more is given as infinity.
 */
export function spreadFrom({ L, a, b }: Oklab, mask: Plane, seeds: number[], limit: number): Float32Array {
  const { width, height } = L;
  const out = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  if (seeds.length === 0) return out;
  const way = WAY / Math.max(width, height);
  const cost = (i: number, j: number) =>
    (L.data[i] - L.data[j]) ** 2 + 4 * ((a.data[i] - a.data[j]) ** 2 + (b.data[i] - b.data[j]) ** 2);
  let sum = 0;
  for (let y = 0; y < height; y++) for (let x = 1, i = y * width + 1; x < width; x++, i++) sum += cost(i, i - 1);
  const sharpness = (width * height) / (sum + 1e-6 * width * height);

  const buckets: number[][] = Array.from({ length: Math.ceil(limit * FINE) + 1 }, () => []);
  for (const seed of seeds) {
    out[seed] = 0;
    buckets[0].push(seed);
  }
  for (let level = 0; level < buckets.length - 1; level++) {
    for (const bucket = buckets[level]; bucket.length > 0; ) {
      const i = bucket.pop() ?? 0;
      if (Math.floor(out[i] * FINE) !== level) continue;
      const x = i % width;
      const y = (i - x) / width;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const j = row * width + column;
          const far = row !== y && column !== x ? Math.SQRT2 : 1;
          const through =
            out[i] +
            far * (way + Math.min(EDGE, sharpness * cost(i, j))) +
            DOUBT_STEP * Math.abs(mask.data[i] - mask.data[j]);
          if (through >= out[j] || through >= limit) continue;
          out[j] = through;
          buckets[Math.floor(through * FINE)].push(j);
        }
      }
    }
  }
  return out;
}
