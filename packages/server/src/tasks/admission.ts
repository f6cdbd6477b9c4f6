import { RemixError } from "@pastiche/contract";
import type { Db } from "../store/db.ts";
import { getKey, type KeyRow } from "../store/keys.ts";
import { countWaiting } from "../store/tasks.ts";
import type { Rates } from "./rates.ts";

const RECOUNT_EVERY_MS = 100;
const RETRY_AFTER_SECONDS = 5;

interface Wish {
  keyId: string;
  /** What the task will cost. */
  credits: number;
}

/**
 * Refuses work above what its key may start, above its key's budget, and above the limit of waiting tasks, before anything
 * of it is stored. The queue is counted ten times a second at most, and what was admitted
 * since is added: a count for each request would slow down exactly when there is most to do.
 */
export function createAdmission({
  db,
  rates,
  maxQueue,
  draining,
  clock,
}: {
  db: Db;
  rates: Rates;
  maxQueue: number;
  /** Aborted once the server takes no more work. */
  draining: AbortSignal;
  clock(): number;
}) {
  let counted = 0;
  let countedAt = Number.NEGATIVE_INFINITY;

  /** @throws RemixError rate_limited, credits_exhausted, overloaded. */
  return async function admit({ keyId, credits }: Wish): Promise<void> {
    if (draining.aborted) throw shuttingDown();
    const key = await getKey(db, keyId);
    if (key !== null) {
      if (key.budget !== null && key.spent + key.reserved + credits > key.budget) throw creditsExhausted(key, credits);
      rates.take(key);
    }
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

/** Work that came when the server was about to close. */
export function shuttingDown(): RemixError {
  return new RemixError("overloaded", "The server is shutting down", { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** A run that the budget of its key does not hold. */
export function creditsExhausted({ budget, spent, reserved }: KeyRow, credits: number): RemixError {
  return new RemixError(
    "credits_exhausted",
    `This run costs ${credits} credits; of the key's budget of ${budget}, ${spent} are spent and ${reserved} set aside ` +
      "for tasks that have not ended",
  );
}

export type Admit = ReturnType<typeof createAdmission>;
