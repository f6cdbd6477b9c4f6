import { RemixError } from "@pastiche/contract";
import { newId } from "../ids.ts";
import type { Sql } from "../store/db.ts";
import { getSessionOfKey, insertSession, recordCall, type SessionRow } from "../store/sessions.ts";
import type { TaskRow } from "../store/task-row.ts";

export const NEW_SESSION = "new";
const DEFAULT_IDLE_MS = 5 * 60_000;

/** What a caller asks for: a session's id, or a new one that lives for `idleMs` without a call (default 5 min). */
export interface SessionWish {
  session: string;
  idleMs: number | null;
}

/**
 * The id of the session that a task is part of, counted as its call.
 * @throws RemixError not_found, gone.
 */
export async function enterSession(
  tx: Sql,
  { session, idleMs }: SessionWish,
  task: Pick<TaskRow, "id" | "key_id" | "app" | "version" | "created_at">,
): Promise<string> {
  const now = task.created_at;
  if (session !== NEW_SESSION) {
    await requireOpenSession(tx, session, task.key_id, now);
    await recordCall(tx, session, task.id, now);
    return session;
  }
  const idle_ms = idleMs ?? DEFAULT_IDLE_MS;
  const id = newId("sess");
  await insertSession(tx, {
    id,
    key_id: task.key_id,
    app: task.app,
    version: task.version,
    idle_ms,
    calls: 1,
    last_task_id: task.id,
    last_call_at: now,
    created_at: now,
    updated_at: now,
    expires_at: now + idle_ms,
    ended_at: null,
  });
  return id;
}

/** @throws RemixError not_found for another key's session as well; gone where it has expired or was ended. */
export async function requireOpenSession(db: Sql, id: string, keyId: string, now: number): Promise<SessionRow> {
  const session = await requireSession(db, id, keyId);
  const standing = standingOf(session, now);
  if (standing === "active") return session;
  throw new RemixError(
    "gone",
    `The session ${id} ${standing === "ended" ? "was ended" : "expired"}; ask for a new one`,
  );
}

/** @throws RemixError not_found. */
export async function requireSession(db: Sql, id: string, keyId: string): Promise<SessionRow> {
  const session = await getSessionOfKey(db, id, keyId);
  if (session !== null) return session;
  throw new RemixError("not_found", `There is no session ${JSON.stringify(id.slice(0, 80))}`);
}

export function standingOf({ ended_at, expires_at }: SessionRow, now: number): "active" | "ended" | "expired" {
  if (ended_at !== null) return "ended";
  return expires_at > now ? "active" : "expired";
}
