import { setTimeout as sleep } from "node:timers/promises";

/** A fault of somebody else's service that may be gone the next time. */
export class TransientFault extends Error {
  override name = "TransientFault";
  /** How long the service asks to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, { retryAfterMs = null, cause }: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

export interface Patience {
  /** How often it is tried in all. */
  attempts: number;
  /** The wait after the first attempt; it doubles each time, and up to half of it is added at random. */
  firstDelayMs: number;
  /** No service is waited for longer, whatever it asks. */
  longestDelayMs: number;
}

export const PATIENCE: Patience = { attempts: 4, firstDelayMs: 1000, longestDelayMs: 120_000 };

/**
 * Tries again after each transient fault, and after nothing else.
 * @throws what the last attempt threw; the signal's reason once that is aborted, also while waiting.
 */
export async function withPatience<T>(
  attempt: () => Promise<T>,
  { attempts, firstDelayMs, longestDelayMs }: Patience,
  signal: AbortSignal,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TransientFault) || made >= attempts) throw error;
      const ownMs = firstDelayMs * 2 ** (made - 1) * (1 + Math.random() / 2);
      await wait(Math.min(longestDelayMs, Math.max(ownMs, error.retryAfterMs ?? 0)), signal);
    }
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
