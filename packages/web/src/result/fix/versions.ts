import type { Hints, Plan, RemixInput } from "@pastiche/client";
import { computed, signal } from "@preact/signals";
import { references, setHints } from "../../create/references.ts";
import { isBusy, isRedrawing, result as newest, type Result, run, show, start } from "../../create/run.ts";
import { toast } from "../../ui/toast.tsx";
import { isSameFile } from "../picture.ts";
import { overridesFor } from "./changes.ts";

/** A picture as it was at one time: what was asked for, and what came of it; null until it is drawn. */
interface Version {
  input: RemixInput;
  /** As it was drawn, or as it will be. */
  plan: Plan;
  result: Result | null;
  /** Changes of one kind that follow each other quickly are one. */
  kind: string | null;
  madeAt: number;
}

const versions = signal<Version[]>([]);
const at = signal(0);

const ONE_CHANGE_MS = 900;
/** Keys come in rows; a pointer that was let go does not. */
const KEYS_PAUSE_MS = 220;

/** The version that is edited; null where nothing was begun. */
export const current = computed<Version | null>(() => versions.value[at.value] ?? null);
export const isDrawing = computed(() => current.value !== null && current.value.result === null);
export const canUndo = computed(() => at.value > 0);
export const canRedo = computed(() => at.value < versions.value.length - 1);

let timer: ReturnType<typeof setTimeout> | null = null;

/** Begins with a picture, unless it is one of those that are being edited. */
export function begin(result: Result): void {
  const { plan } = result.output;
  if (!plan) return;
  // Another is shown by now, or is being drawn.
  if (result !== newest.peek() || timer !== null || (isDrawing.peek() && isRedrawing())) return;
  const known = versions.peek().findIndex((version) => version.result?.taskId === result.taskId);
  if (known >= 0) {
    at.value = known;
    return;
  }
  versions.value = [{ input: result.input, plan, result, kind: null, madeAt: 0 }];
  at.value = 0;
}

/** Changes the plan of the picture; it is redrawn at once, or when a row of changes of one kind has ended. */
export function changePlan(after: Plan, kind: string | null = null): void {
  const before = current.peek();
  if (!before || after === before.plan) return;
  add({ ...before.input, plan: overridesFor(before.plan, after, before.input.plan) }, after, kind);
}

/** Changes what is told of a reference, to mend its cut-out. */
export function changeHints(reference: number, hints: Hints | null, kind: string | null = null): void {
  const before = current.peek();
  if (!before) return;
  const all = before.input.images.map((_, index) => before.input.hints?.[index] ?? null).with(reference, hints);
  add({ ...before.input, hints: all.some((one) => one !== null) ? all : null }, before.plan, kind);
}

export function hintsOf(reference: number): Hints | null {
  return current.value?.input.hints?.[reference] ?? null;
}

export function undo(): void {
  if (canUndo.peek()) goTo(at.peek() - 1);
}

export function redo(): void {
  if (canRedo.peek()) goTo(at.peek() + 1);
}

function add(input: RemixInput, plan: Plan, kind: string | null): void {
  const before = versions.peek()[at.peek()];
  const madeAt = Date.now();
  const isOne = kind !== null && kind === before.kind && madeAt - before.madeAt < ONE_CHANGE_MS && at.peek() > 0;
  const kept = versions.peek().slice(0, isOne ? at.peek() : at.peek() + 1);
  versions.value = [...kept, { input, plan, result: null, kind, madeAt }];
  at.value = kept.length;
  tellForm(before.input, input);
  stopTimer();
  timer = setTimeout(draw, kind === null ? 0 : KEYS_PAUSE_MS);
}

function stopTimer(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
}

function goTo(index: number): void {
  tellForm(versions.peek()[at.peek()].input, versions.peek()[index].input);
  showVersion(index);
}

function showVersion(index: number): void {
  stopTimer();
  at.value = index;
  const { result } = versions.peek()[index];
  if (result) show(result);
  else void draw();
}

async function draw(): Promise<void> {
  timer = null;
  const version = current.peek();
  if (!version) return;
  // A run of the form that was begun meanwhile goes first.
  const made = isBusy.peek() ? null : await start(version.input, { changedFrom: origin() });
  if (made) {
    const drawn = { ...version, result: made, plan: made.output.plan ?? version.plan };
    versions.value = versions.peek().map((one) => (one === version ? drawn : one));
    return;
  }
  // Its own newer redraw is on its way; or another run has taken its place, or none could be begun.
  if (current.peek() !== version || isRedrawing()) return;
  const end = run.peek();
  giveBack(version, end?.state === "failed" ? end.error : null);
}

/** The change stays to be done again, and in the form; what is shown is the last picture that there is. */
function giveBack(version: Version, why: string | null): void {
  const last = versions.peek().findLastIndex((version, index) => index < at.peek() && version.result !== null);
  if (last < 0) return;
  if (isBusy.peek()) {
    at.value = last;
    return;
  }
  showVersion(last);
  toast(why === null ? "The change was cancelled." : `The change could not be drawn: ${why}`, {
    label: "Try again",
    run() {
      const index = versions.peek().indexOf(version);
      if (index >= 0) goTo(index);
    },
  });
}

function origin(): string | undefined {
  const first = versions.peek()[0]?.result;
  return first ? originOf(first) : undefined;
}

function originOf({ changedFrom, taskId }: Result): string {
  return changedFrom ?? taskId;
}

/**
 * The form's pictures keep what was told of them, so that the next run of it knows it as well. Only what a person changed
 * is told: what they have told the form itself since stays.
 */
function tellForm(before: RemixInput, { images, hints }: RemixInput): void {
  for (const [index, image] of images.entries()) {
    const told = hints?.[index] ?? null;
    if (JSON.stringify(before.hints?.[index] ?? null) === JSON.stringify(told)) continue;
    const place = references.peek().findIndex(({ upload }) => upload.state === "done" && isSameFile(upload.uri, image));
    if (place >= 0) setHints(place, told);
  }
}
