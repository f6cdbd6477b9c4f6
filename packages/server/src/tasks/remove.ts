import { isTerminal } from "@pastiche/contract";
import { deleteFileOfTask, filesOfTask } from "../store/files.ts";
import type { TaskRow } from "../store/task-row.ts";
import { deleteTask } from "../store/tasks.ts";
import { cancelTask } from "./cancel.ts";
import type { TaskContext } from "./context.ts";
import type { Worker } from "./worker.ts";

/**
 * Removes a task, stopped first where it runs, with the files that came within its request or out of it, save those that
 * another task is to read. Uploads stay: another task may use them.
 */
export async function removeTask(context: TaskContext, worker: Worker, task: TaskRow): Promise<void> {
  if (!isTerminal(task.status)) await cancelTask(context, worker, task.id);
  const files = await filesOfTask(context.db, task.id);
  for (const file of files) {
    if (await deleteFileOfTask(context.db, file.id, task.id)) await context.bytes.remove(file.id);
  }
  await deleteTask(context.db, task.id);
  context.wakeups.ring(task.id);
}
