import { randomBytes } from "node:crypto";
import { z } from "zod";
import { newId, randomText, sha256 } from "../ids.ts";
import { type Db, first, type Sql } from "./db.ts";

export const KeyRow = z.object({
  id: z.string(),
  hash: z.string(),
  /** The first characters of the key, by which its owner knows it. */
  prefix: z.string(),
  name: z.string(),
  webhook_secret: z.string(),
  created_at: z.number(),
  last_used_at: z.number().nullable(),
  expires_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

const KEY_CHARACTERS = 40;
const SHOWN_CHARACTERS = 8;
/** Writing the time of each use would cost a commit a request. */
const USE_RECORDED_EVERY_MS = 60_000;

/** Makes a key. Its secret is given here, once; only its hash is kept. */
export async function createKey(
  db: Db,
  { name, now, expiresAt = null }: { name: string; now: number; expiresAt?: number | null },
): Promise<{ key: KeyRow; secret: string }> {
  const secret = `inf_${randomText(KEY_CHARACTERS)}`;
  return { key: await insertKey(db, secret, { id: newId("key"), name, now, expiresAt }), secret };
}

const CONFIGURED_ID = "key_configured";

/**
 * The key that the configuration names, or null for none. It keeps one id, whatever its secret: with a new secret the
 * old one stops working and the tasks stay; without any, it is revoked.
 */
export async function configureKey(db: Db, secret: string | null, now: number): Promise<void> {
  if (secret === null) {
    await revokeKey(db, CONFIGURED_ID, now);
    return;
  }
  const known = await first(db.all(KeyRow, "SELECT * FROM api_keys WHERE hash = $1", [sha256(secret)]));
  const prefix = secret.slice(0, SHOWN_CHARACTERS);
  if (known === null && (await getKey(db, CONFIGURED_ID)) === null) {
    await insertKey(db, secret, { id: CONFIGURED_ID, name: "PASTICHE_API_KEY", now, expiresAt: null });
  } else {
    await db.run("UPDATE api_keys SET hash = $2, prefix = $3, revoked_at = NULL WHERE id = $1", [
      known?.id ?? CONFIGURED_ID,
      sha256(secret),
      prefix,
    ]);
  }
}

async function insertKey(
  db: Db,
  secret: string,
  { id, name, now, expiresAt }: { id: string; name: string; now: number; expiresAt: number | null },
): Promise<KeyRow> {
  const webhookSecret = `whsec_${randomBytes(32).toString("base64")}`;
  const [key] = await db.transaction((tx) =>
    tx.all(
      KeyRow,
      `INSERT INTO api_keys (id, hash, prefix, name, webhook_secret, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
      [id, sha256(secret), secret.slice(0, SHOWN_CHARACTERS), name, webhookSecret, now, expiresAt],
    ),
  );
  return key;
}

/** The key that a secret opens, unless it is revoked or has expired. */
export function findKey(db: Sql, secret: string, now: number): Promise<KeyRow | null> {
  return first(
    db.all(
      KeyRow,
      "SELECT * FROM api_keys WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
      [sha256(secret), now],
    ),
  );
}

export function getKey(db: Sql, id: string): Promise<KeyRow | null> {
  return first(db.all(KeyRow, "SELECT * FROM api_keys WHERE id = $1", [id]));
}

/** Every key that works, oldest first. */
export function listKeys(db: Sql): Promise<KeyRow[]> {
  return db.all(KeyRow, "SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at, id");
}

/** Ends a key at once, by its id. False where no working key has it. */
export async function revokeKey(db: Db, id: string, now: number): Promise<boolean> {
  return (await db.run("UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", [id, now])) === 1;
}

export async function recordUse(db: Db, key: KeyRow, now: number): Promise<void> {
  if (key.last_used_at !== null && now - key.last_used_at < USE_RECORDED_EVERY_MS) return;
  await db.run("UPDATE api_keys SET last_used_at = $2 WHERE id = $1", [key.id, now]);
}
