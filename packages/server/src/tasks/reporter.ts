import type { EngineProgress } from "../engines/engine.ts";
import type { Lease } from "../store/leases.ts";
import { type Advance, advanceTask } from "../store/progress.ts";
import type { TaskContext } from "./context.ts";

/** A commit for each message of a fast engine would cost more than anybody sees. */
const WRITE_EVERY_MS = 100;

export interface Reporter {
  /** Tells of progress soon; of several within a tenth of a second the last is written. */
  report(progress: EngineProgress): void;
  /** Writes a change now, after all that went before. */
  advance(advance: Advance): void;
  /** Waits for what is being written; throws where that failed. What was only pending is dropped. */
  settle(): Promise<void>;
}

export function createReporter({ db, clock, wakeups }: TaskContext, lease: Lease): Reporter {
  let writing: Promise<void> = Promise.resolve();
  let pending: Advance | null = null;
  let timer: NodeJS.Timeout | null = null;
  let highest = 0;

  return {
    report({ percent, step }) {
      highest = Math.max(highest, Math.min(99, percent));
      pending = { status: "running", progress: highest, content: `${Math.round(highest)}% ${step}` };
      timer ??= setTimeout(flush, WRITE_EVERY_MS);
    },
    advance,
    async settle() {
      drop();
      await writing;
    },
  };

  function flush(): void {
    timer = null;
    if (pending !== null) write(pending);
    pending = null;
  }

  function advance(next: Advance): void {
    drop();
    highest = Math.max(highest, next.progress);
    write({ ...next, progress: highest });
  }

  function drop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    pending = null;
  }

  function write(next: Advance): void {
    writing = writing.then(async () => {
      if (await advanceTask(db, lease, next, clock())) wakeups.ring(lease.id);
    });
    // `settle` throws it; until then nobody waits for this promise.
    writing.catch(() => {});
  }
}
