import { InferenceError } from "./error.ts";

export interface Watchdog {
  /** Aborts when the caller's signal does, or after a silence of `ms`. */
  signal: AbortSignal;
  /** A sign of life: the silence starts anew. */
  feed(): void;
  /** Lets go of the timer and of the caller's signal. */
  stop(): void;
}

/** Ends a request that nobody answers: its reason is then an {@link InferenceError} with code `timeout`. */
export function watchdog(ms: number, what: string, outer?: AbortSignal): Watchdog {
  const controller = new AbortController();
  const bark = () => controller.abort(new InferenceError("timeout", `${what}: no answer for ${ms / 1000} s`));
  const onAbort = () => controller.abort(outer?.reason);
  let timer = setTimeout(bark, ms);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    feed() {
      clearTimeout(timer);
      timer = setTimeout(bark, ms);
    },
    stop() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
    },
  };
}
