import { InferenceError, type RemixInput, type RemixOutput, type Task } from "@pastiche/client";
import { computed, signal } from "@preact/signals";
import { askForKey, client, key, refuse, wordsOf } from "../session.ts";
import { isRecord, isText, recall, remember } from "../storage.ts";
import { toast } from "../ui/toast.tsx";
import { formInput, obstacle } from "./input.ts";

export type RemixTask = Task<RemixOutput>;

/** The run that is watched, and what became of it. */
export type Run =
  | { state: "sending"; since: number; isRedraw: boolean }
  | {
      state: "working";
      since: number;
      task: RemixTask;
      queuePosition: number | null;
      partial: string | null;
      isRedraw: boolean;
    }
  | { state: "failed"; error: string; code: string; input: RemixInput | null }
  | { state: "cancelled" };

/** A picture that a run of this form made. */
export interface Result {
  taskId: string;
  input: RemixInput;
  output: RemixOutput;
  /** From when a worker took it until its picture was there; null where that is not known. */
  tookMs?: number | null;
  /** What the server made of "latest". */
  version?: string;
  /** Of a picture that was changed by hand: the task that made the one that was begun with. */
  changedFrom?: string;
}

/** Null: nothing runs, and the last run, if there was one, made its picture. */
export const run = signal<Run | null>(null);
/** The picture shown. It stays while the next one is made. */
export const result = signal<Result | null>(null);
/** Those of this visit, the newest last. */
export const results = signal<Result[]>([]);

/** Something runs that the whole page waits for. A redraw is not: it is over in a moment, and the picture stays in hand. */
export const isBusy = computed(
  () => (run.value?.state === "sending" || run.value?.state === "working") && !run.value.isRedraw,
);

let leave: AbortController | null = null;
// Runs of one session find again what was cut out before.
let session: string | null = null;
const SESSION_SECONDS = 30 * 60;

/**
 * Runs the form, or another input: a new seed, or a redraw of a picture that was changed by hand. Of two redraws the
 * newer takes the place of the older. Null where no picture came of it.
 */
export async function start(
  input: RemixInput = formInput.value,
  { changedFrom }: { changedFrom?: string } = {},
): Promise<Result | null> {
  if (key.value === null) {
    askForKey("A key is needed to run this.");
    return null;
  }
  if (input === formInput.value && obstacle.value !== null) return null;
  leave?.abort();
  giveUpRedraw();
  const mine = (leave = new AbortController());
  run.value = { state: "sending", since: Date.now(), isRedraw: changedFrom !== undefined };
  try {
    // Not cut off when it is left: what the server has taken by then would run, and be paid for, unseen.
    const task = await submit(input, { onSend: (sent) => remember("sending", sent) }).finally(() =>
      remember("sending", null),
    );
    if (mine.signal.aborted) {
      stop(task.id);
      return null;
    }
    remember("task", task.id);
    return await watch(task.id, mine.signal, changedFrom);
  } catch (error) {
    return mine.signal.aborted ? null : fail(error, input);
  }
}

/** The same input, waited for and shown nowhere: for something else that its task gives. */
export async function runAside(input: RemixInput, signal?: AbortSignal): Promise<RemixOutput> {
  const { id } = await submit(input, { signal });
  return (await client.value.tasks.wait<RemixOutput>(id, { signal })).output;
}

/** What was sent, and under which key: sent again under the same one, it is still one task. */
interface Sent {
  params: { app: "reve/remix"; input: RemixInput; session: string; session_timeout: number };
  idempotencyKey: string;
}

const isSent = (value: unknown): value is Sent =>
  isRecord(value) && isRecord(value.params) && isText(value.idempotencyKey);

interface Submission {
  signal?: AbortSignal;
  onSend?: (sent: Sent) => void;
}

async function submit(input: RemixInput, options: Submission = {}): Promise<RemixTask> {
  const params = { app: "reve/remix" as const, input, session: session ?? "new", session_timeout: SESSION_SECONDS };
  const sent = { params, idempotencyKey: randomKey() };
  options.onSend?.(sent);
  try {
    return await send(sent, options.signal);
  } catch (error) {
    const isOver = error instanceof InferenceError && (error.status === 404 || error.status === 410);
    if (session === null || !isOver) throw error;
    session = null;
    return submit(input, options);
  }
}

async function send({ params, idempotencyKey }: Sent, signal?: AbortSignal): Promise<RemixTask> {
  const task = await client.value.run(params, { wait: false, signal, idempotencyKey });
  session = task.session_id;
  return task;
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function isRedrawing(): boolean {
  const now = run.peek();
  return (now?.state === "sending" || now?.state === "working") && now.isRedraw;
}

/** Nobody will see what an older redraw makes, and the newer one would wait for it. */
function giveUpRedraw(): void {
  const before = run.value;
  if (before?.state === "working" && before.isRedraw) stop(before.task.id);
}

/** Nobody waits for its end, and one that cannot be stopped ends by itself. */
function stop(id: string): void {
  client.value.tasks.cancel(id).catch((error) => console.warn(`${id} was not stopped`, error));
}

/** Finds the run again that was watched when the page was left, or that was only on its way to the server. */
export async function resume(): Promise<void> {
  const sent = recall("sending", isSent);
  const id = recall("task", isText);
  if ((sent === null && id === null) || key.value === null || run.value !== null) return;
  const mine = (leave = new AbortController());
  try {
    await watch(sent ? await sendAgain(sent) : (id ?? ""), mine.signal);
  } catch (error) {
    if (mine.signal.aborted) return;
    if (error instanceof InferenceError && error.status === 404) remember("task", null);
    else fail(error, sent?.params.input ?? null);
  }
}

/** The task that came of it, whether or not the server had it already. */
async function sendAgain(sent: Sent): Promise<string> {
  run.value = { state: "sending", since: Date.now(), isRedraw: false };
  const { id } = await send(sent).finally(() => remember("sending", null));
  remember("task", id);
  return id;
}

/** Shows a task's picture, as of an earlier visit. */
export function show(shown: Result): void {
  // A redraw that is under way would take the place of what was asked for since.
  if (isRedrawing()) leave?.abort();
  giveUpRedraw();
  result.value = shown;
  // Else a reload would find this one again, and not what runs.
  if (!isBusy.value) {
    run.value = null;
    remember("task", shown.taskId);
  }
  keep(shown);
}

/** Pictures changed by hand stand in one place, however many changes there were. */
function keep(made: Result): void {
  const place = results.value.findIndex(
    ({ taskId, changedFrom }) =>
      taskId === made.taskId || (changedFrom !== undefined && changedFrom === made.changedFrom),
  );
  results.value = place < 0 ? [...results.value, made] : results.value.with(place, made);
}

export async function cancel(): Promise<void> {
  const current = run.value;
  if (current?.state === "sending") {
    leave?.abort();
    run.value = { state: "cancelled" };
  }
  if (current?.state !== "working") return;
  try {
    await client.value.tasks.cancel(current.task.id);
  } catch (error) {
    toast(`It could not be cancelled: ${wordsOf(error)}`);
  }
}

async function watch(id: string, signal: AbortSignal, changedFrom?: string): Promise<Result | null> {
  for (;;) {
    // A connection that was lost with the network may take half a minute to notice: it is made anew as soon as that is back.
    const back = new AbortController();
    const onBack = () => back.abort();
    addEventListener("online", onBack);
    try {
      return await watchOn(id, AbortSignal.any([signal, back.signal]), changedFrom);
    } catch (error) {
      if (!back.signal.aborted || signal.aborted) throw error;
    } finally {
      removeEventListener("online", onBack);
    }
  }
}

async function watchOn(id: string, signal: AbortSignal, changedFrom?: string): Promise<Result | null> {
  const updates = client.value.tasks.stream<RemixOutput>(id, { signal });
  const queue = askForPlace(id, signal);
  try {
    for await (const task of updates) {
      signal.throwIfAborted();
      if (task.status_text === "completed" && task.output) return complete(task, task.output, changedFrom);
      if (task.status_text === "failed") {
        remember("task", null);
        run.value = { state: "failed", error: task.error, code: "task_failed", input: inputOf(task) };
      } else if (task.status_text === "cancelled") {
        remember("task", null);
        run.value = { state: "cancelled" };
      } else {
        const before = run.value?.state === "working" ? run.value : null;
        const partial = partialOf(task) ?? before?.partial ?? null;
        const since = Date.parse(task.created_at) || Date.now();
        const queuePosition = before?.queuePosition ?? null;
        run.value = { state: "working", since, task, queuePosition, partial, isRedraw: changedFrom !== undefined };
      }
    }
    return null;
  } finally {
    clearInterval(queue);
  }
}

function complete(task: RemixTask, output: RemixOutput, changedFrom?: string): Result {
  const tookMs = task.started_at && task.ended_at ? Date.parse(task.ended_at) - Date.parse(task.started_at) : null;
  const made: Result = { taskId: task.id, input: inputOf(task), output, tookMs, version: task.version, changedFrom };
  result.value = made;
  keep(made);
  run.value = null;
  return made;
}

/** The place in the queue changes without news of the task itself, so it is asked for. */
function askForPlace(id: string, signal: AbortSignal): ReturnType<typeof setInterval> {
  return setInterval(async () => {
    if (run.value?.state !== "working" || run.value.task.status_text !== "queued") return;
    const task = await client.value.tasks.get(id, { signal }).catch(() => null);
    if (task && run.value?.state === "working") run.value = { ...run.value, queuePosition: task.queue_position };
  }, 1_500);
}

function fail(error: unknown, input: RemixInput | null): null {
  const code = error instanceof InferenceError ? error.code : "internal_error";
  if (code === "unauthorized") refuse();
  run.value = { state: "failed", error: wordsOf(error), code, input };
  return null;
}

/** What the server keeps of a task's input is what the form sent, or the server would not have taken it. */
export function inputOf(task: Task): RemixInput {
  return task.input as RemixInput;
}

/** What there is of the picture so far: a data URI, or null. */
export function partialOf({ partial_output }: RemixTask): string | null {
  return isRecord(partial_output) && isText(partial_output.image) ? partial_output.image : null;
}
