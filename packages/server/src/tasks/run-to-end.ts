import { RemixError } from "@pastiche/contract";
import type { EventRow, StoredOutput, TaskRow } from "../store/task-row.ts";
import { getTask } from "../store/tasks.ts";
import { cancelTask } from "./cancel.ts";
import { followTask } from "./follow.ts";
import { type Submission, type SubmitContext, submitTask } from "./submit.ts";
import type { Worker } from "./worker.ts";

export interface RunContext extends SubmitContext {
  worker: Worker;
  /** Aborted once the server closes. */
  closing: AbortSignal;
}

export type CompletedTask = TaskRow & { output: StoredOutput };

/** The task ended without a picture; its error says why. */
export class TaskFailed extends Error {
  override name = "TaskFailed";
  readonly task: TaskRow;

  constructor(task: TaskRow) {
    super(task.error);
    this.task = task;
  }
}

/**
 * Runs a task for a caller that cannot come back for it: it is cancelled once `signal` is aborted.
 * @throws TaskFailed where it fails or somebody cancels it; the signal's reason; RemixError overloaded once the server
 * closes; whatever is wrong with the submission.
 */
export async function runToEnd(
  context: RunContext,
  submission: Submission,
  { signal, onEvent }: { signal: AbortSignal; onEvent?(event: EventRow): Promise<void> | void },
): Promise<CompletedTask> {
  const { id } = await submitTask(context, submission);
  context.worker.poke();
  try {
    const either = AbortSignal.any([signal, context.closing]);
    for await (const event of followTask(context, id, { after: 0, signal: either })) await onEvent?.(event);
  } catch (error) {
    // First: callers are sent away as well when the server closes, and what was accepted outlives that.
    if (context.closing.aborted) {
      throw new RemixError("overloaded", `The server is shutting down; it runs the task ${id} when it is back`, {
        retryAfterSeconds: 5,
      });
    }
    await cancelTask(context, context.worker, id, "cancelled: its caller is gone");
    throw error;
  }
  const task = await getTask(context.db, id);
  if (task === null) throw new RemixError("gone", `The task ${id} was deleted while it ran`);
  if (task.output === null) throw new TaskFailed(task);
  return { ...task, output: task.output };
}
