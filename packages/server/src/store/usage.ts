import { z } from "zod";
import type { Sql } from "./db.ts";
import type { TaskRow } from "./task-row.ts";

/** What a key used on one day (UTC): the tasks that ended on it, and their credits. Kept when the tasks are deleted. */
export const UsageRow = z.object({
  /** As in 2026-11-22. */
  day: z.string(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  credits: z.number(),
});
export type UsageRow = z.infer<typeof UsageRow>;

/**
 * Sets credits of a key's budget aside for a task, in the transaction that writes it. Says false where the budget does
 * not hold them beside what is spent and set aside already.
 */
export async function reserveCredits(tx: Sql, keyId: string, credits: number): Promise<boolean> {
  const changed = await tx.run(
    "UPDATE api_keys SET reserved = reserved + $2 WHERE id = $1 AND (budget IS NULL OR spent + reserved + $2 <= budget)",
    [keyId, credits],
  );
  return changed === 1;
}

/** Gives back what was set aside for a task that will never end. */
export async function releaseCredits(tx: Sql, { key_id, credits }: Pick<TaskRow, "key_id" | "credits">): Promise<void> {
  await tx.run("UPDATE api_keys SET reserved = reserved - $2 WHERE id = $1", [key_id, credits]);
}

/** Charges a key for an ended task: what it cost if it completed, else nothing. */
export async function recordEnd(tx: Sql, task: TaskRow): Promise<void> {
  const cost = task.output?.cost ?? 0;
  await tx.run("UPDATE api_keys SET reserved = reserved - $2, spent = spent + $3 WHERE id = $1", [
    task.key_id,
    task.credits,
    cost,
  ]);
  const count = (status: TaskRow["status"]) => (task.status === status ? 1 : 0);
  await tx.run(
    `INSERT INTO usage (key_id, day, completed, failed, cancelled, credits) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (key_id, day) DO UPDATE SET completed = usage.completed + $3, failed = usage.failed + $4,
       cancelled = usage.cancelled + $5, credits = usage.credits + $6`,
    [task.key_id, dayOf(task.updated_at), count("completed"), count("failed"), count("cancelled"), cost],
  );
}

/** The days on which a key used anything, both ends included, oldest first. */
export function usageOf(db: Sql, keyId: string, { from, to }: { from: string; to: string }): Promise<UsageRow[]> {
  return db.all(UsageRow, "SELECT * FROM usage WHERE key_id = $1 AND day >= $2 AND day <= $3 ORDER BY day", [
    keyId,
    from,
    to,
  ]);
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
