import type { RemixOptions, Step } from "./request.ts";

/** Share of the whole time at which each step begins, in percent; measured on two photographs at 1024 px. */
const BEGINS: Record<Step, number> = { parsePrompt: 0, cutOut: 1, makePlan: 50, compose: 53, finish: 80 };
const ENDS: Record<Step, number> = { parsePrompt: 1, cutOut: 50, makePlan: 53, compose: 80, finish: 100 };

export interface Journey {
  timings: { step: Step; ms: number }[];
  step<T>(name: Step, work: () => T | Promise<T>): Promise<T>;
  /** Tells progress (0 to 1 of the running step), lets the event loop run, and throws if the caller has aborted. */
  pause(share: number): Promise<void>;
  /** Lets whoever listens look at the picture so far. */
  show(preview: () => Promise<Uint8Array>): Promise<void>;
}

/** Runs the steps one after the other with progress, timings and a place to stop. */
export function createJourney({ signal, onProgress }: RemixOptions): Journey {
  const timings: { step: Step; ms: number }[] = [];
  let current: Step = "parsePrompt";
  let percent = 0;
  const tell = (share: number) => {
    percent = Math.max(percent, Math.round(BEGINS[current] + share * (ENDS[current] - BEGINS[current])));
    onProgress?.({ percent, step: current });
  };
  const pause = async (share: number) => {
    tell(share);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
  const step = async <T>(name: Step, work: () => T | Promise<T>): Promise<T> => {
    current = name;
    await pause(0);
    const begun = performance.now();
    const result = await work();
    timings.push({ step: name, ms: Math.round(performance.now() - begun) });
    signal?.throwIfAborted();
    tell(1);
    return result;
  };
  const show = async (preview: () => Promise<Uint8Array>) => {
    if (onProgress) onProgress({ percent, step: current, preview: await preview() });
  };
  return { timings, step, pause, show };
}
