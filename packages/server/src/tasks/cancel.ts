import { markCancelling } from "../store/endings.ts";
import type { TaskContext } from "./context.ts";
import { finishTask } from "./finish.ts";
import type { Worker } from "./worker.ts";

/** Cancels a task: one that waits ends at once, one that runs is stopped. Nothing happens to one that has ended. */
export async function cancelTask(
  context: TaskContext,
  worker: Worker,
  id: string,
  error = "cancelled by the caller",
): Promise<void> {
  const waiting = await finishTask(context, { id, token: null, outcome: { status: "cancelled", error } });
  if (waiting !== null) return;
  const marked = await context.db.transaction((tx) => markCancelling(tx, id, context.clock()));
  if (!marked) return;
  context.wakeups.ring(id);
  worker.stopTask(id, error);
}
