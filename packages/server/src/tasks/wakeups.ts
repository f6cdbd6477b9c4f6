/** A hint that a task has news; the events table is the truth. One bell hangs for each reader. */
export interface Bell {
  /** Resolves at the next ring, or at once where it rang since the last wait; rejects once `signal` is aborted. */
  rung(signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface Wakeups {
  ring(taskId: string): void;
  listen(taskId: string): Bell;
  close(): void;
}

/** Rings every bell each `pollMs` as well: a change that another process made, or a lost hint, is seen then. */
export function createWakeups({ pollMs = 1000 } = {}): Wakeups {
  const bells = new Map<string, Set<() => void>>();
  const timer = setInterval(() => {
    for (const taskId of bells.keys()) ring(taskId);
  }, pollMs);
  timer.unref();

  return { ring, listen, close: () => clearInterval(timer) };

  function ring(taskId: string): void {
    for (const hear of bells.get(taskId) ?? []) hear();
  }

  function listen(taskId: string): Bell {
    let pending = false;
    let wake: (() => void) | null = null;
    const hear = () => {
      if (wake === null) pending = true;
      else wake();
    };
    const hung = bells.get(taskId) ?? new Set();
    bells.set(taskId, hung.add(hear));

    return {
      async rung(signal) {
        signal.throwIfAborted();
        if (!pending) await heard(signal);
        pending = false;
      },
      close() {
        hung.delete(hear);
        if (hung.size === 0) bells.delete(taskId);
      },
    };

    function heard(signal: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        const abort = () => settle(() => reject(signal.reason));
        const settle = (how: () => void) => {
          wake = null;
          signal.removeEventListener("abort", abort);
          how();
        };
        wake = () => settle(resolve);
        signal.addEventListener("abort", abort, { once: true });
      });
    }
  }
}
