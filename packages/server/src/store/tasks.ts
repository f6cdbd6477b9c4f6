import { z } from "zod";
import { type Db, first, type Sql } from "./db.ts";
import { appendEvent } from "./events.ts";
import { freeSlot } from "./slots.ts";
import { type EventRow, type EventSource, TaskRow } from "./task-row.ts";
import { releaseCredits } from "./usage.ts";

const TASK_COLUMNS = Object.keys(TaskRow.shape);
const PLACEHOLDERS = TASK_COLUMNS.map((_, index) => `$${index + 1}`);
const INSERT_TASK = `INSERT INTO tasks (${TASK_COLUMNS.join(", ")}) VALUES (${PLACEHOLDERS.join(", ")})`;

/** Writes a new task and its first event. */
export async function insertTask(tx: Sql, task: TaskRow): Promise<void> {
  const columns = {
    ...task,
    input: JSON.stringify(task.input),
    output: null,
    timings: JSON.stringify(task.timings),
    metadata: task.metadata === null ? null : JSON.stringify(task.metadata),
  };
  await tx.run(INSERT_TASK, Object.values({ ...byColumn(columns) }));
  await appendEvent(tx, eventOf(task, task.created_at));
}

// The values must come in the order of the columns, whatever the order in which the row was written down.
function byColumn(columns: Record<string, string | number | null>): Record<string, string | number | null> {
  return Object.fromEntries(TASK_COLUMNS.map((name) => [name, columns[name]]));
}

export function eventOf(task: EventSource, at: number, content = ""): EventRow {
  return { task_id: task.id, seq: task.last_seq, at, status: task.status, progress: task.progress, content };
}

export function getTask(db: Sql, id: string): Promise<TaskRow | null> {
  return first(db.all(TaskRow, "SELECT * FROM tasks WHERE id = $1", [id]));
}

/** The task if it belongs to the key; another key's task does not exist for it. */
export function getTaskOfKey(db: Sql, id: string, keyId: string): Promise<TaskRow | null> {
  return first(db.all(TaskRow, "SELECT * FROM tasks WHERE id = $1 AND key_id = $2", [id, keyId]));
}

const Count = z.object({ count: z.int() });

export async function countWaiting(db: Sql): Promise<number> {
  const rows = await db.all(
    Count,
    "SELECT COUNT(*) AS count FROM tasks WHERE ended_at IS NULL AND lease_token IS NULL",
  );
  return rows[0].count;
}

/** A longer way to the front is not counted to its end. */
const FARTHEST_POSITION = 1000;

/** How many waiting tasks will be taken before this one, at most 1000; 0 is next. */
export async function queuePosition(db: Sql, task: TaskRow): Promise<number> {
  const rows = await db.all(
    Count,
    `SELECT COUNT(*) AS count FROM (
       SELECT 1 FROM tasks
       WHERE engine = $1 AND ended_at IS NULL AND lease_token IS NULL
         AND (priority > $2 OR (priority = $2 AND (created_at < $3 OR (created_at = $3 AND id < $4))))
       LIMIT $5) AS ahead`,
    [task.engine, task.priority, task.created_at, task.id, FARTHEST_POSITION],
  );
  return rows[0].count;
}

const Removed = TaskRow.pick({ key_id: true, credits: true, ended_at: true, lease_token: true });

/** Removes a task with its events, deliveries and idempotency keys; its files are the caller's to remove. */
export async function deleteTask(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.run("DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE task_id = $1)", [
      id,
    ]);
    await tx.run("DELETE FROM deliveries WHERE task_id = $1", [id]);
    await tx.run("DELETE FROM idempotency WHERE task_id = $1", [id]);
    await tx.run("DELETE FROM events WHERE task_id = $1", [id]);
    const removed = await tx.all(
      Removed,
      "DELETE FROM tasks WHERE id = $1 RETURNING key_id, credits, ended_at, lease_token",
      [id],
    );
    for (const task of removed.filter(({ ended_at }) => ended_at === null)) {
      await releaseCredits(tx, task);
      if (task.lease_token !== null) await freeSlot(tx, task.key_id);
    }
  });
}
