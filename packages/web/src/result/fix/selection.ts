import type { Box, Plan } from "@pastiche/client";
import { signal } from "@preact/signals";
import { boxesOf, orderOf, type Thing } from "./changes.ts";

/** What is chosen in the picture. */
export const selected = signal<Thing | null>(null);
/** The text that is being written, by its place in the plan. */
export const writing = signal<number | null>(null);
/** The picture whose cut-out is being mended. */
export const mending = signal<number | null>(null);

/** What is in hand: where it would be if it were let go now. */
export interface Drag {
  thing: Thing;
  box: Box;
  rotation: number;
}
export const drag = signal<Drag | null>(null);

/** What there is to be chosen, from the farthest to the nearest; texts are nearest. */
export function thingsOf(plan: Plan): Thing[] {
  const subjects = orderOf(plan)
    .filter((at) => at >= 0 && plan.subjects[at].opacity > 0)
    .flatMap((at) => boxesOf(plan.subjects[at]).map((_, copy): Thing => ({ kind: "subject", at, copy })));
  const texts = plan.texts.flatMap(({ box }, at): Thing[] => (box ? [{ kind: "text", at }] : []));
  return [...subjects, ...texts];
}

/** "the bear", "the bear, copy 2", "“SALE”". */
export function nameOf(plan: Plan, thing: Thing): string {
  if (thing.kind === "text") return `“${plan.texts[thing.at].content.replaceAll("\n", " ")}”`;
  const { phrase, reference } = plan.subjects[thing.at];
  const name = phrase || `the subject of picture ${reference}`;
  return thing.copy === 0 ? name : `${name}, copy ${thing.copy + 1}`;
}
