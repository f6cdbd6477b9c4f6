import { readFileSync } from "node:fs";
import type { UpscaleFactor } from "@pastiche/contract";
import { EDGE_CLASSES, mirroredClass, transposedClass } from "./edgeClasses.ts";

/** Each filter sees so many pixels of the small picture each way. */
export const FILTER_SIDE = 7;
export const FILTER_TAPS = FILTER_SIDE * FILTER_SIDE;
/** One in the file. */
export const FILTER_UNIT = 8192;
export const FACTORS: readonly UpscaleFactor[] = [2, 3, 4];

/**
 * The sub-pixels of an enlarged pixel (x, y) that the file holds filters for: mirrored and transposed, with their edges,
 * they are all the others.
 */
export function heldPhases(factor: number): { x: number; y: number }[] {
  const out: { x: number; y: number }[] = [];
  const half = Math.ceil(factor / 2);
  for (let y = 0; y < half; y++) for (let x = 0; x <= y; x++) out.push({ x, y });
  return out;
}

const expanded = new Map<UpscaleFactor, Float32Array>();

/**
 * The learned filters of a factor: for each edge class, for each of its factor² sub-pixels (rows from the top),
 * FILTER_TAPS weights that sum to one. Trained by training/upscaleFilters.ts.
 */
export function enlargeFilters(factor: UpscaleFactor): Float32Array {
  const known = expanded.get(factor);
  if (known) return known;
  const held = heldOf(factor);
  const phases = heldPhases(factor);
  const out = new Float32Array(EDGE_CLASSES * factor * factor * FILTER_TAPS);
  for (let one = 0; one < EDGE_CLASSES; one++) {
    for (let y = 0; y < factor; y++) {
      for (let x = 0; x < factor; x++) {
        const turn = turnToHeld(x, y, factor);
        const phase = phases.findIndex((at) => at.x === turn.x && at.y === turn.y);
        const from = (phase * EDGE_CLASSES + turnedClass(one, turn)) * FILTER_TAPS;
        const to = ((one * factor + y) * factor + x) * FILTER_TAPS;
        for (let tap = 0; tap < FILTER_TAPS; tap++) {
          out[to + tap] = held[from + turnedTap(tap, turn)] / FILTER_UNIT;
        }
      }
    }
  }
  expanded.set(factor, out);
  return out;
}

/** Mirror left to right, then top to bottom, then rows for columns. */
export interface Turn {
  mirror: boolean;
  flip: boolean;
  transpose: boolean;
}

function turnToHeld(x: number, y: number, factor: number): Turn & { x: number; y: number } {
  const mirror = 2 * x >= factor;
  const flip = 2 * y >= factor;
  const mx = mirror ? factor - 1 - x : x;
  const my = flip ? factor - 1 - y : y;
  return { mirror, flip, transpose: mx > my, x: Math.min(mx, my), y: Math.max(mx, my) };
}

export function turnedClass(one: number, { mirror, flip, transpose }: Turn): number {
  let out = mirror ? mirroredClass(one) : one;
  // Direction has no sign: mirroring top to bottom turns an edge as mirroring left to right does.
  if (flip) out = mirroredClass(out);
  return transpose ? transposedClass(out) : out;
}

export function turnedTap(tap: number, { mirror, flip, transpose }: Turn): number {
  let x = tap % FILTER_SIDE;
  let y = Math.floor(tap / FILTER_SIDE);
  if (mirror) x = FILTER_SIDE - 1 - x;
  if (flip) y = FILTER_SIDE - 1 - y;
  return transpose ? x * FILTER_SIDE + y : y * FILTER_SIDE + x;
}

/** Little-endian int16: for each factor, for each held phase, for each class, FILTER_TAPS weights. */
function heldOf(factor: UpscaleFactor): Int16Array {
  const bytes = readFileSync(new URL("./enlarge.bin", import.meta.url));
  const all = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const size = (of: number) => heldPhases(of).length * EDGE_CLASSES * FILTER_TAPS;
  let start = 0;
  for (const before of FACTORS) if (before < factor) start += size(before);
  return all.subarray(start, start + size(factor));
}
