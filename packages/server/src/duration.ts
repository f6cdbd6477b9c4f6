/** In ms. */
const UNITS = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);
const LONGEST_MS = 100 * 365 * 86_400_000;

/** A length of time such as `500ms`, `30s`, `5m`, `12h` or `30d`; a bare number is seconds. In ms, or null for none. */
export function readDuration(text: string): number | null {
  const [, number, unit] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  return Math.min(Number(number) * (UNITS.get(unit ?? "s") ?? 1000), LONGEST_MS);
}
