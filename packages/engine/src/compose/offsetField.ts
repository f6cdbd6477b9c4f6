import { createRandom } from "../pixels/index.ts";

/** One size of a picture that is being completed: three floats a pixel, and for each pixel whether it is known. */
export interface Level {
  width: number;
  height: number;
  colours: Float32Array;
  known: Uint8Array;
  /** Whether the patch about a pixel is known as a whole, and may be copied from. */
  source: Uint8Array;
  /** Pixels whose patches reach what is unknown: their offsets are sought. */
  targets: Int32Array;
  /** 1 where known, falling with the distance from it: how far a pixel's colour can be relied on. */
  trust: Float32Array;
}

/** For each pixel of a level the pixel that it is copied from (-1: none), and how unlike their patches are. */
export interface OffsetField {
  from: Int32Array;
  cost: Float32Array;
}

/** What a step sideways of the direction of growth costs: light and perspective change least along it. */
export interface Drift {
  x: number;
  y: number;
  /** Nothing is copied from nearer than this many pixels, or the eye would see it repeat. */
  least: number;
}

export const PATCH = 2;
/** A patch from afar must be that much better than one that continues its neighbour's: it keeps pieces whole. */
const LEAP = 0.82;

/** For each target the nearest patch, by propagation and random search (PatchMatch, Barnes 2009). Changes `field`. */
export function searchOffsets(level: Level, field: OffsetField, drift: Drift, passes: number, seed: number): void {
  const { width, height, source, targets } = level;
  const random = createRandom(seed);
  const { from, cost } = field;
  for (const p of targets) cost[p] = from[p] < 0 ? Infinity : distance(level, p, from[p], drift, Infinity);
  const consider = (p: number, q: number, gain: number) => {
    if (source[q] === 0 || q === from[p]) return;
    const limit = cost[p] * gain;
    const value = distance(level, p, q, drift, limit);
    if (value >= limit) return;
    from[p] = q;
    cost[p] = value;
  };
  for (let pass = 0; pass < passes; pass++) {
    const step = pass % 2 === 0 ? 1 : -1;
    for (let i = 0; i < targets.length; i++) {
      const p = targets[step > 0 ? i : targets.length - 1 - i];
      const x = p % width;
      const y = (p - x) / width;
      const aside = x - step;
      if (aside >= 0 && aside < width && from[p - step] >= 0) {
        const q = from[p - step] + step;
        const column = q % width;
        if (column >= PATCH && column < width - PATCH) consider(p, q, 1);
      }
      const row = y - step;
      if (row >= 0 && row < height && from[p - step * width] >= 0) {
        const q = from[p - step * width] + step * width;
        if (q >= 0 && q < source.length) consider(p, q, 1);
      }
      const best = from[p];
      if (best < 0) continue;
      const bx = best % width;
      const by = (best - bx) / width;
      for (let reach = Math.max(width, height) / 2; reach >= 1; reach /= 2.5) {
        const qx = Math.round(bx + (2 * random() - 1) * reach);
        const qy = Math.round(by + (2 * random() - 1) * reach);
        if (qx >= 0 && qy >= 0 && qx < width && qy < height) consider(p, qy * width + qx, LEAP);
      }
    }
  }
}

/** Mean squared difference of two patches over what is inside the frame, by how far the first can be relied on. */
function distance(level: Level, p: number, q: number, drift: Drift, limit: number): number {
  const { width, height, colours, trust } = level;
  const x = p % width;
  const y = (p - x) / width;
  const qx = q % width;
  const qy = (q - qx) / width;
  const stepX = Math.abs(qx - x);
  const stepY = Math.abs(qy - y);
  if (stepX < drift.least && stepY < drift.least) return Infinity;
  const away = drift.x * stepX + drift.y * stepY;
  if (away >= limit) return Infinity;
  let sum = 0;
  let weights = 0;
  for (let dy = -PATCH; dy <= PATCH; dy++) {
    if (y + dy < 0 || y + dy >= height) continue;
    for (let dx = -PATCH; dx <= PATCH; dx++) {
      if (x + dx < 0 || x + dx >= width) continue;
      const at = p + dy * width + dx;
      const weight = trust[at];
      const a = at * 3;
      const b = (q + dy * width + dx) * 3;
      const r = colours[a] - colours[b];
      const g = colours[a + 1] - colours[b + 1];
      const c = colours[a + 2] - colours[b + 2];
      sum += weight * (r * r + g * g + c * c);
      weights += weight;
    }
  }
  return sum / weights + away;
}

/** Gives every unknown pixel the mean of what the patches about it would copy there, the better ones counting more. */
export function voteColours({ width, height, colours, known, targets }: Level, { from, cost }: OffsetField): void {
  const sorted = Float32Array.from(targets, (p) => cost[p]).sort();
  const usual = Math.max(1, sorted[Math.floor(sorted.length * 0.6)]);
  const sums = new Float32Array(width * height * 4);
  for (const p of targets) {
    const q = from[p];
    if (q < 0) continue;
    const x = p % width;
    const y = (p - x) / width;
    const weight = Math.exp(-cost[p] / usual) + 1e-4;
    for (let dy = -PATCH; dy <= PATCH; dy++) {
      if (y + dy < 0 || y + dy >= height) continue;
      for (let dx = -PATCH; dx <= PATCH; dx++) {
        const at = p + dy * width + dx;
        if (x + dx < 0 || x + dx >= width || known[at] === 1) continue;
        const to = at * 4;
        const i = (q + dy * width + dx) * 3;
        sums[to] += weight * colours[i];
        sums[to + 1] += weight * colours[i + 1];
        sums[to + 2] += weight * colours[i + 2];
        sums[to + 3] += weight;
      }
    }
  }
  for (let at = 0; at < known.length; at++) {
    const weight = sums[at * 4 + 3];
    if (weight === 0) continue;
    for (let c = 0; c < 3; c++) colours[at * 3 + c] = sums[at * 4 + c] / weight;
  }
}
