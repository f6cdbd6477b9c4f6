import type { Plane } from "../pixels/index.ts";
import { connectedParts, type Part } from "./connectedParts.ts";
import { SURE } from "./hints.ts";

/** A part stays if its weight (area × mean soft mask) is at least this share of the heaviest part's. */
const STRAY = 0.05;
/**
 * A part taken in for its colours alone, which the network hardly believes in, goes if it is this large and hangs on the
 * rest by no more than a neck (in shares of the root of its area): a rail behind a bag, not the shaded side of a dog.
 */
const ANNEX = { belief: 0.3, below: 0.5, area: 0.01, neck: 1.5 };
/** A hole is kept open if it is at least this share of the subject and the soft mask does not believe in it. */
const SPECK = 0.0008;
const BELIEF = 0.6;

/**
 * Drops annexes and stray parts of a binary mask and fills the holes that are not meant, in place. `softMask` has the
 * same size.
 * @param push what a person told, in log odds: a part that was kept stays, and a hole that was dropped stays open.
 */
export function tidy(mask: Plane, softMask: Plane, push?: Float32Array): void {
  dropAnnexes(mask, softMask);
  const parts = findParts(mask, 1);
  const heaviest = Math.max(0, ...parts.map(({ belief }) => belief));
  let area = 0;
  for (const part of parts) {
    if (part.belief < STRAY * heaviest && !isTold(part, 1)) paint(mask, part, 0);
    else area += part.pixels.length;
  }
  for (const hole of findParts(mask, 0)) {
    if (hole.touchesBorder || isTold(hole, -1)) continue;
    if (hole.pixels.length < SPECK * area || hole.belief > BELIEF * hole.pixels.length) paint(mask, hole, 1);
  }

  function isTold({ pixels }: Part, sign: 1 | -1): boolean {
    return push?.length ? pixels.some((i) => push[i] * sign >= SURE) : false;
  }

  function findParts(plane: Plane, value: number): Part[] {
    return connectedParts(plane, value, softMask);
  }
}

function dropAnnexes(mask: Plane, softMask: Plane): void {
  const doubtful = { ...mask, data: mask.data.map((v, i) => (softMask.data[i] < ANNEX.below ? v : 0)) };
  const area = mask.data.reduce((a, b) => a + b, 0);
  for (const part of connectedParts(doubtful, 1, softMask)) {
    const size = part.pixels.length;
    if (size < ANNEX.area * area || part.belief > ANNEX.belief * size) continue;
    if (neckOf(part) < ANNEX.neck * Math.sqrt(size)) paint(mask, part, 0);
  }

  function neckOf({ pixels }: Part): number {
    let neck = 0;
    for (const i of pixels) {
      for (const j of [i - 1, i + 1, i - mask.width, i + mask.width]) {
        if (mask.data[j] && !doubtful.data[j]) neck++;
      }
    }
    return neck;
  }
}

function paint({ data }: Plane, { pixels }: Part, value: number): void {
  for (const i of pixels) data[i] = value;
}
