import { z } from "zod";
import type { Db, Sql } from "./db.ts";
import { appendEvent } from "./events.ts";
import { freeSlot, occupySlot } from "./slots.ts";
import { TaskRow } from "./task-row.ts";
import { eventOf } from "./tasks.ts";

/** A task is given up once this many workers were lost while they had it. */
export const MAX_ATTEMPTS = 5;

export interface Claim {
  engine: string;
  /** Who claims: a process. */
  owner: string;
  limit: number;
  now: number;
  leaseMs: number;
  /** Makes the token of one lease: only its holder can write to the task. */
  newToken(): string;
}

/**
 * Leases up to `limit` tasks that wait, or whose lease ran out: highest priority first, then oldest, and never more of a
 * key at once than it may run. Each is `preparing` afterwards.
 */
export async function claimTasks(db: Db, claim: Claim): Promise<TaskRow[]> {
  return db.transaction(async (tx) => {
    const claimed: TaskRow[] = [];
    for (;;) {
      const free = await freeTasks(tx, claim, claim.limit - claimed.length, db.skipLocked);
      const before = claimed.length;
      for (const task of free) {
        if (task.lease_token !== null || (await occupySlot(tx, task.key_id))) {
          claimed.push(await lease(tx, task.id, claim));
        }
      }
      // Tasks passed over, since their key became busy, have others behind them that may run.
      if (claimed.length - before === free.length || claimed.length === before) return claimed;
    }
  });
}

const Free = TaskRow.pick({ id: true, key_id: true, lease_token: true });

function freeTasks(tx: Sql, { engine, now }: Claim, limit: number, skipLocked: string) {
  return tx.all(
    Free,
    `SELECT id, key_id, lease_token FROM tasks
     WHERE engine = $1 AND ended_at IS NULL AND claimable_at <= $2 AND attempt < $3 AND status <> 'cancelling'
       AND (lease_token IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM api_keys WHERE api_keys.id = key_id AND active >= concurrency))
     ORDER BY priority DESC, created_at, id LIMIT $4 ${skipLocked}`,
    [engine, now, MAX_ATTEMPTS, limit],
  );
}

async function lease(tx: Sql, id: string, { owner, now, leaseMs, newToken }: Claim): Promise<TaskRow> {
  const [task] = await tx.all(
    TaskRow,
    `UPDATE tasks SET status = 'preparing', progress = 0, lease_owner = $2, lease_token = $3, claimable_at = $4,
       attempt = attempt + 1, started_at = COALESCE(started_at, $5), updated_at = $5, last_seq = last_seq + 1
     WHERE id = $1 RETURNING *`,
    [id, owner, newToken(), now + leaseMs, now],
  );
  await appendEvent(
    tx,
    eventOf(task, now, task.attempt > 1 ? `attempt ${task.attempt}: the worker before was lost` : ""),
  );
  return task;
}

export interface Lease {
  id: string;
  token: string;
}

const Standing = z.object({ id: z.string(), status: TaskRow.shape.status });

/** Keeps leases alive until `until`. Gives those still held, by task id, with their status; the others are lost. */
export async function renewLeases(db: Db, leases: Lease[], until: number): Promise<Map<string, TaskRow["status"]>> {
  return db.transaction(async (tx) => {
    const held = new Map<string, TaskRow["status"]>();
    for (const { id, token } of leases) {
      const rows = await tx.all(
        Standing,
        `UPDATE tasks SET claimable_at = $3 WHERE id = $1 AND lease_token = $2 AND ended_at IS NULL
         RETURNING id, status`,
        [id, token, until],
      );
      for (const row of rows) held.set(row.id, row.status);
    }
    return held;
  });
}

/** Gives a task back unfinished: it waits again at once, and the attempt does not count. */
export async function releaseLease(db: Db, { id, token }: Lease, now: number): Promise<void> {
  await db.transaction(async (tx) => {
    const [task] = await tx.all(
      TaskRow,
      `UPDATE tasks SET status = 'queued', progress = 0, lease_owner = NULL, lease_token = NULL, claimable_at = $3,
         attempt = attempt - 1, updated_at = $3, last_seq = last_seq + 1
       WHERE id = $1 AND lease_token = $2 AND ended_at IS NULL AND status <> 'cancelling' RETURNING *`,
      [id, token, now],
    );
    if (task === undefined) return;
    await freeSlot(tx, task.key_id);
    await appendEvent(tx, eventOf(task, now, "the server is restarting"));
  });
}

const Owner = z.object({ lease_owner: z.string() });

/** Lets the leases of owners that are known to be dead run out now, rather than when they would. */
export async function expireLeasesOf(db: Db, isDead: (owner: string) => boolean, now: number): Promise<void> {
  const owners = await db.all(
    Owner,
    "SELECT DISTINCT lease_owner FROM tasks WHERE ended_at IS NULL AND lease_owner IS NOT NULL",
  );
  for (const { lease_owner } of owners.filter((row) => isDead(row.lease_owner))) {
    await db.run(
      "UPDATE tasks SET claimable_at = $2 WHERE lease_owner = $1 AND ended_at IS NULL AND claimable_at > $2",
      [lease_owner, now],
    );
  }
}

/** Tasks whose lease ran out and that nobody may claim again: cancelled ones, and those tried too often. */
export function abandonedTasks(db: Db, now: number): Promise<TaskRow[]> {
  return db.all(
    TaskRow,
    `SELECT * FROM tasks WHERE ended_at IS NULL AND lease_token IS NOT NULL AND claimable_at <= $1
       AND (attempt >= $2 OR status = 'cancelling')`,
    [now, MAX_ATTEMPTS],
  );
}

/** Waiting or running tasks whose caller wanted them ended by now. */
export function overdueTasks(db: Db, now: number): Promise<TaskRow[]> {
  return db.all(TaskRow, "SELECT * FROM tasks WHERE ended_at IS NULL AND cancel_at <= $1 AND status <> 'cancelling'", [
    now,
  ]);
}
