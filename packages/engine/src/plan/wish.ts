import type { Box, Relation } from "@pastiche/contract";
import { isBeing, isContainer, isEyewear, isHeadwear } from "./nouns.ts";
import { headAt, type Outline, shoulderAt, topAt } from "./outline.ts";
import type { Piece } from "./place.ts";
import { type Rim, usualRim } from "./rim.ts";

/** A thing in the frame that a relation speaks of: another subject, or what the scene is about. */
export interface Anchor {
  box: Box;
  phrase: string;
  /** Null where it has none worth the name (an inset). */
  outline: Outline | null;
  /** The opening of a container that something is put in, in the frame. */
  rim?: Rim | null;
}

/** Where a relation wants a piece (any of these places), and whether the anchor stands in front of it. */
export interface Wish {
  at: Piece["wishes"];
  behindAnchor: boolean;
}

/** Somebody who is wider than this share of the height is seen from the waist up. */
const HALF_FIGURE = 0.6;

/** Whether a relation to a scene speaks of the scene's own main thing, rather than of anywhere in it. */
export function speaksOfThing(relation: Relation | null, scenePhrase: string): boolean {
  if (relation === null) return false;
  return (relation !== "on" && relation !== "in") || isBeing(scenePhrase) || isContainer(scenePhrase);
}

/**
 * Geometry of a relation, in the anchor's own proportions. Null where the relation leaves the place open ("in the
 * park", "on the table": anywhere that one can stand).
 */
export function wishOf(
  relation: Relation | null,
  piece: { aspect: number; heightPx: number; phrase: string },
  anchor: Anchor,
): Wish | null {
  const { box } = anchor;
  const middle = box.x + box.width / 2;
  const base = box.y + box.height;
  const { heightPx, aspect } = piece;
  const widthPx = heightPx * aspect;
  const spot = (x: number, y: number, height = heightPx, anchorLies: -1 | 0 | 1 = 0) => ({
    x,
    base: y,
    heightPx: height,
    anchorLies,
  });
  const front = (...at: Piece["wishes"]): Wish => ({ at, behindAnchor: false });
  const left = spot(box.x - 0.06 * box.width - widthPx / 2, base, heightPx, 1);
  const right = spot(box.x + 1.06 * box.width + widthPx / 2, base, heightPx, -1);
  switch (relation) {
    case "left-of":
      return front(left);
    case "right-of":
      return front(right);
    case "beside":
      return front(right, left);
    case "behind": {
      const height = Math.max(heightPx, 0.95 * box.height);
      // A good half of it looks out at the side, however thin it is.
      const aside = 0.5 * box.width + 0.12 * height * aspect;
      const y = base - 0.12 * box.height;
      return { at: [spot(middle + aside, y, height), spot(middle - aside, y, height)], behindAnchor: true };
    }
    case "in-front-of":
      return front(
        spot(middle - 0.3 * box.width, base + 0.12 * box.height),
        spot(middle + 0.3 * box.width, base + 0.12 * box.height),
      );
    case "above":
      return front(spot(middle, box.y - 0.08 * box.height));
    case "below":
      return front(spot(middle, base + 0.08 * box.height + heightPx));
    case "over":
      return front(spot(middle, box.y + box.height / 2 + heightPx / 2));
    case "held-by": {
      const height = Math.min(heightPx, 0.42 * box.height);
      // Hands are at the hips, and lower in half a figure.
      const y = box.y + (box.width > HALF_FIGURE * box.height ? 0.88 : 0.62) * box.height;
      return front(spot(box.x + 0.78 * box.width, y, height), spot(box.x + 0.22 * box.width, y, height));
    }
    case "on":
      return onTop(piece, anchor);
    case "in":
      if (!isContainer(anchor.phrase)) return null;
      return { at: [inside(anchor.rim ?? usualRim(box), { heightPx, aspect })], behindAnchor: true };
    case null:
      return null;
  }
}

/** As wide as its opening lets it be, and hidden by the near wall: the more, the less one looks down into it. */
function inside(rim: Rim, { heightPx, aspect }: { heightPx: number; aspect: number }): Piece["wishes"][number] {
  const height = Math.min(heightPx, (1.5 * rim.across) / aspect);
  const hidden = 0.4 - 0.2 * Math.min(1, rim.down / rim.across);
  return { x: rim.x, base: rim.y + rim.down + hidden * height, heightPx: height, anchorLies: 0 };
}

function onTop(
  { aspect, phrase, heightPx }: { aspect: number; phrase: string; heightPx: number },
  { box, phrase: under, outline }: Anchor,
): Wish | null {
  const middle = box.x + box.width / 2;
  const head = outline ? box.x + headAt(outline) * box.width : middle;
  const at = (x: number, base: number, height: number): Wish => ({
    at: [{ x, base: box.y + base * box.height, heightPx: height, anchorLies: 0 }],
    behindAnchor: false,
  });
  if (isBeing(under) && isHeadwear(phrase)) return at(head, 0.13, (0.55 * box.width) / aspect);
  if (isBeing(under) && isEyewear(phrase)) return at(head, 0.2, (0.42 * box.width) / aspect);
  // Nothing but a hat stands on a head: what is on somebody sits on the shoulder, and never covers the face.
  const small = Math.min(heightPx, 0.26 * box.height);
  const shoulder = (outline && shoulderAt(outline)) ?? { u: 0.8, v: outline ? topAt(outline, 0.8) : 0.3 };
  if (isBeing(under)) return at(box.x + shoulder.u * box.width, shoulder.v + 0.03, small);
  const height = Math.min(heightPx, 0.8 * box.height);
  if (isContainer(under)) return at(middle, (outline ? topAt(outline, 0.5) : 0) + 0.06, height);
  return null;
}
