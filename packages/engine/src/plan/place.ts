import type { Box, Position } from "@pastiche/contract";
import { createRandom, type Plane } from "../pixels/index.ts";
import type { Size } from "./size.ts";

/** A rectangle to be placed: one subject, or a row of them that stands together. */
export interface Piece {
  /** Height in pixels at the nearest depth and full scale; the width follows from `aspect` (width over height). */
  heightPx: number;
  aspect: number;
  /** Stands on the ground, so that its lower edge wants ground under it and its size follows the depth. */
  standing: boolean;
  position: Position | null;
  /** Sides of the subject that its photograph cuts off: they belong at the frame's edge, never in mid-air. */
  cut: { left: boolean; right: boolean; bottom: boolean };
  /**
   * Where a relation wants it (any of these), instead of anywhere: the middle of its lower edge, and how tall. Beside an
   * anchor that lies left (-1) or right (1) of it, a smaller piece moves up to it, and does not cover it.
   */
  wishes: { x: number; base: number; heightPx: number; anchorLies: -1 | 0 | 1 }[];
  /** Whether its relation puts it upon the anchor itself, a hat or coffee in a cup, or where it cannot cover it, behind. */
  upon: boolean;
}

/** The frame that it is placed in; planes are of any resolution, over the whole frame, 0 to 1. */
export interface Stage {
  frame: Size;
  ground: Plane;
  salient: Plane;
  /** The face of the scene's main thing, which nothing covers but what is worn. */
  head: Plane;
  occupied: Plane;
  /** Share of the frame's height at which the ground ends. */
  horizon: number;
}

export interface Placement {
  box: Box;
  /** 0 to 1, higher is better. */
  score: number;
}

/** Space that a designer leaves to the edges, as a share of the shorter side. */
export const MARGIN = 0.045;
const COLUMNS = 17;
const ROWS = 13;
const SCALES = [1, 0.88, 0.75, 0.62, 0.5, 0.4];
/** Beside something there may be less room. */
const SMALLEST = 0.3;

/** What a whole frame's width and height away from where a seed leans to cost a candidate: things stand where the ground is. */
const LEANING = { across: 1, down: 0.3 };

/**
 * The best place among many: a grid of candidates, and with `effort` above 1 that many times more, drawn from the seed,
 * half of them anywhere and half near the best so far. The grid is always among them, so that more effort never scores less.
 * Seed 0 takes the best as it is; any other leans towards a part of the frame of its own, and so to another place that is
 * about as good.
 */
export function place(piece: Piece, stage: Stage, effort: number, seed: number): Placement {
  const score = scorer(piece, stage);
  const random = createRandom(seed);
  const leansTo = seed === 0 ? null : { u: random(), v: random() };
  const wishes = piece.wishes.length > 0 ? piece.wishes : [null];
  let best: Candidate = { wish: wishes[0], u: 0.5, v: 0.85, scale: SCALES.at(-1) ?? 1 };
  let bestScore = -Infinity;
  const consider = (tried: Candidate) => {
    const away = leansTo
      ? LEANING.across * Math.abs(tried.u - leansTo.u) + LEANING.down * Math.abs(tried.v - leansTo.v)
      : 0;
    const value = score(boxOf(piece, stage, tried), tried) - away;
    if (value <= bestScore) return;
    best = tried;
    bestScore = value;
  };
  for (const wish of wishes) {
    for (const scale of wish && wish.anchorLies !== 0 ? [...SCALES, SMALLEST] : SCALES) {
      if (wish) consider(atWish(wish, piece, stage.frame, scale));
      for (let row = 0; row < ROWS; row++) {
        for (let column = 0; column < COLUMNS; column++) {
          consider({ wish, u: (column + 0.5) / COLUMNS, v: (row + 0.5) / ROWS, scale });
        }
      }
    }
  }
  const extra = (effort - 1) * wishes.length * COLUMNS * ROWS * SCALES.length;
  for (let i = 0; i < extra; i++) {
    const { wish, u, v, scale } = best;
    const near = (middle: number) => middle + (random() - 0.5) * 0.12;
    if (i % 2 === 0) consider({ wish, u: near(u), v: near(v), scale: Math.min(1.05, near(scale)) });
    else consider({ wish: wishes[i % wishes.length], u: random(), v: random(), scale: 0.4 + 0.65 * random() });
  }
  return { box: round(boxOf(piece, stage, best)), score: Math.max(0, Math.min(1, bestScore)) };
}

function atWish(wish: NonNullable<Wish>, { aspect }: Piece, frame: Size, scale: number): Candidate {
  const x = wish.x + (wish.anchorLies * (1 - scale) * wish.heightPx * aspect) / 2;
  return { wish, u: x / frame.width, v: wish.base / frame.height, scale };
}

/** The middle of the lower edge as shares of the frame, and the size as a share of the one wanted. */
interface Candidate {
  wish: Wish;
  u: number;
  v: number;
  scale: number;
}

type Wish = Piece["wishes"][number] | null;

/** The box of a candidate, but for sides that belong at the frame's edge. */
function boxOf(piece: Piece, { frame, horizon }: Stage, { wish, u, v, scale }: Candidate): Box {
  const base = piece.cut.bottom ? frame.height : v * frame.height;
  const depth = piece.standing && !piece.cut.bottom && !wish ? depthScale(v, horizon) : 1;
  const height = (wish?.heightPx ?? piece.heightPx) * scale * depth;
  const width = height * piece.aspect;
  let x = u * frame.width - width / 2;
  if (piece.cut.left) x = 0;
  else if (piece.cut.right) x = frame.width - width;
  return { x, y: base - height, width, height };
}

/** Things look smaller towards the horizon; a still life without one keeps most of its size. */
function depthScale(v: number, horizon: number): number {
  const far = Math.min(0.75, horizon);
  return Math.min(1.12, 0.55 + 0.5 * Math.max(0, (v - far) / Math.max(0.15, 0.9 - far)));
}

function scorer(
  piece: Piece,
  { frame, ground, salient, head, occupied, horizon }: Stage,
): (box: Box, candidate: Candidate) => number {
  const groundIn = meanIn(ground, frame);
  const salientIn = meanIn(salient, frame);
  const occupiedIn = meanIn(occupied, frame);
  const headIn = meanIn(head, frame);
  const headAll = headIn({ x: 0, y: 0, width: frame.width, height: frame.height });
  const salientAll = Math.max(0.02, salientIn({ x: 0, y: 0, width: frame.width, height: frame.height }));
  // A meadow full of doubt must not forbid every place.
  const trust = Math.min(
    1,
    salient.data.reduce((a, b) => Math.max(a, b), 0.1),
  );
  const short = Math.min(frame.width, frame.height);
  return (box, { wish }) => {
    const base = box.y + box.height;
    const middle = box.x + box.width / 2;
    const area = (box.width * box.height) / (frame.width * frame.height);
    const covered = salientIn(box);
    let score = 1;
    // A relation such as "in front of" may overlap what the scene is about, but the wish already says how far.
    const tolerance = (!wish ? 1 : wish.anchorLies === 0 ? 0.08 : 0.6) * trust;
    score -= tolerance * (3.4 * Math.min(1, (covered * area) / salientAll) + 0.35 * covered);
    if (headAll > 0 && !piece.upon) score -= 2.6 * Math.min(1, (headIn(box) * area) / headAll);
    score -= 2.5 * occupiedIn(box);
    score -= 3 * outside(box, frame, piece.cut);
    score -= 0.5 * crowding(box, frame, piece.cut, short * MARGIN);
    // Far away is small too: nobody asks for a speck on the horizon without saying so.
    const shrunk = Math.max(0, 1 - box.height / (wish?.heightPx ?? piece.heightPx));
    score -= 0.35 * shrunk + 1.2 * shrunk ** 2;
    if (wish) {
      const x = wish.x + (wish.anchorLies * (wish.heightPx * piece.aspect - box.width)) / 2;
      // Half a figure stands at the frame's edge, wherever its anchor does.
      const away = Math.hypot(middle - x, piece.cut.bottom ? 0 : base - wish.base) / short;
      return score - 2.5 * away - 1.6 * pastAnchor(box, wish, piece);
    }
    if (piece.standing) {
      const strip = {
        x: box.x + box.width * 0.12,
        y: base - short * 0.035,
        width: box.width * 0.76,
        height: short * 0.045,
      };
      score -= 0.7 * (1 - groundIn(strip));
      score -= 1.5 * Math.max(0, horizon + 0.04 - base / frame.height);
      if (!piece.cut.bottom) score -= 0.35 * Math.abs(base / frame.height - Math.max(0.83, (horizon + 1.05) / 2));
    }
    score -= 0.12 * Math.min(...[1 / 3, 1 / 2, 2 / 3].map((third) => Math.abs(middle / frame.width - third))) * 3;
    if (piece.position) score -= 4 * offPosition(box, piece, frame, short * MARGIN);
    return score;
  };
}

/** How much of what stands beside something reaches over it all the same, as a share of its width. */
function pastAnchor(box: Box, wish: NonNullable<Wish>, { aspect }: Piece): number {
  if (wish.anchorLies === 0) return 0;
  const edge = wish.x + (wish.anchorLies * wish.heightPx * aspect) / 2;
  const near = box.x + box.width / 2 + (wish.anchorLies * box.width) / 2;
  return Math.max(0, (wish.anchorLies * (near - edge)) / box.width - 0.15);
}

/** How far the box is from where a position word wants it, as a share of the frame. */
function offPosition(box: Box, { position, standing }: Piece, frame: Size, margin: number): number {
  const word = position ?? "center";
  let off = 0;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const corner = word.includes("-");
  const reach = (length: number) => (corner ? margin + length / 2 : Math.max(margin + length / 2, 0.22 * frame.width));
  if (word.endsWith("left")) off += Math.abs(x - reach(box.width)) / frame.width;
  else if (word.endsWith("right")) off += Math.abs(frame.width - x - reach(box.width)) / frame.width;
  else off += Math.abs(x - frame.width / 2) / frame.width;
  if (word.startsWith("top")) off += Math.abs(y - margin - box.height / 2) / frame.height;
  else if (word.startsWith("bottom")) off += Math.abs(frame.height - y - margin - box.height / 2) / frame.height;
  else if (!standing) off += Math.abs(y - frame.height / 2) / frame.height;
  return off;
}

function outside(box: Box, frame: Size, cut: Piece["cut"]): number {
  const left = cut.left ? 0 : Math.max(0, -box.x);
  const right = cut.right ? 0 : Math.max(0, box.x + box.width - frame.width);
  const over = Math.max(0, -box.y);
  const under = cut.bottom ? 0 : Math.max(0, box.y + box.height - frame.height);
  return (left + right) / box.width + (over + under) / box.height;
}

function crowding(box: Box, frame: Size, cut: Piece["cut"], margin: number): number {
  const near = (distance: number) => Math.max(0, 1 - distance / margin);
  return (
    (cut.left ? 0 : near(box.x)) +
    (cut.right ? 0 : near(frame.width - box.x - box.width)) +
    near(box.y) +
    (cut.bottom ? 0 : near(frame.height - box.y - box.height))
  );
}

/** Mean of a plane within a box of the frame, by a summed-area table; 0 for what lies outside. */
function meanIn({ width, height, data }: Plane, frame: Size): (box: Box) => number {
  const stride = width + 1;
  const table = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x];
      table[(y + 1) * stride + x + 1] = table[y * stride + x + 1] + row;
    }
  }
  return (box) => {
    const x0 = clamp(Math.floor((box.x / frame.width) * width), width);
    const y0 = clamp(Math.floor((box.y / frame.height) * height), height);
    const x1 = clamp(Math.ceil(((box.x + box.width) / frame.width) * width), width);
    const y1 = clamp(Math.ceil(((box.y + box.height) / frame.height) * height), height);
    const count = (x1 - x0) * (y1 - y0);
    if (count <= 0) return 0;
    const sum = table[y1 * stride + x1] - table[y0 * stride + x1] - table[y1 * stride + x0] + table[y0 * stride + x0];
    return sum / count;
  };
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

function round({ x, y, width, height }: Box): Box {
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
  };
}
