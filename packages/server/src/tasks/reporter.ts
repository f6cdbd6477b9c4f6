import type { EngineProgress } from "../engines/engine.ts";
import type { Lease } from "../store/leases.ts";
import { type Advance, advanceTask } from "../store/progress.ts";
import type { TaskContext } from "./context.ts";

/** A commit for each message of a fast engine would cost more than anybody sees. */
const WRITE_EVERY_MS = 100;
/** A task that is over by then is never told to be running: it would only delay its end. */
const FIRST_AFTER_MS = 20;
/** 100 is told by the end alone. */
const HIGHEST_PERCENT = 99;

export interface Reporter {
  /** The task came to another stage. Written soon; of several within a tenth of a second, the last. */
  stage(status: Advance["status"]): void;
  report(progress: EngineProgress): void;
  /** Waits for what is being written; throws where that failed. What was only pending is dropped. */
  settle(): Promise<void>;
}

export function createReporter({ db, clock, wakeups }: TaskContext, lease: Lease): Reporter {
  let writing: Promise<void> = Promise.resolve();
  let pending: Advance | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let status: Advance["status"] = "running";
  let progress = 0;

  return {
    stage(next) {
      status = next;
      tell("");
    },
    report({ percent, step }) {
      progress = Math.max(progress, Math.min(HIGHEST_PERCENT, percent));
      tell(`${Math.round(progress)}% ${step}`);
    },
    async settle() {
      if (timer !== null) clearTimeout(timer);
      await writing;
    },
  };

  function tell(content: string): void {
    pending = { status, progress, content: content || (pending?.content ?? ""), at: clock() };
    timer ??= setTimeout(flush, Math.max(FIRST_AFTER_MS, writtenAt + WRITE_EVERY_MS - clock()));
  }

  function flush(): void {
    timer = null;
    if (pending === null) return;
    const advance = pending;
    pending = null;
    writtenAt = clock();
    writing = writing.then(async () => {
      if (await advanceTask(db, lease, advance)) wakeups.ring(lease.id);
    });
    // `settle` throws it; until then nobody waits for this promise.
    writing.catch(() => {});
  }
}
