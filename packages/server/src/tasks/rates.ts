import { RemixError } from "@pastiche/contract";
import type { KeyRow } from "../store/keys.ts";

const WINDOW_MS = 60_000;

/** Where a key stands within its limit of runs a minute. */
export interface Standing {
  limit: number;
  remaining: number;
  /** Until one more run is allowed, or until the oldest is forgotten. */
  resetMs: number;
}

type Limited = Pick<KeyRow, "id" | "rate">;

export interface Rates {
  /** Counts a run of a key. @throws RemixError rate_limited, with the time after which to come again. */
  take(key: Limited): void;
  /** Null for a key without a limit. */
  standing(key: Limited): Standing | null;
}

/**
 * Holds keys to their runs a minute: in any 60 seconds, never more. What counts is what starts work; reading is free, or
 * waiting for a task by polling would use up the limit of starting one. Each process counts for itself.
 */
export function createRates({ clock }: { clock(): number }): Rates {
  const started = new Map<string, number[]>();

  return {
    take(key) {
      const standing = standingOf(key);
      if (standing === null) return;
      if (standing.remaining === 0) {
        const seconds = Math.max(1, Math.ceil(standing.resetMs / 1000));
        throw new RemixError(
          "rate_limited",
          `This key may start ${standing.limit} tasks a minute, and has; the next may come in ${seconds} s`,
          { retryAfterSeconds: seconds },
        );
      }
      started.set(key.id, [...recent(key.id), clock()]);
    },
    standing: standingOf,
  };

  function standingOf({ id, rate }: Limited): Standing | null {
    if (rate === null) return null;
    const times = recent(id);
    const resetMs = times.length === 0 ? 0 : times[0] + WINDOW_MS - clock();
    return { limit: rate, remaining: Math.max(0, rate - times.length), resetMs };
  }

  function recent(id: string): number[] {
    const since = clock() - WINDOW_MS;
    return (started.get(id) ?? []).filter((at) => at > since);
  }
}
