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
  /** The secret before, which signs beside the new one until `old_webhook_secret_until`. */
  old_webhook_secret: z.string().nullable(),
  old_webhook_secret_until: z.number().nullable(),
  /** Whether it may make, list and revoke other keys. */
  admin: z.int().transform((flag) => flag === 1),
  /** Tasks that it may start in any minute; null: as many as it likes. */
  rate: z.int().nullable(),
  /** Tasks of it that run at once; more wait. */
  concurrency: z.int().nullable(),
  /** Credits that it may spend in its life. */
  budget: z.number().nullable(),
  spent: z.number(),
  /** Credits of the tasks that have not ended. */
  reserved: z.number(),
  /** Its tasks that run. */
  active: z.int(),
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

/** What a key may use; null: no limit. */
export type Limits = Pick<KeyRow, "rate" | "concurrency" | "budget">;
export const UNLIMITED: Limits = { rate: null, concurrency: null, budget: null };

export interface NewKey {
  name: string;
  now: number;
  expiresAt?: number | null;
  admin?: boolean;
  limits?: Limits;
}

/** Makes a key. Its secret is given here, once; only its hash is kept. */
export async function createKey(db: Db, key: NewKey): Promise<{ key: KeyRow; secret: string }> {
  const secret = `inf_${randomText(KEY_CHARACTERS)}`;
  return { key: await insertKey(db, secret, { ...key, id: newId("key") }), secret };
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
    await insertKey(db, secret, { id: CONFIGURED_ID, name: "PASTICHE_API_KEY", now, admin: true });
  } else {
    await db.run("UPDATE api_keys SET hash = $2, prefix = $3, admin = 1, revoked_at = NULL WHERE id = $1", [
      known?.id ?? CONFIGURED_ID,
      sha256(secret),
      prefix,
    ]);
  }
}

async function insertKey(
  db: Db,
  secret: string,
  { id, name, now, expiresAt = null, admin = false, limits = UNLIMITED }: NewKey & { id: string },
): Promise<KeyRow> {
  const [key] = await db.transaction((tx) =>
    tx.all(
      KeyRow,
      `INSERT INTO api_keys (id, hash, prefix, name, webhook_secret, created_at, expires_at, admin, rate, concurrency,
         budget) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *`,
      [
        id,
        sha256(secret),
        secret.slice(0, SHOWN_CHARACTERS),
        name,
        newWebhookSecret(),
        now,
        expiresAt,
        admin ? 1 : 0,
        limits.rate,
        limits.concurrency,
        limits.budget,
      ],
    ),
  );
  return key;
}

function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The secrets that sign a key's webhooks now, the newest first. */
export function signingSecrets(key: KeyRow, now: number): string[] {
  const { webhook_secret, old_webhook_secret, old_webhook_secret_until } = key;
  const oldSigns = old_webhook_secret !== null && now < (old_webhook_secret_until ?? 0);
  return oldSigns ? [webhook_secret, old_webhook_secret] : [webhook_secret];
}

/** A new secret for the key's webhooks; the one before signs beside it until `oldUntil`. */
export async function rotateWebhookSecret(db: Db, id: string, oldUntil: number): Promise<KeyRow | null> {
  return db.transaction((tx) =>
    first(
      tx.all(
        KeyRow,
        `UPDATE api_keys SET old_webhook_secret = webhook_secret, old_webhook_secret_until = $2, webhook_secret = $3
         WHERE id = $1 RETURNING *`,
        [id, oldUntil, newWebhookSecret()],
      ),
    ),
  );
}

/** Other limits for a working key. Null where there is none with this id. */
export async function changeLimits(db: Db, id: string, { rate, concurrency, budget }: Limits): Promise<KeyRow | null> {
  return db.transaction((tx) =>
    first(
      tx.all(
        KeyRow,
        `UPDATE api_keys SET rate = $2, concurrency = $3, budget = $4 WHERE id = $1 AND revoked_at IS NULL RETURNING *`,
        [id, rate, concurrency, budget],
      ),
    ),
  );
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
