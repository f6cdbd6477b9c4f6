import type { Box } from "@pastiche/client";
import type { Point } from "../viewer/view.ts";

/** How small a thing may be made: it must still be found. */
const LEAST_PX = 8;
const STEP_DEGREES = 15;

export function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function about(middle: Point, width: number, height: number): Box {
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

/** Clockwise, as the screen's y runs down. */
export function turned({ x, y }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}

/** Left or right, above or below the middle. */
export interface Corner {
  x: -1 | 1;
  y: -1 | 1;
}

/** The box whose corner is where the pointer is, while the opposite one stays; its ratio stays too unless it is `free`. */
export function resized(box: Box, degrees: number, corner: Corner, pointer: Point, isFree: boolean): Box {
  const middle = middleOf(box);
  const opposite = turned({ x: (-corner.x * box.width) / 2, y: (-corner.y * box.height) / 2 }, degrees);
  const anchor = { x: middle.x + opposite.x, y: middle.y + opposite.y };
  const reach = turned({ x: pointer.x - anchor.x, y: pointer.y - anchor.y }, -degrees);
  const across = reach.x * corner.x;
  const down = reach.y * corner.y;
  // Along the diagonal, so that it follows the pointer in both directions alike.
  const along = (across * box.width + down * box.height) / (box.width ** 2 + box.height ** 2);
  const times = Math.max(LEAST_PX / Math.min(box.width, box.height), along);
  const width = isFree ? Math.max(LEAST_PX, across) : box.width * times;
  const height = isFree ? Math.max(LEAST_PX, down) : box.height * times;
  const half = turned({ x: (corner.x * width) / 2, y: (corner.y * height) / 2 }, degrees);
  return about({ x: anchor.x + half.x, y: anchor.y + half.y }, width, height);
}

/** Larger or smaller about its middle. */
export function scaled(box: Box, times: number): Box {
  const least = LEAST_PX / Math.min(box.width, box.height);
  const by = Math.max(least, times);
  return about(middleOf(box), box.width * by, box.height * by);
}

/** The turn at which the handle above the box points to the pointer; in whole degrees, or in steps of 15. */
export function angleTo(box: Box, pointer: Point, inSteps: boolean): number {
  const middle = middleOf(box);
  const degrees = (Math.atan2(pointer.y - middle.y, pointer.x - middle.x) * 180) / Math.PI + 90;
  return around(inSteps ? Math.round(degrees / STEP_DEGREES) * STEP_DEGREES : Math.round(degrees));
}

/** The same turn, from -180 to 180. */
export function around(degrees: number): number {
  const turn = ((((degrees + 180) % 360) + 360) % 360) - 180;
  return turn === -180 ? 180 : turn;
}
