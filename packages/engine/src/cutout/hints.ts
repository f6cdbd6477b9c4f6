import type { Hints } from "@pastiche/contract";
import { type Box, copyPlane, type Oklab, type Plane } from "../pixels/index.ts";
import { spreadFrom } from "./spread.ts";

/** What a cut has to keep to, at its own size. */
export interface Told {
  /** The soft mask with what was told taken in. */
  belief: Plane;
  /** Log odds for each pixel, on top of what mask and colours say: `SURE` and more cannot be outvoted. */
  push: Float32Array;
}

/** Log odds that nothing can outvote. */
export const SURE = 1e4;
/** Radius of what a dot settles for certain, for each pixel of the longest side. */
const DOT = 0.012;
/** Log odds that a dot gives to what hangs together with it. */
const PUSH = 8;
/** How far (in steps of `spreadFrom`) that reaches. */
const REACH = 18;
/** Beyond this no distance matters. */
const LIMIT = 54;
/** Inside of a box the subject is at least this likely. */
const BOXED = 0.35;

/**
 * Takes what was told into the soft mask of a small picture. A dot speaks for its surroundings as far as they hang
 * together in colour with it and no dot of the other kind is nearer (geodesic distance, Bai and Sapiro 2007); the cut
 * weighs that against everything else.
 * @param hints in pixels of the mask.
 */
export function takeHints(lab: Oklab, belief: Plane, { box, keep, drop }: Hints): Told {
  const { width, height } = belief;
  const told: Told = { belief: copyPlane(belief), push: new Float32Array(width * height) };
  if (box) keepToBox(told, box);
  const radius = Math.max(1.5, DOT * Math.max(width, height));
  const kept = dots(keep ?? []);
  const dropped = dots(drop ?? []);
  const toKeep = spreadFrom(lab, belief, kept, LIMIT);
  const toDrop = spreadFrom(lab, belief, dropped, LIMIT);
  for (let i = 0; i < toKeep.length; i++) {
    const near = Math.min(toKeep[i], toDrop[i]);
    const far = Math.min(LIMIT, Math.max(toKeep[i], toDrop[i]));
    if (near >= far) continue;
    const side = toKeep[i] < toDrop[i] ? 1 : 0;
    // Half-way between two dots neither is believed.
    const weight = Math.exp(-((near / REACH) ** 2)) * ((far - near) / (far + near));
    told.push[i] += (side ? PUSH : -PUSH) * weight;
    told.belief.data[i] += weight * (side - told.belief.data[i]);
  }
  settle(keep ?? [], 1);
  settle(drop ?? [], 0);
  return told;

  function dots(points: Point[]): number[] {
    return points.map(({ x, y }) => {
      const column = Math.max(0, Math.min(width - 1, Math.floor(x)));
      return Math.max(0, Math.min(height - 1, Math.floor(y))) * width + column;
    });
  }

  function settle(points: Point[], value: 0 | 1): void {
    for (const { x, y } of points) {
      for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(height - 1, y + radius); row++) {
        for (let column = Math.max(0, Math.floor(x - radius)); column <= Math.min(width - 1, x + radius); column++) {
          if ((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2 > radius * radius) continue;
          told.push[row * width + column] = value ? SURE : -SURE;
          told.belief.data[row * width + column] = value;
        }
      }
    }
  }
}

type Point = { x: number; y: number };

function keepToBox({ belief, push }: Told, box: Box): void {
  for (let y = 0, i = 0; y < belief.height; y++) {
    for (let x = 0; x < belief.width; x++, i++) {
      const inside =
        x + 0.5 >= box.x && x + 0.5 < box.x + box.width && y + 0.5 >= box.y && y + 0.5 < box.y + box.height;
      if (inside) {
        belief.data[i] = Math.max(BOXED, belief.data[i]);
      } else {
        belief.data[i] = 0;
        push[i] = -SURE;
      }
    }
  }
}

/** The same for a picture of another size. */
export function scaleHints({ box, keep, drop }: Hints, scaleX: number, scaleY: number): Hints {
  const scale = ({ x, y }: Point) => ({ x: x * scaleX, y: y * scaleY });
  return {
    box: box ? { ...scale(box), width: box.width * scaleX, height: box.height * scaleY } : null,
    keep: keep?.map(scale),
    drop: drop?.map(scale),
  };
}
