import type { Sql } from "./db.ts";

/** Counts one more running task of a key. Says false where it runs as many as it may. */
export async function occupySlot(tx: Sql, keyId: string): Promise<boolean> {
  const changed = await tx.run(
    "UPDATE api_keys SET active = active + 1 WHERE id = $1 AND (concurrency IS NULL OR active < concurrency)",
    [keyId],
  );
  return changed === 1;
}

/** Counts one running task of a key less. A miscount must not keep a task from ending: it is never below none. */
export async function freeSlot(tx: Sql, keyId: string): Promise<void> {
  await tx.run("UPDATE api_keys SET active = active - 1 WHERE id = $1 AND active > 0", [keyId]);
}
