import { isTerminal } from "@pastiche/contract";
import type { Db } from "../store/db.ts";
import { eventsAfter, lastSeq } from "../store/events.ts";
import type { EventRow } from "../store/task-row.ts";
import type { Wakeups } from "./wakeups.ts";

/**
 * The events of a task after `seq`, as they are written, until the one that ends it. It ends early only where the task
 * is deleted; it throws the signal's reason once that is aborted.
 */
export async function* followTask(
  { db, wakeups }: { db: Db; wakeups: Wakeups },
  taskId: string,
  { after, signal }: { after: number; signal: AbortSignal },
): AsyncGenerator<EventRow> {
  const bell = wakeups.listen(taskId, signal);
  let seen = after;
  try {
    for (;;) {
      const newest = await lastSeq(db, taskId);
      if (newest === null) return;
      if (newest > seen) {
        for (const event of await eventsAfter(db, taskId, seen)) {
          seen = event.seq;
          yield event;
          if (isTerminal(event.status)) return;
        }
      }
      await bell.rung();
    }
  } finally {
    bell.close();
  }
}
