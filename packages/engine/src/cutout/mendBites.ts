import type { Oklab, Plane, Raster } from "../pixels/index.ts";
import { connectedParts, type Part } from "./connectedParts.ts";
import { close } from "./morphology.ts";

/** How wide a mouth a bite may have, as a share of the root of the subject's area: half of it, the closing's radius. */
const REACH = 0.18;
/** Least and most of the subject that one bite may be, as shares of its area. */
const LEAST = 0.01;
const MOST = 0.1;
/** Mean soft mask that a bite must have: the network doubts it, but does not deny it. */
const BELIEF = 0.3;
/** What the evidence must come to: how much smoother it is (log), how unlike in colour, how far believed in. */
const EVIDENCE = { smoother: 2.2, unlike: 3, mostUnlike: 0.18, believed: 2, needed: 1.4 };

/**
 * Fills what was bitten out of the contour, such as a pale sole or a wheel's hub. A bay that a closing of the mask would
 * fill is the subject's if it is smoother than the surroundings before its mouth and of other colours; the gap between an arm
 * and a body is neither. Changes `mask` (0 and 1) in place.
 * @param work the picture at full size; `lab` (its colours) and `softMask` (the network's belief) have the mask's size.
 */
export function mendBites(mask: Plane, work: Raster, lab: Oklab, softMask: Plane): void {
  const area = mask.data.reduce((a, b) => a + b, 0);
  const radius = Math.round(REACH * Math.sqrt(area));
  if (radius < 3) return;
  const closed = close(mask, radius);
  const bays = { ...mask, data: mask.data.map((v, i) => (closed[i] && !v ? 1 : 0)) };
  for (const bay of connectedParts(bays, 1, softMask)) {
    const size = bay.pixels.length;
    if (size < LEAST * area || size > MOST * area || bay.belief < BELIEF * size) continue;
    if (isSubjects(bay, closed, work, lab)) for (const i of bay.pixels) mask.data[i] = 1;
  }
}

function isSubjects({ pixels, belief }: Part, closed: Uint8Array, work: Raster, lab: Oklab): boolean {
  const { width, height } = lab.L;
  const before = outside(pixels, closed, width, height);
  if (before.length < 8) return false;
  const own = meanColour(pixels, lab);
  const other = meanColour(before, lab);
  const unlike = Math.hypot(own.L - other.L, 2 * (own.a - other.a), 2 * (own.b - other.b));
  const smoother = Math.log((grain(before, work, width) + 1) / (grain(pixels, work, width) + 1));
  const evidence =
    EVIDENCE.smoother * smoother +
    EVIDENCE.unlike * Math.min(EVIDENCE.mostUnlike, unlike) +
    EVIDENCE.believed * (belief / pixels.length - BELIEF);
  return evidence > EVIDENCE.needed;
}

/** What lies within five pixels of the bay and outside of the closing: before its mouth. */
function outside(pixels: Int32Array, closed: Uint8Array, width: number, height: number): Int32Array {
  const near = 5;
  const found = new Set<number>();
  for (const i of pixels) {
    const x = i % width;
    const y = Math.floor(i / width);
    for (let row = Math.max(0, y - near); row <= Math.min(height - 1, y + near); row++) {
      for (let column = Math.max(0, x - near); column <= Math.min(width - 1, x + near); column++) {
        if (!closed[row * width + column]) found.add(row * width + column);
      }
    }
  }
  return Int32Array.from(found);
}

/** Mean strength of the finest detail (a Laplacian of green, 0 to 1020) of the full picture under some of the mask's pixels. */
function grain(pixels: Int32Array, { width, height, data }: Raster, maskWidth: number): number {
  const scale = width / maskWidth;
  const cell = Math.max(1, Math.floor(scale));
  const step = Math.max(1, Math.round(0.35 * scale));
  let sum = 0;
  let n = 0;
  for (const i of pixels) {
    const left = Math.floor((i % maskWidth) * scale);
    const top = Math.floor(Math.floor(i / maskWidth) * scale);
    for (let y = Math.max(step, top); y < Math.min(height - step, top + cell); y++) {
      for (let x = Math.max(step, left); x < Math.min(width - step, left + cell); x++) {
        const p = (y * width + x) * 4 + 1;
        const down = step * width * 4;
        sum += Math.abs(4 * data[p] - data[p - 4 * step] - data[p + 4 * step] - data[p - down] - data[p + down]);
        n++;
      }
    }
  }
  return n === 0 ? 0 : sum / n;
}

function meanColour(pixels: Int32Array, { L, a, b }: Oklab): { L: number; a: number; b: number } {
  const sum = { L: 0, a: 0, b: 0 };
  for (const i of pixels) {
    sum.L += L.data[i];
    sum.a += a.data[i];
    sum.b += b.data[i];
  }
  return { L: sum.L / pixels.length, a: sum.a / pixels.length, b: sum.b / pixels.length };
}
