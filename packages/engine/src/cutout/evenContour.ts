import type { Plane } from "../pixels/index.ts";
import { connectedParts, type Part } from "./connectedParts.ts";
import { SURE } from "./hints.ts";
import { close, open } from "./morphology.ts";

/**
 * A spur is what an opening by this share of the root of the subject's area takes away; it goes if the soft mask believes
 * less of it than this and it is no more of the subject than that: a ledge behind a bag. What joins two larger parts stays.
 */
const SPUR = { reach: 0.06, belief: 0.4, area: 0.05 };
/** A nick is what a closing fills; it is filled if the soft mask believes more of it than this. */
const NICK = { reach: 0.05, belief: 0.5 };
/** A joint is what a wider closing fills between two parts, where the soft mask believes more than this: a neck. */
const JOINT = { reach: 0.12, belief: 0.5 };

/**
 * Takes spurs off the contour of a binary mask, fills its nicks and joins its parts, in place. `softMask` has the same size.
 * @param push what a person told, in log odds: a spur that was kept stays, and a gap that was dropped stays open.
 */
export function evenContour(mask: Plane, softMask: Plane, push?: Float32Array): void {
  const area = mask.data.reduce((a, b) => a + b, 0);
  const radiusOf = ({ reach }: { reach: number }) => Math.max(1, Math.round(reach * Math.sqrt(area)));
  const told = ({ pixels }: Part, sign: 1 | -1) => push !== undefined && pixels.some((i) => push[i] * sign >= SURE);

  const opened = { ...mask, data: new Float32Array(open(mask, radiusOf(SPUR))) };
  let trunkOf: Int32Array | undefined;
  const spurs = { ...mask, data: mask.data.map((v, i) => (v && !opened.data[i] ? 1 : 0)) };
  for (const spur of connectedParts(spurs, 1, softMask)) {
    const size = spur.pixels.length;
    if (size > SPUR.area * area || spur.belief >= SPUR.belief * size || told(spur, 1)) continue;
    trunkOf ??= namesOf(connectedParts(opened, 1, softMask), mask.data.length);
    if (isBridge(spur, trunkOf, mask)) continue;
    for (const i of spur.pixels) mask.data[i] = 0;
  }
  const closed = close(mask, radiusOf(NICK));
  const nicks = { ...mask, data: mask.data.map((v, i) => (!v && closed[i] ? 1 : 0)) };
  for (const nick of connectedParts(nicks, 1, softMask)) {
    if (nick.belief <= NICK.belief * nick.pixels.length || told(nick, -1)) continue;
    for (const i of nick.pixels) mask.data[i] = 1;
  }
  const parts = connectedParts(mask, 1, softMask);
  if (parts.length < 2) return;
  const partOf = namesOf(parts, mask.data.length);
  const joined = close(mask, radiusOf(JOINT));
  const believed = (i: number) => joined[i] && softMask.data[i] > JOINT.belief;
  const joints = { ...mask, data: mask.data.map((v, i) => (!v && believed(i) ? 1 : 0)) };
  for (const joint of connectedParts(joints, 1, softMask)) {
    if (!isBridge(joint, partOf, mask) || told(joint, -1)) continue;
    for (const i of joint.pixels) mask.data[i] = 1;
  }
}

/** For each pixel which of the parts it is in, counted from 1; 0 where in none. */
function namesOf(parts: Part[], size: number): Int32Array {
  const out = new Int32Array(size);
  for (const [at, { pixels }] of parts.entries()) for (const i of pixels) out[i] = at + 1;
  return out;
}

function isBridge({ pixels }: Part, partOf: Int32Array, { width }: Plane): boolean {
  let first = 0;
  for (const i of pixels) {
    const x = i % width;
    for (const j of [x > 0 ? i - 1 : i, x + 1 < width ? i + 1 : i, i - width, i + width]) {
      const part = partOf[j] ?? 0;
      if (part === 0 || part === first) continue;
      if (first !== 0) return true;
      first = part;
    }
  }
  return false;
}
