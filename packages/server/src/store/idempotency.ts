import { z } from "zod";
import { first, type Sql } from "./db.ts";

const KEPT_MS = 24 * 60 * 60 * 1000;

export const Remembered = z.object({ body_hash: z.string(), task_id: z.string() });
export type Remembered = z.infer<typeof Remembered>;

/** What an idempotency key was used for within the last 24 hours. */
export function findRequest(db: Sql, keyId: string, idempotencyKey: string, now: number): Promise<Remembered | null> {
  return first(
    db.all(
      Remembered,
      `SELECT body_hash, task_id FROM idempotency WHERE key_id = $1 AND idempotency_key = $2 AND expires_at > $3`,
      [keyId, idempotencyKey, now],
    ),
  );
}

/** Remembers a request in the transaction that writes its task. False where another request was faster. */
export async function rememberRequest(
  tx: Sql,
  request: { keyId: string; idempotencyKey: string; bodyHash: string; taskId: string; now: number },
): Promise<boolean> {
  await tx.run("DELETE FROM idempotency WHERE expires_at <= $1", [request.now]);
  const inserted = await tx.run(
    `INSERT INTO idempotency (key_id, idempotency_key, body_hash, task_id, expires_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (key_id, idempotency_key) DO NOTHING`,
    [request.keyId, request.idempotencyKey, request.bodyHash, request.taskId, request.now + KEPT_MS],
  );
  return inserted === 1;
}
