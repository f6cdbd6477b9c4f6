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

export async function deleteFile(db: Db, id: string): Promise<void> {
  await db.run("DELETE FROM files WHERE id = $1", [id]);
}
