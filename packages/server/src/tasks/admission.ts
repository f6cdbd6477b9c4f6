import { RemixError } from "@pastiche/contract";
import type { Db } from "../store/db.ts";
import { countWaiting } from "../store/tasks.ts";

const RECOUNT_EVERY_MS = 100;
const RETRY_AFTER_SECONDS = 5;

/**
 * Refuses work above the limit of waiting tasks. The queue is counted ten times a second at most, and what was admitted
 * since is added: a count for each request would slow down exactly when there is most to do.
 */
export function createAdmission({ db, maxQueue, clock }: { db: Db; maxQueue: number; clock(): number }) {
  let counted = 0;
  let countedAt = Number.NEGATIVE_INFINITY;

  /** @throws RemixError overloaded. */
  return async function admit(): Promise<void> {
    if (clock() - countedAt >= RECOUNT_EVERY_MS) {
      countedAt = clock();
      counted = await countWaiting(db);
    }
    if (counted >= maxQueue) {
      throw new RemixError("overloaded", `The queue is full: at most ${maxQueue} tasks may wait, and ${counted} do`, {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    counted += 1;
  };
}
export type Admit = ReturnType<typeof createAdmission>;
