import type { Plane } from "../pixels/index.ts";
import { connectedParts, type Part } from "./connectedParts.ts";
import { SURE } from "./hints.ts";
import { signedDistance } from "./trimap.ts";

/** A part stays if its weight (area × mean soft mask) is at least this share of the heaviest part's. */
const STRAY = 0.05;
/**
 * One that the frame cuts off goes unless it has this share, where the heaviest stands free and is the more believed in by
 * this much: a chair at the picture's edge, not a second dog.
 */
const CUT_OFF = { share: 0.3, belief: 0.9 };
/**
 * A lighter one stays too if the soft mask believes in it and it lies no farther from the rest than this share of the root
 * of the rest's area: a handle whose ends are lost.
 */
const OFFSHOOT = { belief: 0.5, gap: 0.06 };
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
  const main = parts.find(({ belief }) => belief === heaviest);
  const strays = parts.filter((part) => part.belief < leastOf(part, main) * heaviest && !isTold(part, 1));
  for (const stray of strays) paint(mask, stray, 0);
  keepOffshoots(mask, strays);
  const area = areaOf(mask);
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

/** The share of the heaviest part's weight below which a part goes. */
function leastOf(part: Part, main?: Part): number {
  const mean = ({ belief, pixels }: Part) => belief / pixels.length;
  const isBeside = main && part.touchesBorder && !main.touchesBorder && mean(part) < CUT_OFF.belief * mean(main);
  return isBeside ? CUT_OFF.share : STRAY;
}

/** Puts back those of the strays that belong to what is left. */
function keepOffshoots(mask: Plane, strays: Part[]): void {
  const believed = strays.filter(({ belief, pixels }) => belief >= OFFSHOOT.belief * pixels.length);
  if (believed.length === 0) return;
  const gapPx = OFFSHOOT.gap * Math.sqrt(areaOf(mask));
  const { data } = signedDistance(mask, gapPx + 1);
  for (const part of believed) if (part.pixels.some((i) => data[i] >= -gapPx)) paint(mask, part, 1);
}

function areaOf({ data }: Plane): number {
  return data.reduce((a, b) => a + b, 0);
}

function dropAnnexes(mask: Plane, softMask: Plane): void {
  const doubtful = { ...mask, data: mask.data.map((v, i) => (softMask.data[i] < ANNEX.below ? v : 0)) };
  const area = areaOf(mask);
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
