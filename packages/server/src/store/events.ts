import { z } from "zod";
import type { Sql } from "./db.ts";
import { EventRow } from "./task-row.ts";

/** Writes one event. Its `seq` comes from the task's own row, whose update in the same transaction orders the writers. */
export async function appendEvent(tx: Sql, event: EventRow): Promise<void> {
  await tx.run("INSERT INTO events (task_id, seq, at, status, progress, content) VALUES ($1, $2, $3, $4, $5, $6)", [
    event.task_id,
    event.seq,
    event.at,
    event.status,
    event.progress,
    event.content,
  ]);
}

/** The events of a task after `seq`, oldest first. */
export function eventsAfter(db: Sql, taskId: string, seq: number): Promise<EventRow[]> {
  return db.all(EventRow, "SELECT * FROM events WHERE task_id = $1 AND seq > $2 ORDER BY seq", [taskId, seq]);
}

const LastSeq = z.object({ last_seq: z.int() });

/** The newest event's number, or null where the task is gone: the cheapest question that a waiting stream can ask. */
export async function lastSeq(db: Sql, taskId: string): Promise<number | null> {
  const rows = await db.all(LastSeq, "SELECT last_seq FROM tasks WHERE id = $1", [taskId]);
  return rows[0]?.last_seq ?? null;
}
