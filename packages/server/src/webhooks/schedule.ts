const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after the attempt before each attempt is made. */
const DELAYS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Up to a tenth later, so that receivers who were down together are not all called together. */
const JITTER = 0.1;

/** The wait before the next attempt once `made` were made, or null where they are used up. `random` is 0 to 1. */
export function delayAfter(made: number, random: number): number | null {
  if (made >= DELAYS_MS.length) return null;
  return Math.round(DELAYS_MS[made] * (1 + JITTER * random));
}
