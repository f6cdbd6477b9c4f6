import type { Box, PlanSubject, Relation } from "@pastiche/contract";
import { copyPlane, type Plane } from "../pixels/index.ts";
import type { IntentSubject } from "../prompt/intent.ts";
import { heightBeside } from "./heights.ts";
import { isAloft } from "./nouns.ts";
import type { Outline } from "./outline.ts";
import { type Piece, place, type Stage } from "./place.ts";
import type { Size } from "./size.ts";
import { type Anchor, wishOf } from "./wish.ts";

/** A subject as far as placing it goes. */
export interface Actor {
  subject: IntentSubject;
  /** Width over height of what is laid down. */
  aspect: number;
  cut: Piece["cut"];
  as: PlanSubject["as"];
  /** Wanted at the nearest depth. */
  heightPx: number;
  outline: Outline | null;
}

/** The scene as far as placing goes: what the prompt calls it, and its own main thing, if it has one. */
export interface Scene {
  reference: number;
  phrase: string;
  thing: Anchor | null;
}

export interface Placed {
  /** One box for each copy. */
  boxes: Box[];
  /** Whether the scene's own main thing stands in front. */
  behindScene: boolean;
  /** Whether it stands on the ground. */
  grounded: boolean;
}

const GAP = 0.07;

/**
 * Places every subject on the stage: subjects side by side as one row, the others one after the other, each where its
 * relation wants it and away from what stands already.
 */
export function arrange(
  actors: Actor[],
  scene: Scene | null,
  stage: Stage,
  effort: number,
  seed: number,
): { placed: Placed[]; score: number } {
  const placed: Placed[] = actors.map(() => ({ boxes: [], behindScene: false, grounded: false }));
  let score = 0;
  let groups = 0;
  for (const row of inRows(actors, scene?.reference ?? null)) {
    const { wishes, behindScene } = wishFor(row, actors, placed, scene);
    const piece = pieceOf(row, actors, scene, stage.frame, wishes);
    const occupied = copyPlane(stage.occupied);
    const host = hostOf(actors[row[0]], actors);
    for (const [i, { boxes }] of placed.entries())
      if (i !== host) for (const box of boxes) occupy(occupied, box, stage.frame);
    const { box, score: value } = place(piece, { ...stage, occupied }, effort, seed === 0 ? 0 : seed + groups);
    const boxes = splitRow(row, actors, box);
    row.forEach((actor, i) => {
      placed[actor].boxes.push(boxes[i]);
      placed[actor].behindScene = behindScene;
      placed[actor].grounded = piece.standing && !piece.cut.bottom;
    });
    score += value;
    groups++;
  }
  return { placed, score: groups === 0 ? 0 : score / groups };
}

/** What it is held by, stands on or lies over: the one thing there that it may cover. */
function hostOf({ subject: { relation, target } }: Actor, actors: Actor[]): number | null {
  if (relation === null || !COVERING.has(relation)) return null;
  return actors.findIndex(({ subject }) => subject.reference === target);
}

const COVERING: ReadonlySet<Relation> = new Set(["held-by", "on", "in", "over", "in-front-of", "behind"]);

/** Actors (by index, once for each copy) in rows from left to right, in the order in which they must be placed. */
function inRows(actors: Actor[], scene: number | null): number[][] {
  const rows: number[][] = [];
  const rowOf = new Map<number, number[]>();
  const indexOf = (reference: number | null) => actors.findIndex(({ subject }) => subject.reference === reference);
  const follows = ({ subject }: Actor, i: number) => {
    const target = indexOf(subject.target);
    return subject.target !== scene && target >= 0 && target !== i;
  };
  let together: number[] | null = null;
  for (const [i, actor] of actors.entries()) {
    if (follows(actor, i)) continue;
    const copies = Array.from({ length: actor.subject.count }, () => i);
    const { position, relation } = actor.subject;
    const free = position === null && (relation === null || relation === "on" || relation === "in");
    if (free && together) together.push(...copies);
    else rows.push(copies);
    if (free) together ??= copies;
    rowOf.set(i, free && together ? together : copies);
  }
  for (const [i, actor] of actors.entries()) {
    if (!follows(actor, i)) continue;
    const { relation, target, count, position } = actor.subject;
    const copies = Array.from({ length: count }, () => i);
    const host = rowOf.get(indexOf(target));
    const sideBySide = relation === "left-of" || relation === "right-of" || relation === "beside";
    if (host && sideBySide && position === null) {
      const at = host.indexOf(indexOf(target));
      host.splice(relation === "left-of" ? at : host.lastIndexOf(indexOf(target)) + 1, 0, ...copies);
      rowOf.set(i, host);
    } else {
      rows.push(copies);
      rowOf.set(i, copies);
    }
  }
  return rows;
}

function wishFor(
  row: number[],
  actors: Actor[],
  placed: Placed[],
  scene: Scene | null,
): { wishes: Piece["wishes"]; behindScene: boolean } {
  const { subject } = actors[row[0]];
  const members = row.map((i) => actors[i]);
  const heights = members.map(({ heightPx }) => heightPx);
  const aspect = rowWidths(members, heights).total / Math.max(...heights);
  if (row.length !== subject.count || subject.target === null) return { wishes: [], behindScene: false };
  const ofScene = subject.target === scene?.reference;
  const host = actors.findIndex((actor) => actor.subject.reference === subject.target);
  const hostBox = host >= 0 ? placed[host].boxes[0] : undefined;
  const anchor = ofScene
    ? scene.thing
    : hostBox && { ...actors[host], box: hostBox, phrase: actors[host].subject.phrase };
  if (!anchor || (subject.position !== null && ofScene)) return { wishes: [], behindScene: false };
  const wish = wishOf(
    subject.relation,
    { aspect, heightPx: heightAt(actors[row[0]], anchor), phrase: subject.phrase },
    anchor,
  );
  return { wishes: wish?.at ?? [], behindScene: ofScene && (wish?.behindAnchor ?? false) };
}

/** What stands in front of a thing, or hangs over it, stands nearer: sizes compare only at one depth. */
function heightAt(actor: Actor, anchor: Anchor): number {
  const { relation } = actor.subject;
  const sameDepth = relation === "beside" || relation === "left-of" || relation === "right-of" || relation === "behind";
  return sameDepth && !actor.cut.bottom ? heightBeside(actor, anchor) : actor.heightPx;
}

function pieceOf(row: number[], actors: Actor[], scene: Scene | null, frame: Size, wishes: Piece["wishes"]): Piece {
  const members = row.map((i) => actors[i]);
  const { subject } = members[0];
  const heights = members.map((actor) => actor.heightPx);
  const heightPx = Math.max(...heights);
  const alone = members.length === 1;
  const width = rowWidths(members, heights).total;
  const { relation } = subject;
  const aloft =
    (relation === "in" || relation === "on") && subject.target === scene?.reference && isAloft(scene.phrase);
  const floats = aloft || relation === "above" || relation === "over" || relation === "held-by";
  const high = subject.position?.startsWith("top") ?? false;
  const corner = subject.position?.includes("-") ?? false;
  return {
    heightPx: width > frame.width * 0.9 ? (heightPx * frame.width * 0.9) / width : heightPx,
    aspect: width / heightPx,
    standing:
      members.some(({ as }) => as === "cutout") &&
      !floats &&
      !high &&
      !(corner && (subject.scale === "small" || subject.scale === "tiny")),
    position: subject.position ?? (floats && wishes.length === 0 ? "top" : null),
    cut: {
      left: alone && members[0].cut.left && !members[0].cut.right && !belongs("right", subject, wishes),
      right: alone && members[0].cut.right && !members[0].cut.left && !belongs("left", subject, wishes),
      bottom: members.some(({ cut }) => cut.bottom) && !floats && !high,
    },
    wishes,
    upon: relation === "on" || relation === "in" || relation === "over" || relation === "behind",
  };
}

/** Whether the prompt puts it at that side of the frame, whatever its photograph cuts off. */
function belongs(side: "left" | "right", { position }: IntentSubject, wishes: Piece["wishes"]): boolean {
  if (position) return position.endsWith(side);
  return wishes.length > 0 && wishes.every(({ anchorLies }) => anchorLies === (side === "left" ? 1 : -1));
}

function rowWidths(members: Actor[], heights: number[]): { widths: number[]; gap: number; total: number } {
  const widths = members.map(({ aspect }, i) => aspect * heights[i]);
  const sum = widths.reduce((a, b) => a + b, 0);
  const gap = members.length > 1 ? (GAP * sum) / members.length : 0;
  return { widths, gap, total: sum + gap * (members.length - 1) };
}

/** The boxes of a row's members within the row's box, all on its lower edge. */
function splitRow(row: number[], actors: Actor[], box: Box): Box[] {
  const members = row.map((i) => actors[i]);
  const tallest = Math.max(...members.map(({ heightPx }) => heightPx));
  const heights = members.map(({ heightPx }) => (heightPx / tallest) * box.height);
  const { widths, gap, total } = rowWidths(members, heights);
  const fit = box.width / total;
  let x = box.x;
  return members.map((_, i) => {
    const width = Math.round(widths[i] * fit);
    const height = Math.round(heights[i] * fit);
    const member = { x: Math.round(x), y: Math.round(box.y + box.height - height), width, height };
    x += (widths[i] + gap) * fit;
    return member;
  });
}

function occupy(plane: Plane, box: Box, frame: Size): void {
  const { width, height, data } = plane;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const px = ((x + 0.5) / width) * frame.width;
      const py = ((y + 0.5) / height) * frame.height;
      if (px >= box.x && px <= box.x + box.width && py >= box.y && py <= box.y + box.height) data[y * width + x] = 1;
    }
  }
}
