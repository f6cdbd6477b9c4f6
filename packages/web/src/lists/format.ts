const DAY = { dateStyle: "medium" } as const;
const MOMENT = { dateStyle: "medium", timeStyle: "short" } as const;
const EXACT = { dateStyle: "medium", timeStyle: "medium" } as const;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const dayOf = (time: string) => new Intl.DateTimeFormat(undefined, DAY).format(Date.parse(time));
export const momentOf = (time: string) => new Intl.DateTimeFormat(undefined, MOMENT).format(Date.parse(time));
export const exactly = (time: string) => new Intl.DateTimeFormat(undefined, EXACT).format(Date.parse(time));
export const clockOf = (time: string) =>
  new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(Date.parse(time));

/** "just now", "4 min ago", "2 h ago"; the day where it is longer ago. */
export function ago(time: string, now = Date.now()): string {
  const ms = now - Date.parse(time);
  if (ms < MINUTE_MS) return "just now";
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ago`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ago`;
  return momentOf(time);
}

/** "740 ms", "4.2 s", "3 min 5 s". */
export function durationOf(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  return `${Math.floor(ms / MINUTE_MS)} min ${Math.round((ms % MINUTE_MS) / SECOND_MS)} s`;
}

/** "812 B", "64 KB", "1.4 MB". */
export function bytesOf(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

export const numberOf = (value: number) => new Intl.NumberFormat(undefined).format(value);
export const countOf = (value: number, one: string, many = `${one}s`) =>
  `${numberOf(value)} ${value === 1 ? one : many}`;
export const creditsOf = (value: number) => countOf(value, "credit");
