import type { Sql } from "./db.ts";
import { type Delivery, insertDelivery } from "./deliveries.ts";
import { appendEvent } from "./events.ts";
import { type FileRow, insertFile } from "./files.ts";
import { extend } from "./sessions.ts";
import { freeSlot } from "./slots.ts";
import { EventSource, type StoredOutput, TaskRow, type Timing } from "./task-row.ts";
import { eventOf } from "./tasks.ts";
import { recordEnd } from "./usage.ts";

/** How a task ended. */
export type Outcome =
  | { status: "completed"; output: StoredOutput; files: FileRow[]; timings: Timing[] }
  | { status: "failed"; error: string }
  | { status: "cancelled"; error: string };

export interface Ending {
  id: string;
  /** The token of the lease under which it ran; null for a task that nobody has claimed. */
  token: string | null;
  outcome: Outcome;
  now: number;
  /** The webhook's delivery of the ended task, or null where it asked for none. */
  deliveryOf(task: TaskRow): Delivery | null;
}

const Before = TaskRow.pick({ status: true, progress: true });

/**
 * Ends a task: status, output, file, usage, last event and webhook delivery, inside the caller's transaction. Null, and
 * nothing written, where the task has ended or the lease is another's: whoever holds the result throws it away. A task
 * that is being cancelled ends cancelled, however far the work got.
 */
export async function endTask(tx: Sql, ending: Ending): Promise<TaskRow | null> {
  const [before] = await tx.all(
    Before,
    `SELECT status, progress FROM tasks
     WHERE id = $1 AND lease_token IS NOT DISTINCT FROM $2 AND ended_at IS NULL`,
    [ending.id, ending.token],
  );
  if (before === undefined) return null;
  const outcome = before.status === "cancelling" ? cancelled(ending.outcome) : ending.outcome;

  const completed = outcome.status === "completed" ? outcome : null;
  const [task] = await tx.all(
    TaskRow,
    `UPDATE tasks SET status = $3, output = $4, error = $5, timings = $6, progress = $7, ended_at = $8, updated_at = $8,
       lease_owner = NULL, lease_token = NULL, last_seq = last_seq + 1
     WHERE id = $1 AND lease_token IS NOT DISTINCT FROM $2 AND ended_at IS NULL RETURNING *`,
    [
      ending.id,
      ending.token,
      outcome.status,
      completed === null ? null : JSON.stringify(completed.output),
      outcome.status === "completed" ? "" : outcome.error,
      JSON.stringify(completed?.timings ?? []),
      completed === null ? before.progress : 100,
      ending.now,
    ],
  );
  if (task === undefined) return null;

  if (ending.token !== null) await freeSlot(tx, task.key_id);
  await recordEnd(tx, task);
  if (task.session_id !== null) await extend(tx, task.session_id, ending.now);
  for (const file of completed?.files ?? []) await insertFile(tx, file);
  await appendEvent(tx, eventOf(task, ending.now));
  const delivery = ending.deliveryOf(task);
  if (delivery !== null) await insertDelivery(tx, delivery);
  return task;
}

function cancelled(outcome: Outcome): Outcome {
  return outcome.status === "cancelled" ? outcome : { status: "cancelled", error: "cancelled by the caller" };
}

/**
 * Asks the worker that has the task to stop. Says false where nothing runs: it has ended, waits, or is being cancelled
 * already.
 */
export async function markCancelling(tx: Sql, id: string, now: number): Promise<boolean> {
  const [task] = await tx.all(
    EventSource,
    `UPDATE tasks SET status = 'cancelling', updated_at = $2, last_seq = last_seq + 1
     WHERE id = $1 AND ended_at IS NULL AND lease_token IS NOT NULL AND status <> 'cancelling'
     RETURNING id, last_seq, status, progress`,
    [id, now],
  );
  if (task === undefined) return false;
  await appendEvent(tx, eventOf(task, now));
  return true;
}
