import type { Box, Hints } from "@pastiche/client";
import { MAX_DOTS } from "@pastiche/contract/limits";
import type { Point, Size } from "../viewer/view.ts";

export type Kind = "keep" | "drop";

export function withDot(hints: Hints | null, kind: Kind, dot: Point): Hints {
  return tidy({ ...hints, [kind]: [...(hints?.[kind] ?? []), rounded(dot)].slice(-MAX_DOTS) }) ?? {};
}

export function withoutDot(hints: Hints | null, kind: Kind, at: number): Hints | null {
  return tidy({ ...hints, [kind]: (hints?.[kind] ?? []).toSpliced(at, 1) });
}

export function withBox(hints: Hints | null, box: Box | null): Hints | null {
  return tidy({ ...hints, box });
}

/** The box between two corners, whichever they are, inside of the picture; null where it is hardly one. */
export function boxBetween(one: Point, other: Point, { width, height }: Size): Box | null {
  const within = (at: number, most: number) => Math.round(Math.min(most, Math.max(0, at)));
  const x = within(Math.min(one.x, other.x), width);
  const y = within(Math.min(one.y, other.y), height);
  const right = within(Math.max(one.x, other.x), width);
  const bottom = within(Math.max(one.y, other.y), height);
  return right - x < 4 || bottom - y < 4 ? null : { x, y, width: right - x, height: bottom - y };
}

export function inside({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(width - 1, Math.max(0, x)), y: Math.min(height - 1, Math.max(0, y)) };
}

/** Without what says nothing; null where nothing is said. */
function tidy({ box, keep, drop }: Hints): Hints | null {
  const hints: Hints = {
    ...(box ? { box } : {}),
    ...(keep?.length ? { keep } : {}),
    ...(drop?.length ? { drop } : {}),
  };
  return Object.keys(hints).length > 0 ? hints : null;
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
