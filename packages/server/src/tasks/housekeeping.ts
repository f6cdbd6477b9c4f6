import { abandonedTasks, MAX_ATTEMPTS, overdueTasks } from "../store/leases.ts";
import type { TaskRow } from "../store/task-row.ts";
import { cancelTask } from "./cancel.ts";
import type { TaskContext } from "./context.ts";
import { givenUp } from "./failure.ts";
import { finishTask } from "./finish.ts";
import { sweepExpired, sweepOrphans } from "./sweep.ts";
import type { Worker } from "./worker.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Does what nobody asks for: ends tasks that were left, and removes what is kept no longer. */
export function startHousekeeping(
  context: TaskContext,
  worker: Worker,
  { retentionMs }: { retentionMs: number | null },
): { close(): Promise<void> } {
  const chores = [
    repeat(context, { firstMs: SECOND_MS, everyMs: SECOND_MS }, () => keepHouse(context, worker)),
    repeat(context, { firstMs: MINUTE_MS, everyMs: MINUTE_MS }, () => sweepExpired(context, worker, retentionMs)),
    repeat(context, { firstMs: MINUTE_MS, everyMs: HOUR_MS }, () => sweepOrphans(context)),
  ];
  return {
    async close() {
      await Promise.all(chores.map((chore) => chore.close()));
    },
  };
}

/** Does something again and again, each time after a pause. */
function repeat(
  { log }: TaskContext,
  { firstMs, everyMs }: { firstMs: number; everyMs: number },
  work: () => Promise<void>,
): { close(): Promise<void> } {
  let closed = false;
  let busy: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, firstMs);

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await busy;
    },
  };

  function run(): void {
    busy = work()
      .catch((error) => log.error(error, "housekeeping failed"))
      .then(() => {
        if (!closed) timer = setTimeout(run, everyMs);
      });
  }
}

/** Ends what nobody else will: tasks whose worker was lost too often or while cancelling, and those past their deadline. */
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
