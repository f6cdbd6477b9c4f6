import type { Box } from "@pastiche/contract";
import type { Placed } from "./arrange.ts";
import type { Size } from "./size.ts";

/** From this score on what is placed has room enough. */
const ROOM = 0.62;
/** A frame that shows more of the picture than this, along both axes, has nowhere else to go; elsewhere it is tried at so many places. */
const MOST_SHOWN = 0.75;
const PLACES = 7;
/** What it costs to lose all that the scene is about; more where something stands in relation to it. */
const LOSING = { alone: 0.3, related: 1 };
/** And what it costs to cut off all of the thing that something stands in relation to. */
const CUTTING = 1.6;

/** A scene in one of its frames, and what is placed there. */
export interface View {
  crop: Box;
  placed: Placed[];
  score: number;
  /** How much of what it shows is what the scene is about. */
  shown: number;
  /** How much of the scene's own thing, that something stands in relation to, is beyond the frame. */
  cut: number;
}

/** Of a wide scene in a tall frame, or the other way round, the part that has room for what is placed, where the first has none. */
export function withRoom(
  first: View,
  picture: Size,
  arrangedIn: (crop: Box) => View,
  { related }: { related: boolean },
): View {
  const { x, y, width, height } = first.crop;
  const inside = x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
  const across = width < MOST_SHOWN * picture.width;
  if (first.score >= ROOM || first.placed.length === 0 || !inside) return first;
  if (!across && height >= MOST_SHOWN * picture.height) return first;
  const views = Array.from({ length: PLACES }, (_, i) => i / (PLACES - 1)).map((at) =>
    arrangedIn({
      ...first.crop,
      ...(across ? { x: Math.round(at * (picture.width - width)) } : { y: Math.round(at * (picture.height - height)) }),
    }),
  );
  const worth = ({ score, shown, cut }: View) =>
    score -
    (related ? LOSING.related : LOSING.alone) * Math.max(0, 1 - shown / Math.max(0.02, first.shown)) -
    CUTTING * cut;
  return views.reduce((best, view) => (worth(view) > worth(best) + 0.05 ? view : best), first);
}
