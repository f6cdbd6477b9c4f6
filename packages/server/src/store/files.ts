import { z } from "zod";
import { type Db, first, type Sql } from "./db.ts";

export const FileRow = z.object({
  id: z.string(),
  key_id: z.string(),
  /** The task that this file came with or out of: it goes when that goes. Null for an upload. */
  task_id: z.string().nullable(),
  filename: z.string(),
  path: z.string(),
  category: z.string(),
  content_type: z.string(),
  size: z.number(),
  /** Of the bytes, in hex; null until they are uploaded. */
  sha256: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
});
export type FileRow = z.infer<typeof FileRow>;

export async function insertFile(tx: Sql, file: FileRow): Promise<void> {
  await tx.run(
    `INSERT INTO files (id, key_id, task_id, filename, path, category, content_type, size, sha256, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      file.id,
      file.key_id,
      file.task_id,
      file.filename,
      file.path,
      file.category,
      file.content_type,
      file.size,
      file.sha256,
      file.created_at,
      file.updated_at,
    ],
  );
}

export function getFile(db: Sql, id: string): Promise<FileRow | null> {
  return first(db.all(FileRow, "SELECT * FROM files WHERE id = $1", [id]));
}

export function filesOfTask(db: Sql, taskId: string): Promise<FileRow[]> {
  return db.all(FileRow, "SELECT * FROM files WHERE task_id = $1", [taskId]);
}

export interface Upload {
  contentType: string;
  size: number;
  sha256: string;
}

/** Marks the bytes as arrived. False where the file is gone or has its bytes already: content never changes. */
export async function markUploaded(db: Db, id: string, upload: Upload, now: number): Promise<boolean> {
  const changed = await db.run(
    "UPDATE files SET content_type = $2, size = $3, sha256 = $4, updated_at = $5 WHERE id = $1 AND sha256 IS NULL",
    [id, upload.contentType, upload.size, upload.sha256, now],
  );
  return changed === 1;
}

const User = z.object({ id: z.string() });

/** A task that has not ended and reads the file, other than `except`; null where none does. */
export async function taskUsing(tx: Sql, fileId: string, except = ""): Promise<string | null> {
  const rows = await tx.all(
    User,
    "SELECT id FROM tasks WHERE ended_at IS NULL AND id <> $2 AND input LIKE $1 ORDER BY created_at LIMIT 1",
    [`%"${fileId}"%`, except],
  );
  return rows[0]?.id ?? null;
}

/** Removes a file's row, unless a task that has not ended reads it: then gives that task's id, and removes nothing. */
export function deleteUnusedFile(db: Db, id: string): Promise<string | null> {
  return db.transaction(async (tx) => {
    const user = await taskUsing(tx, id);
    if (user === null) await tx.run("DELETE FROM files WHERE id = $1", [id]);
    return user;
  });
}

/**
 * Removes the row of a file whose task is going, or hands it on to a task that still reads it, with which it goes then.
 * Says whether it was removed.
 */
export function deleteFileOfTask(db: Db, id: string, taskId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const user = await taskUsing(tx, id, taskId);
    if (user === null) await tx.run("DELETE FROM files WHERE id = $1", [id]);
    else await tx.run("UPDATE files SET task_id = $2 WHERE id = $1", [id, user]);
    return user === null;
  });
}
