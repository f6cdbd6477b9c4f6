import { z } from "zod";
import { type Db, first, type Sql } from "./db.ts";

/** Calls that belong together, and share what was found in their pictures. */
export const SessionRow = z.object({
  id: z.string(),
  key_id: z.string(),
  app: z.string(),
  version: z.string(),
  /** How long it lives on without a call. */
  idle_ms: z.number(),
  calls: z.int(),
  last_task_id: z.string().nullable(),
  last_call_at: z.number().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
  expires_at: z.number(),
  /** When it was ended by its caller. */
  ended_at: z.number().nullable(),
});
export type SessionRow = z.infer<typeof SessionRow>;

const MAX_LISTED = 1000;

export async function insertSession(tx: Sql, session: SessionRow): Promise<void> {
  const { id, key_id, app, version, idle_ms, calls, last_task_id, last_call_at, created_at, updated_at } = session;
  await tx.run(
    `INSERT INTO sessions (id, key_id, app, version, idle_ms, calls, last_task_id, last_call_at, created_at, updated_at,
       expires_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      key_id,
      app,
      version,
      idle_ms,
      calls,
      last_task_id,
      last_call_at,
      created_at,
      updated_at,
      session.expires_at,
      session.ended_at,
    ],
  );
}

/** Another key's session does not exist for a key. */
export function getSessionOfKey(db: Sql, id: string, keyId: string): Promise<SessionRow | null> {
  return first(db.all(SessionRow, "SELECT * FROM sessions WHERE id = $1 AND key_id = $2", [id, keyId]));
}

export function getSession(db: Sql, id: string): Promise<SessionRow | null> {
  return first(db.all(SessionRow, "SELECT * FROM sessions WHERE id = $1", [id]));
}

/** The newest 1000. */
export function sessionsOfKey(db: Sql, keyId: string): Promise<SessionRow[]> {
  return db.all(SessionRow, "SELECT * FROM sessions WHERE key_id = $1 ORDER BY created_at DESC, id LIMIT $2", [
    keyId,
    MAX_LISTED,
  ]);
}

/** Counts a call: the session lives on for another idle time. */
export async function recordCall(tx: Sql, id: string, taskId: string, now: number): Promise<void> {
  await tx.run(
    `UPDATE sessions SET calls = calls + 1, last_task_id = $2, last_call_at = $3, updated_at = $3,
       expires_at = $3 + idle_ms WHERE id = $1`,
    [id, taskId, now],
  );
}

/** The session lives on for another idle time. Null where it has expired or was ended. */
export function extendSession(db: Db, id: string, now: number): Promise<SessionRow | null> {
  return db.transaction((tx) => extend(tx, id, now));
}

export function extend(tx: Sql, id: string, now: number): Promise<SessionRow | null> {
  return first(
    tx.all(
      SessionRow,
      `UPDATE sessions SET expires_at = $2 + idle_ms, updated_at = $2
       WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 RETURNING *`,
      [id, now],
    ),
  );
}

/** Nothing happens to one that has ended. */
export async function endSession(db: Db, id: string, now: number): Promise<void> {
  await db.run("UPDATE sessions SET ended_at = $2, updated_at = $2 WHERE id = $1 AND ended_at IS NULL", [id, now]);
}

/** Forgets sessions that were over before `overBefore`. */
export async function deleteSessions(db: Db, overBefore: number): Promise<void> {
  await db.run("DELETE FROM sessions WHERE COALESCE(ended_at, expires_at) <= $1", [overBefore]);
}
