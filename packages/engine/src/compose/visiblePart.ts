import type { Box } from "@pastiche/contract";
import type { Size } from "../plan/size.ts";
import { boundsOf, middleOf, rotate } from "./turn.ts";

/** How far beyond the frame a subject is still painted, as a share of the frame's longer edge: its shadow may fall into it. */
const MARGIN = 0.25;

/**
 * What must be painted of a subject whose box may be far larger than the frame, or outside of it: the part of the box
 * in whole pixels, and which share of the box that is (0 to 1 in both directions). Null where nothing would be seen.
 */
export function visiblePart(box: Box, rotation: number, frame: Size): { to: Box; share: Box } | null {
  // Seen from the subject it is the frame that is turned.
  const seen = boundsOf(rotate(aroundFrame(frame), middleOf(box), -rotation));
  const left = Math.max(box.x, Math.floor(seen.x));
  const top = Math.max(box.y, Math.floor(seen.y));
  const width = Math.min(box.x + box.width, Math.ceil(seen.x + seen.width)) - left;
  const height = Math.min(box.y + box.height, Math.ceil(seen.y + seen.height)) - top;
  if (width <= 0 || height <= 0) return null;
  const share = {
    x: (left - box.x) / box.width,
    y: (top - box.y) / box.height,
    width: width / box.width,
    height: height / box.height,
  };
  return { to: { x: left, y: top, width, height }, share };
}

/** The frame with its margin. */
export function aroundFrame({ width, height }: Size): Box {
  const margin = Math.round(MARGIN * Math.max(width, height));
  return { x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin };
}

export const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** The same share of another box. */
export function shareOf(box: Box, share: Box, { flip }: { flip: boolean }): Box {
  const x = flip ? 1 - share.x - share.width : share.x;
  return {
    x: x * box.width,
    y: share.y * box.height,
    width: share.width * box.width,
    height: share.height * box.height,
  };
}
