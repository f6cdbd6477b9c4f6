import type { AspectRatio, Backdrop, Look, Position, Relation, Role, Scale } from "@pastiche/contract";
import type { Intent } from "../intent.ts";
import type { SpokenOf } from "./unnamed.ts";

/** What was said of one reference. */
export interface Said {
  index: number;
  phrase: string;
  /** The noun, null where only the picture was named. */
  head: string | null;
  /** The picture as a whole is meant, not a thing in it. */
  whole: boolean;
  place: boolean;
  role: Role | null;
  /** Something was asked that only a cut-out can give. */
  lifted: boolean;
  /** Only what is behind it changes: it stays where its picture has it. */
  stays: boolean;
  /** "paint the cottage from 0": a picture that is changed, and that others are added to. */
  isCanvas: boolean;
  /** "the explosion from 1 behind": behind all others. */
  isBehind: boolean;
  position: Position | null;
  scale: Scale | null;
  count: number;
  flip: boolean;
  tint: string | null;
  opacity: number;
  /** The reference that shows the same thing, and was named before it. */
  viewOf?: number;
}

export interface Link {
  /** Null: a thing that no reference was named for ("put the logo on the mug from 1"). */
  source: number | null;
  target: number | null;
  relation: Relation | null;
  /** Only "with": it gives way to a relation said outright. */
  soft: boolean;
}

/** All that the clauses of a prompt said, before roles are settled. */
export interface Reading {
  said: Said[];
  links: Link[];
  backdrop: Backdrop | null;
  transparent: boolean;
  shadow: boolean | null;
  looks: Look[];
  texts: Intent["texts"];
  collage: { arrangement: "grid" | "row" | "column"; sure: boolean } | null;
  /** "make it portrait" */
  format: AspectRatio | null;
  lift: boolean;
  /** "remove the person from 0": taken out of the picture, unless it is then put elsewhere. */
  removed: { index: number; phrase: string }[];
  /** "a wooden table": new things that no reference was named for. */
  unseen: string[];
  /** "next to a tree": the same, but it may be in the scene. */
  unseenAround: string[];
  unsupported: string[];
  /** What was asked of a thing that no reference was named for. */
  unnamed: Modifiers;
  /** Null where any reference was named. */
  spokenOf: SpokenOf | null;
}

export type Modifiers = Partial<Pick<Said, "position" | "scale" | "count" | "flip" | "tint" | "opacity">>;

/** A reference of which nothing was said yet. */
export function blank(index: number): Said {
  return {
    index,
    phrase: "",
    head: null,
    whole: true,
    place: false,
    role: null,
    lifted: false,
    stays: false,
    isCanvas: false,
    isBehind: false,
    position: null,
    scale: null,
    count: 1,
    flip: false,
    tint: null,
    opacity: 1,
  };
}

/** A prompt of which nothing was read yet. */
export function emptyReading(): Reading {
  return {
    said: [],
    links: [],
    backdrop: null,
    transparent: false,
    shadow: null,
    looks: [],
    texts: [],
    collage: null,
    format: null,
    lift: false,
    removed: [],
    unseen: [],
    unseenAround: [],
    unsupported: [],
    unnamed: {},
    spokenOf: null,
  };
}

/** Only those that were said, so that they never undo others. */
export function definedOnly(modifiers: Modifiers): Modifiers {
  return Object.fromEntries(Object.entries(modifiers).filter(([, value]) => value !== undefined));
}
