import type { Box, Plan, PlanOverrides, SubjectOverride, TextOverride } from "@pastiche/client";
import { around } from "./geometry.ts";

/** What a person does to a plan, each as a new plan; and what is sent for it. */

export type Subject = Plan["subjects"][number];
export type Text = Plan["texts"][number];

/** A thing in the picture: a copy of a subject (0 is the first), or a text. */
export type Thing = { kind: "subject"; at: number; copy: number } | { kind: "text"; at: number };

export function isSame(one: Thing | null, other: Thing | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function boxesOf({ box, copies }: Subject): Box[] {
  return box ? [box, ...copies] : [];
}

export function boxOf(plan: Plan, thing: Thing): Box | null {
  if (thing.kind === "text") return plan.texts[thing.at]?.box ?? null;
  const subject = plan.subjects[thing.at];
  return subject ? (boxesOf(subject)[thing.copy] ?? null) : null;
}

export function rotationOf(plan: Plan, thing: Thing): number {
  return thing.kind === "subject" ? (plan.subjects[thing.at]?.rotation ?? 0) : 0;
}

export function placed(plan: Plan, thing: Thing, box: Box, rotation = rotationOf(plan, thing)): Plan {
  if (thing.kind === "text") return withText(plan, thing.at, { box });
  const [first, ...copies] = boxesOf(plan.subjects[thing.at]).with(thing.copy, box);
  return withSubject(plan, thing.at, { box: first, copies, rotation: around(rotation) });
}

export function withSubject(plan: Plan, at: number, changes: Partial<Subject>): Plan {
  return { ...plan, subjects: plan.subjects.with(at, { ...plan.subjects[at], ...changes }) };
}

export function withText(plan: Plan, at: number, changes: Partial<Text>): Plan {
  return { ...plan, texts: plan.texts.with(at, { ...plan.texts[at], ...changes }) };
}

/** A copy is gone; the last one of a subject is made invisible, since the plan's subjects are the prompt's. */
export function takenAway(plan: Plan, thing: Thing): Plan {
  if (thing.kind === "text") return { ...plan, texts: plan.texts.toSpliced(thing.at, 1) };
  const boxes = boxesOf(plan.subjects[thing.at]);
  if (boxes.length <= 1) return withSubject(plan, thing.at, { opacity: 0 });
  const [first, ...copies] = boxes.toSpliced(thing.copy, 1);
  return withSubject(plan, thing.at, { box: first, copies, count: copies.length + 1 });
}

/** One more of the same, a little aside. */
export function duplicated(plan: Plan, thing: Thing): Plan {
  const box = boxOf(plan, thing);
  if (!box) return plan;
  const beside = { ...box, x: box.x + box.width * 0.25, y: box.y + box.height * 0.06 };
  if (thing.kind === "text") return { ...plan, texts: [...plan.texts, { ...plan.texts[thing.at], box: beside }] };
  const { copies } = plan.subjects[thing.at];
  return withSubject(plan, thing.at, { copies: [...copies, beside], count: copies.length + 2 });
}

/** Where it is quiet, which the engine finds; in the face of those that are there. */
export function withAnotherText(plan: Plan, content: string): Plan {
  const font = plan.texts.at(-1)?.font ?? null;
  return { ...plan, texts: [...plan.texts, { content, position: null, box: null, font, colour: null }] };
}

/** Other words at the same size: the box grows or shrinks about its middle, as far as the picture goes. */
export function reworded(plan: Plan, at: number, content: string, widthOf: (words: string) => number): Plan {
  const { box, content: before } = plan.texts[at];
  if (!box || !plan.size) return withText(plan, at, { content });
  const lines = (words: string) => words.split("\n").length;
  const longest = (words: string) => Math.max(...words.split("\n").map(widthOf), 1);
  const most = plan.size.width * 0.96;
  const width = Math.min(most, box.width * (longest(content) / longest(before)));
  const height = box.height * (lines(content) / lines(before));
  const middle = box.x + box.width / 2;
  const x = Math.min(plan.size.width * 0.98 - width, Math.max(plan.size.width * 0.02, middle - width / 2));
  return withText(plan, at, { content, box: { x, y: box.y + (box.height - height) / 2, width, height } });
}

/** Nearer by one, or farther. In a scene its own main thing stands in the row too, at 0: what is below is behind it. */
export function reordered(plan: Plan, at: number, step: 1 | -1): Plan {
  const row = orderOf(plan);
  const from = row.indexOf(at);
  const to = from + step;
  if (to < 0 || to >= row.length) return plan;
  const next = row.toSpliced(from, 1).toSpliced(to, 0, at);
  const ground = next.indexOf(SCENE);
  return {
    ...plan,
    subjects: plan.subjects.map((subject, index) => ({ ...subject, z: next.indexOf(index) - Math.max(ground, -1) })),
  };
}

export function canReorder(plan: Plan, at: number, step: 1 | -1): boolean {
  const row = orderOf(plan);
  const to = row.indexOf(at) + step;
  return to >= 0 && to < row.length;
}

const SCENE = -1;

/** The subjects from the farthest to the nearest. */
export function orderOf({ subjects, layout }: Plan): number[] {
  const row = subjects.map((_, index) => index).toSorted((a, b) => subjects[a].z - subjects[b].z);
  const behind = row.filter((index) => subjects[index].z < 0).length;
  return layout === "scene" ? row.toSpliced(behind, 0, SCENE) : row;
}

/**
 * What is sent so that `after` is drawn where `before` was: what was sent for `before`, and each field that differs.
 * A subject that nobody touched is left to the engine, so that it still fits when its cut-out is mended.
 */
export function overridesFor(before: Plan, after: Plan, earlier: PlanOverrides | null | undefined): PlanOverrides {
  const subjects = after.subjects.map((subject, at) => {
    const kept = keptOf(before, at, earlier);
    const changed = changesOf(before.subjects[at], subject);
    return kept || Object.keys(changed).length > 0 ? { ...kept, ...changed } : null;
  });
  // Else a text would look for a quiet place anew whenever a subject is moved.
  const hasTexts = before.texts.length > 0 || after.texts.length > 0;
  return {
    ...earlier,
    size: before.size,
    ...(subjects.some((subject) => subject !== null) ? { subjects } : {}),
    ...(hasTexts ? { texts: after.texts.map(textOf) } : {}),
  };
}

/** What was sent was in the frame of that time. */
function keptOf(plan: Plan, at: number, earlier: PlanOverrides | null | undefined): SubjectOverride | null {
  const kept = earlier?.subjects?.[at] ?? null;
  const isOtherFrame = earlier?.size && !isAlike(earlier.size, plan.size);
  return kept?.box && isOtherFrame ? { ...kept, ...placeOf(plan.subjects[at]) } : kept;
}

function changesOf(before: Subject, after: Subject): SubjectOverride {
  const changes: SubjectOverride = {};
  if (!isAlike(boxesOf(before), boxesOf(after))) Object.assign(changes, placeOf(after));
  if (before.flip !== after.flip) changes.flip = after.flip;
  if (before.rotation !== after.rotation) changes.rotation = after.rotation;
  if (before.opacity !== after.opacity) changes.opacity = after.opacity;
  if (before.z !== after.z) changes.z = after.z;
  if (before.as !== after.as) changes.as = after.as;
  if (before.grounded !== after.grounded) changes.grounded = after.grounded;
  return changes;
}

function placeOf({ box, copies, source }: Subject): SubjectOverride {
  return { box, copies, source };
}

function textOf({ content, position, box, font, colour }: Text): TextOverride {
  return { content, position, box, font, colour };
}

function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
