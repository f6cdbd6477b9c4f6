import type { AspectRatio, Backdrop, Look, Position, Relation, Role, Scale } from "@pastiche/contract";
import type { Action } from "../vocabulary/actions.ts";
import type { Colour } from "../vocabulary/colours.ts";
import type { Count } from "../vocabulary/counts.ts";
import type { Verb } from "../vocabulary/verbs.ts";
import type { Thing } from "./things.ts";

/** What the grammar understood at one place of the prompt. */
export type Mark =
  | { kind: "thing"; thing: Thing }
  | { kind: "again"; thing: Thing }
  | { kind: "pronoun"; many: boolean }
  | { kind: "relation"; relation: Relation; word: string }
  | { kind: "action"; action: Action }
  | { kind: "verb"; verb: Verb; word: string; passive: boolean }
  | { kind: "likeness"; role: Exclude<Role, "unused"> }
  /** `within`: "in the background" says where it stands, "as the background" that it fills the frame. */
  | { kind: "cue"; role: Exclude<Role, "unused">; announces: boolean; within: boolean }
  | { kind: "position"; position: Position; phrase: string }
  | { kind: "scale"; scale: Scale; command: boolean }
  | { kind: "times"; count: number; scale: Scale }
  | ({ kind: "count" } & Count)
  | { kind: "opacity"; opacity: number }
  | { kind: "flip"; how: "flip" | "upside down" | "rotated" }
  | { kind: "colour"; colour: Colour; version: boolean }
  | { kind: "backdrop"; backdrop: Backdrop }
  | { kind: "background" }
  | { kind: "look"; look: Look }
  | { kind: "text"; content: string; position: Position | null }
  | { kind: "ink"; colour: Colour | null }
  | { kind: "collage"; arrangement: "grid" | "row" | "column"; sure: boolean }
  | { kind: "format"; ratio: AspectRatio }
  | { kind: "instead" }
  | { kind: "transparent" }
  | { kind: "lift" }
  | { kind: "shadow"; shadow: boolean }
  | { kind: "limit"; what: string }
  | { kind: "sign"; sign: "with" | "to" | "and" | "for" | "comma" | "stop" | "colon" | "copula" }
  | { kind: "word"; word: string };
