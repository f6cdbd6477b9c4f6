import { endTask, type Outcome } from "../store/endings.ts";
import type { TaskRow } from "../store/task-row.ts";
import type { TaskContext } from "./context.ts";

/**
 * Ends a task durably and tells everybody who waits. Null where it was no longer ours to end: the picture, if there is
 * one, is thrown away.
 */
export async function finishTask(
  context: TaskContext,
  { id, token, outcome }: { id: string; token: string | null; outcome: Outcome },
): Promise<TaskRow | null> {
  const { db, bytes, deliveryOf, clock } = context;
  const ended = await db.transaction((tx) => endTask(tx, { id, token, outcome, now: clock(), deliveryOf }));
  if (outcome.status === "completed" && ended?.status !== "completed") {
    for (const file of outcome.files) await bytes.remove(file.id);
  }
  if (ended === null) return null;
  const { status, created_at, started_at, ended_at } = ended;
  const ranMs = started_at === null || ended_at === null ? null : ended_at - started_at;
  context.log.info({ task: id, status, ranMs, ageMs: clock() - created_at }, "task ended");
  context.onEnded(ended);
  context.wakeups.ring(id);
  if (ended.webhook !== null) context.onDelivery();
  return ended;
}
