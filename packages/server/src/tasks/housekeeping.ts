import { abandonedTasks, MAX_ATTEMPTS, overdueTasks } from "../store/leases.ts";
import type { TaskRow } from "../store/task-row.ts";
import { cancelTask } from "./cancel.ts";
import type { TaskContext } from "./context.ts";
import { givenUp } from "./failure.ts";
import { finishTask } from "./finish.ts";
import type { Worker } from "./worker.ts";

const EVERY_MS = 1000;

/** Ends what nobody else will: tasks whose worker was lost too often or while cancelling, and those past their deadline. */
export function startHousekeeping(context: TaskContext, worker: Worker): { close(): Promise<void> } {
  let busy: Promise<void> | null = null;
  const timer = setInterval(() => {
    busy ??= keepHouse(context, worker)
      .catch((error) => context.log.error(error, "housekeeping failed"))
      .finally(() => {
        busy = null;
      });
  }, EVERY_MS);

  return {
    async close() {
      clearInterval(timer);
      await busy;
    },
  };
}

export async function keepHouse(context: TaskContext, worker: Worker): Promise<void> {
  const now = context.clock();
  for (const task of await abandonedTasks(context.db, now)) {
    await finishTask(context, { id: task.id, token: task.lease_token, outcome: endOf(task) });
  }
  for (const task of await overdueTasks(context.db, now)) {
    await cancelTask(context, worker, task.id, "cancelled: its deadline passed");
  }
}

function endOf(task: TaskRow) {
  if (task.status === "cancelling") return { status: "cancelled" as const, error: "cancelled by the caller" };
  return { status: "failed" as const, error: givenUp(task.attempt, MAX_ATTEMPTS) };
}
