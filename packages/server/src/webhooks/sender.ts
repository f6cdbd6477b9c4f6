import type { Logger } from "pino";
import type { Guard } from "../net/guard.ts";
import type { Db } from "../store/db.ts";
import { claimDeliveries, type Delivery, nextDeliveryAt, recordAttempt } from "../store/deliveries.ts";
import { getKey, signingSecrets } from "../store/keys.ts";
import { delayAfter } from "./schedule.ts";
import { type Answer, sendDelivery } from "./send.ts";

const MAX_AT_ONCE = 50;
const LONGEST_SLEEP_MS = 60_000;
const GONE = 410;
/** Longer than an attempt may take. */
const LEASE_MS = 60_000;
/** A receiver may ask for a pause, but not for ever. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

export interface Sender {
  /** There may be a delivery to send. */
  poke(): void;
  /** Breaks off the attempts under way: they are made again a minute later, or after the next start. */
  close(): Promise<void>;
}

/** Sends deliveries as they fall due, several at once, so that a slow receiver delays neither tasks nor others. */
export function createSender({
  db,
  guard,
  log,
  clock,
  random = Math.random,
}: {
  db: Db;
  guard: Guard;
  log: Logger;
  clock(): number;
  random?(): number;
}): Sender {
  const sending = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let turning: Promise<void> | null = null;
  let poked = false;
  const closing = new AbortController();

  return {
    poke,
    async close() {
      closing.abort();
      clearTimeout(timer);
      await turning;
      await Promise.all(sending);
    },
  };

  function poke(): void {
    poked = true;
    if (closing.signal.aborted) return;
    turning ??= turn();
  }

  async function turn(): Promise<void> {
    try {
      await sendWhilePoked();
    } catch (error) {
      log.error(error, "webhooks could not be read");
      sleepUntil(clock() + LONGEST_SLEEP_MS);
    }
    // In the same turn as the last look at `poked`: whoever pokes next sends anew.
    turning = null;
  }

  async function sendWhilePoked(): Promise<void> {
    // With all places taken there is nothing to wake up for: the end of an attempt pokes.
    while (poked && sending.size < MAX_AT_ONCE) {
      poked = false;
      const now = clock();
      const limit = MAX_AT_ONCE - sending.size;
      for (const delivery of await claimDeliveries(db, { now, limit, leaseMs: LEASE_MS })) {
        const attempt = send(delivery).finally(() => {
          sending.delete(attempt);
          poke();
        });
        sending.add(attempt);
      }
      sleepUntil(await nextDeliveryAt(db));
    }
  }

  function sleepUntil(due: number | null): void {
    clearTimeout(timer);
    if (due === null || closing.signal.aborted) return;
    timer = setTimeout(poke, Math.min(LONGEST_SLEEP_MS, Math.max(10, due - clock())));
    timer.unref();
  }

  async function send(delivery: Delivery): Promise<void> {
    try {
      const key = await getKey(db, delivery.key_id);
      const startedAt = clock();
      const answer: Answer =
        key === null
          ? { status: GONE, error: "the API key that asked for it is gone", retryAfterMs: null }
          : await sendDelivery(delivery, {
              guard,
              secrets: signingSecrets(key, startedAt),
              now: startedAt,
              signal: closing.signal,
            });
      if (closing.signal.aborted) return;
      const endedAt = clock();
      const delivered = answer.error === "";
      await recordAttempt(db, delivery, {
        status: answer.status,
        error: answer.error,
        nextAt: delivered || answer.status === GONE ? null : nextAt(delivery.attempt, answer, endedAt),
        deliveredAt: delivered ? endedAt : null,
        startedAt,
        endedAt,
      });
      if (!delivered)
        log.warn({ delivery: delivery.id, task: delivery.task_id, error: answer.error }, "webhook refused");
    } catch (error) {
      // The row already carries its next attempt.
      log.error({ delivery: delivery.id, err: error }, "a webhook's attempt could not be recorded");
    }
  }

  function nextAt(made: number, { retryAfterMs }: Answer, now: number): number | null {
    const delayMs = delayAfter(made, random());
    return delayMs === null ? null : now + Math.max(delayMs, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
  }
}
