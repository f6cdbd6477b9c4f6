import type { ListRequest, RemixOutput, StatusText, Task } from "@pastiche/client";
import { signal } from "@preact/signals";
import { ask } from "../lists/ask.ts";
import { createList } from "../lists/cursor-list.ts";
import { hasEnded } from "../lists/status.tsx";
import { key } from "../session.ts";

export type RemixTask = Task<RemixOutput>;

export const STATUS_CHOICES = {
  all: "All",
  open: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};
export type StatusChoice = keyof typeof STATUS_CHOICES;

export const choice = signal<StatusChoice>("all");
export const term = signal("");

const ENDS: StatusText[] = ["completed", "failed", "cancelled"];
const PAGE_SIZE = 24;

export const tasks = createList<RemixTask>((cursor, signal) =>
  ask.value.tasks.list<RemixOutput>({ ...wanted(), cursor, limit: PAGE_SIZE }, { signal }),
);

/** Tasks that were begun elsewhere since the list was loaded. */
export const unseen = signal(0);

let shownFor = "";

/** Loads the list as the filter and the search say, unless that is what is there: whoever comes back from a task finds it as it was. */
export function showTasks(): void {
  const asked = JSON.stringify([key.value, wanted()]);
  if (asked === shownFor && tasks.standing.peek().items !== null) return;
  shownFor = asked;
  loadTasks();
}

/** From another part of the page one comes back for what is new. */
export function leaveTasks(): void {
  shownFor = "";
}

export function loadTasks(): void {
  unseen.value = 0;
  void tasks.load();
}

function wanted(): Pick<ListRequest, "filters" | "search"> {
  const search = term.value === "" ? {} : { search: { term: term.value } };
  if (choice.value === "all") return search;
  if (choice.value === "open")
    return { ...search, filters: [{ field: "status_text", operator: "not_in", value: ENDS }] };
  return { ...search, filters: [{ field: "status_text", operator: "eq", value: choice.value }] };
}

const LOOK_EVERY_MS = 1_500;
/** New tasks are looked for each so many looks. */
const LOOK_FOR_NEW_EACH = 4;
const MOST_AT_ONCE = 100;

/** Keeps what still runs as it stands, and counts what is new, until left. */
export function followTasks(): () => void {
  const leave = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  let looks = 0;
  const look = async () => {
    // What cannot be asked now is asked at the next look; the list itself says when the server is gone.
    if (key.peek() !== null && !document.hidden) await lookAgain(++looks, leave.signal).catch(() => undefined);
    if (!leave.signal.aborted) timer = setTimeout(look, LOOK_EVERY_MS);
  };
  timer = setTimeout(look, LOOK_EVERY_MS);
  return () => {
    leave.abort();
    clearTimeout(timer);
  };
}

async function lookAgain(looks: number, signal: AbortSignal): Promise<void> {
  const { items } = tasks.standing.peek();
  if (items === null) return;
  const open = items.filter((task) => !hasEnded(task)).map(({ id }) => id);
  if (open.length > 0) {
    const filters = [{ field: "id", operator: "in" as const, value: open.slice(0, MOST_AT_ONCE) }];
    tasks.replace((await ask.peek().tasks.list<RemixOutput>({ filters, limit: MOST_AT_ONCE }, { signal })).items);
  }
  if (looks % LOOK_FOR_NEW_EACH !== 0) return;
  const newest = items[0]?.created_at;
  const { filters = [], search } = wanted();
  const since = newest ? [{ field: "created_at", operator: "gt" as const, value: newest }] : [];
  const found = await ask.peek().tasks.list({ search, filters: [...filters, ...since], limit: 1 }, { signal });
  if (tasks.standing.peek().items === items || open.length > 0) unseen.value = found.total_items;
}

/** Removes a task with its picture. */
export async function deleteTask(id: string): Promise<void> {
  await ask.peek().tasks.delete(id);
  tasks.remove(id);
}

export async function cancelTask(id: string): Promise<void> {
  tasks.replace([await ask.peek().tasks.cancel<RemixOutput>(id)]);
}
