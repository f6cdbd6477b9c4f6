import { InferenceError } from "./error.ts";

export interface RetryPolicy {
  /** Attempts after the first. */
  maxRetries: number;
  /** The wait before the first retry; it doubles with each. */
  minDelayMs: number;
  /** The longest wait between two attempts. A server that asks for more is not asked again. */
  maxDelayMs: number;
}

export const DEFAULT_RETRIES: RetryPolicy = { maxRetries: 6, minDelayMs: 500, maxDelayMs: 60_000 };

/** Backoff alone never waits longer than this; only a `Retry-After` does. */
const BACKOFF_CEILING_MS = 10_000;

/** Whether the same request may fare better later. Credits do not come back by waiting. */
export function isPassing(error: unknown): error is InferenceError {
  if (!(error instanceof InferenceError)) return false;
  if (error.status === undefined) return error.code === "connection_failed" || error.code === "timeout";
  return [429, 502, 503, 504].includes(error.status) && error.code !== "credits_exhausted";
}

/**
 * How long to wait after failure number `failures` (from 1), or null: give up. What the server asked for is honoured
 * and never undercut; jitter of up to half spreads clients that failed together.
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, error: InferenceError): number | null {
  if (failures > policy.maxRetries) return null;
  const backoffMs = Math.min(policy.minDelayMs * 2 ** (failures - 1), BACKOFF_CEILING_MS, policy.maxDelayMs);
  const jittered = backoffMs * (0.5 + Math.random() / 2);
  const askedMs = (error.retryAfterSeconds ?? 0) * 1000;
  if (askedMs > policy.maxDelayMs) return null;
  return askedMs > 0 ? askedMs + jittered * 0.1 : jittered;
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
