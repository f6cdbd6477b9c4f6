import { z } from "zod";
import type { Sql } from "./db.ts";
import { FileRow } from "./files.ts";
import { TaskRow } from "./task-row.ts";

/** What is removed at a time, so that nobody waits long for it. */
const BATCH = 200;

/** Ended tasks that were to be kept until now: those with a time of their own, and the others where there is one for all. */
export async function expiredTasks(db: Sql, now: number, retentionMs: number | null): Promise<TaskRow[]> {
  const own = await db.all(
    TaskRow,
    "SELECT * FROM tasks WHERE ended_at IS NOT NULL AND keep_ms IS NOT NULL AND ended_at + keep_ms <= $1 LIMIT $2",
    [now, BATCH],
  );
  if (retentionMs === null) return own;
  const others = await db.all(
    TaskRow,
    "SELECT * FROM tasks WHERE ended_at IS NOT NULL AND ended_at <= $1 AND keep_ms IS NULL ORDER BY ended_at LIMIT $2",
    [now - retentionMs, BATCH],
  );
  return [...own, ...others];
}

/** Files that were announced before `announcedBefore` and whose bytes never came. */
export function abandonedUploads(db: Sql, announcedBefore: number): Promise<FileRow[]> {
  return db.all(FileRow, "SELECT * FROM files WHERE sha256 IS NULL AND created_at <= $1 LIMIT $2", [
    announcedBefore,
    BATCH,
  ]);
}

/** Uploads from before `uploadedBefore` that no task reads which has not ended. */
export function expiredUploads(db: Sql, uploadedBefore: number): Promise<FileRow[]> {
  return db.all(
    FileRow,
    `SELECT * FROM files WHERE task_id IS NULL AND sha256 IS NOT NULL AND updated_at <= $1 AND NOT EXISTS
       (SELECT 1 FROM tasks WHERE ended_at IS NULL AND input LIKE '%"' || files.id || '"%') LIMIT $2`,
    [uploadedBefore, BATCH],
  );
}

const Id = z.object({ id: z.string() });

/** Which of these files have a row. */
export async function knownFiles(db: Sql, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const places = ids.map((_, index) => `$${index + 1}`).join(", ");
  return new Set((await db.all(Id, `SELECT id FROM files WHERE id IN (${places})`, ids)).map(({ id }) => id));
}
