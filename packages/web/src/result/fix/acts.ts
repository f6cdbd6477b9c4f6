import type { Box, Plan } from "@pastiche/client";
import { MAX_COPIES, MAX_TEXTS } from "@pastiche/contract/limits";
import {
  boxesOf,
  boxOf,
  duplicated,
  isSame,
  placed,
  reordered,
  reworded,
  rotationOf,
  type Thing,
  takenAway,
  withAnotherText,
  withSubject,
  withText,
} from "./changes.ts";
import { around, scaled } from "./geometry.ts";
import { selected, thingsOf, writing } from "./selection.ts";
import { changePlan, current } from "./versions.ts";

/** What a person does with what is chosen, by button or by key. Each is one change, that can be undone. */

export function nudge(thing: Thing, right: number, down: number): void {
  onBox(thing, (plan, box) =>
    changePlan(placed(plan, thing, { ...box, x: box.x + right, y: box.y + down }), kindOf("move", thing)),
  );
}

export function scaleBy(thing: Thing, times: number): void {
  onBox(thing, (plan, box) => changePlan(placed(plan, thing, scaled(box, times)), kindOf("scale", thing)));
}

export function turnBy(thing: Thing, degrees: number): void {
  const plan = current.peek()?.plan;
  if (plan) turnTo(thing, rotationOf(plan, thing) + degrees);
}

export function turnTo(thing: Thing, degrees: number): void {
  const plan = current.peek()?.plan;
  if (plan && thing.kind === "subject") {
    changePlan(withSubject(plan, thing.at, { rotation: around(degrees) }), kindOf("turn", thing));
  }
}

export function flip(thing: Thing): void {
  const plan = current.peek()?.plan;
  if (plan && thing.kind === "subject") {
    changePlan(withSubject(plan, thing.at, { flip: !plan.subjects[thing.at].flip }));
  }
}

export function reorder(thing: Thing, step: 1 | -1): void {
  const plan = current.peek()?.plan;
  if (plan && thing.kind === "subject") changePlan(reordered(plan, thing.at, step));
}

export function fade(thing: Thing, opacity: number): void {
  const plan = current.peek()?.plan;
  if (plan && thing.kind === "subject") changePlan(withSubject(plan, thing.at, { opacity }), kindOf("fade", thing));
}

export function takeAway(thing: Thing): void {
  const plan = current.peek()?.plan;
  if (!plan) return;
  const next = takenAway(plan, thing);
  changePlan(next);
  if (!thingsOf(next).some((one) => isSame(one, thing)) || thing.kind === "text") selected.value = null;
}

export function duplicate(thing: Thing): void {
  const plan = current.peek()?.plan;
  if (!plan || !canDuplicate(thing)) return;
  const next = duplicated(plan, thing);
  changePlan(next);
  selected.value =
    thing.kind === "text"
      ? { kind: "text", at: next.texts.length - 1 }
      : { ...thing, copy: next.subjects[thing.at].copies.length };
}

export function canDuplicate(thing: Thing): boolean {
  const plan = current.peek()?.plan;
  if (!plan) return false;
  return thing.kind === "text" ? plan.texts.length < MAX_TEXTS : boxesOf(plan.subjects[thing.at]).length <= MAX_COPIES;
}

const NEW_TEXT = "Your text";

/** A text to be written over at once. */
export function addText(): void {
  const plan = current.peek()?.plan;
  if (!plan || plan.texts.length >= MAX_TEXTS) return;
  changePlan(withAnotherText(plan, NEW_TEXT));
  const at = plan.texts.length;
  selected.value = { kind: "text", at };
  writing.value = at;
}

/** Without any words there is no text. */
export function write(at: number, content: string): void {
  const plan = current.peek()?.plan;
  if (!plan?.texts[at] || plan.texts[at].content === content) return;
  if (content.trim() === "") takeAway({ kind: "text", at });
  // Its place was found for other words.
  else if (plan.texts[at].content === NEW_TEXT && !current.peek()?.input.plan?.texts?.[at]?.box) {
    changePlan(withText(plan, at, { content, box: null }));
  } else changePlan(reworded(plan, at, content, widthOf));
}

function onBox(thing: Thing, act: (plan: Plan, box: Box) => void): void {
  const plan = current.peek()?.plan;
  const box = plan && boxOf(plan, thing);
  if (box) act(plan, box);
}

function kindOf(what: string, thing: Thing): string {
  return `${what} ${JSON.stringify(thing)}`;
}

let ruler: CanvasRenderingContext2D | null = null;

/** Not in the font of the picture, but in proportion. */
function widthOf(words: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return words.length;
  ruler.font = "100px sans-serif";
  return ruler.measureText(words).width;
}
