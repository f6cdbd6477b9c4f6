import type { Db } from "./db.ts";
import { appendEvent } from "./events.ts";
import type { Lease } from "./leases.ts";
import { EventSource } from "./task-row.ts";
import { eventOf } from "./tasks.ts";

export interface Advance {
  status: "running" | "uploading";
  /** 0 to 100. */
  progress: number;
  /** A line for the task's log; empty for none. */
  content: string;
  /** When it came about, in ms since 1970. */
  at: number;
}

/** Tells how far a task is. Says false, and writes nothing, where the lease is lost or the task is being cancelled. */
export async function advanceTask(
  db: Db,
  { id, token }: Lease,
  { status, progress, content, at }: Advance,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [task] = await tx.all(
      EventSource,
      `UPDATE tasks SET status = $3, progress = $4, updated_at = $5, last_seq = last_seq + 1
       WHERE id = $1 AND lease_token = $2 AND ended_at IS NULL AND status <> 'cancelling'
       RETURNING id, last_seq, status, progress`,
      [id, token, status, progress, at],
    );
    if (task === undefined) return false;
    await appendEvent(tx, eventOf(task, at, content));
    return true;
  });
}
