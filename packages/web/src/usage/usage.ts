import type { ApiKey, Usage, UsageDay } from "@pastiche/client";
import { signal } from "@preact/signals";
import { ask } from "../lists/ask.ts";
import { key } from "../session.ts";

export const RANGES = { "7": "7 days", "30": "30 days", "90": "90 days" };
export type Range = keyof typeof RANGES;
export const MEASURES = { credits: "Credits", tasks: "Tasks" };
export type Measure = keyof typeof MEASURES;

export const range = signal<Range>("30");
export const measure = signal<Measure>("credits");
/** Whose usage is shown; empty: that of the key which is signed in. */
export const keyId = signal("");

export const usage = signal<Usage | null>(null);
/** For an admin's key the others to choose from. */
export const keys = signal<ApiKey[]>([]);
export const failure = signal<unknown>(null);
export const isBusy = signal(false);

let leave = new AbortController();
let owner: string | null = null;

/** The days of the range until today, of the chosen key. */
export async function loadUsage(): Promise<void> {
  leave.abort();
  if (owner !== key.value) forget();
  owner = key.value;
  const { signal } = (leave = new AbortController());
  const to = isoOf(Date.now());
  const from = isoOf(Date.now() - (Number(range.value) - 1) * DAY_MS);
  const request = { from, to, key_id: keyId.value || undefined };
  isBusy.value = true;
  failure.value = null;
  try {
    const [found, all] = await Promise.all([
      ask.value.usage(request, { signal }),
      keys.peek().length > 0 ? keys.peek() : ask.value.keys.list({ signal }),
    ]);
    if (signal.aborted) return;
    usage.value = found;
    keys.value = all;
    isBusy.value = false;
  } catch (error) {
    if (signal.aborted) return;
    failure.value = error;
    isBusy.value = false;
  }
}

/** Nothing of one key is shown to another. */
function forget(): void {
  usage.value = null;
  keys.value = [];
  keyId.value = "";
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A day as the server counts them: in UTC. */
const isoOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Every day of the range, also those on which nothing was used. */
export function allDaysOf({ from, to, days }: Usage): UsageDay[] {
  const used = new Map(days.map((day) => [day.day, day]));
  const all: UsageDay[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const day = isoOf(at);
    all.push(used.get(day) ?? { day, completed: 0, failed: 0, cancelled: 0, credits: 0 });
  }
  return all;
}

export const tasksOf = ({ completed, failed, cancelled }: UsageDay) => completed + failed + cancelled;
