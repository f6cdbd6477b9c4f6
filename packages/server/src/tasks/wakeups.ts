/** A hint that a task has news; the events table is the truth. One bell hangs for each reader. */
export interface Bell {
  /** Resolves at the next ring, or at once where it rang since the last wait; rejects once its signal is aborted. */
  rung(): Promise<void>;
  close(): void;
}

export interface Wakeups {
  ring(taskId: string): void;
  listen(taskId: string, signal: AbortSignal): Bell;
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

  function listen(taskId: string, signal: AbortSignal): Bell {
    let rang = false;
    let waiting: PromiseWithResolvers<void> | null = null;
    const hear = () => {
      rang = true;
      waiting?.resolve();
    };
    const abort = () => waiting?.reject(signal.reason);
    const hung = bells.get(taskId) ?? new Set();
    bells.set(taskId, hung.add(hear));
    signal.addEventListener("abort", abort);

    return {
      async rung() {
        signal.throwIfAborted();
        if (!rang) {
          waiting = Promise.withResolvers();
          await waiting.promise;
          waiting = null;
        }
        rang = false;
      },
      close() {
        signal.removeEventListener("abort", abort);
        hung.delete(hear);
        if (hung.size === 0) bells.delete(taskId);
      },
    };
  }
}
