import { z } from "zod";
import type { Db } from "./db.ts";

/**
 * Each migration is a list of statements and never changes once released. The tasks table is the queue: a row may be
 * claimed from `claimable_at` on, which is its `run_at` at first and the end of its lease afterwards.
 */
const MIGRATIONS: string[][] = [
  [
    `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `CREATE TABLE api_keys (
       id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL, name TEXT NOT NULL,
       webhook_secret TEXT NOT NULL, created_at BIGINT NOT NULL, last_used_at BIGINT, expires_at BIGINT, revoked_at BIGINT)`,
    `CREATE TABLE tasks (
       id TEXT PRIMARY KEY, key_id TEXT NOT NULL, app TEXT NOT NULL, function TEXT NOT NULL, version TEXT NOT NULL,
       engine TEXT NOT NULL, status TEXT NOT NULL, progress DOUBLE PRECISION NOT NULL, input TEXT NOT NULL, output TEXT,
       error TEXT NOT NULL, timings TEXT NOT NULL, webhook TEXT, metadata TEXT, base_url TEXT NOT NULL,
       numbering TEXT NOT NULL, priority INTEGER NOT NULL, run_at BIGINT, cancel_at BIGINT,
       attempt INTEGER NOT NULL, lease_owner TEXT, lease_token TEXT, claimable_at BIGINT NOT NULL,
       last_seq BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, started_at BIGINT, ended_at BIGINT)`,
    `CREATE INDEX tasks_open ON tasks (engine, priority DESC, created_at, id) WHERE ended_at IS NULL`,
    `CREATE INDEX tasks_waiting ON tasks (engine, priority DESC, created_at, id)
       WHERE ended_at IS NULL AND lease_token IS NULL`,
    `CREATE INDEX tasks_to_cancel ON tasks (cancel_at) WHERE ended_at IS NULL AND cancel_at IS NOT NULL`,
    `CREATE INDEX tasks_of_key ON tasks (key_id, created_at, id)`,
    `CREATE TABLE events (
       task_id TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, status TEXT NOT NULL,
       progress DOUBLE PRECISION NOT NULL, content TEXT NOT NULL, PRIMARY KEY (task_id, seq))`,
    `CREATE TABLE files (
       id TEXT PRIMARY KEY, key_id TEXT NOT NULL, task_id TEXT, filename TEXT NOT NULL, path TEXT NOT NULL,
       category TEXT NOT NULL, content_type TEXT NOT NULL, size BIGINT NOT NULL, sha256 TEXT,
       created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)`,
    `CREATE INDEX files_of_key ON files (key_id, created_at, id)`,
    `CREATE INDEX files_of_task ON files (task_id) WHERE task_id IS NOT NULL`,
    `CREATE TABLE deliveries (
       id TEXT PRIMARY KEY, task_id TEXT NOT NULL, key_id TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
       attempt INTEGER NOT NULL, next_at BIGINT, last_status INTEGER, last_error TEXT NOT NULL,
       created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, delivered_at BIGINT)`,
    `CREATE INDEX deliveries_due ON deliveries (next_at) WHERE next_at IS NOT NULL`,
    `CREATE INDEX deliveries_of_task ON deliveries (task_id)`,
    `CREATE TABLE idempotency (
       key_id TEXT NOT NULL, idempotency_key TEXT NOT NULL, body_hash TEXT NOT NULL, task_id TEXT NOT NULL,
       expires_at BIGINT NOT NULL, PRIMARY KEY (key_id, idempotency_key))`,
  ],
  [
    // What a key may do and has used. `active` counts its tasks under a lease, `reserved` the credits of those not ended.
    `ALTER TABLE api_keys ADD COLUMN admin INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE api_keys ADD COLUMN rate INTEGER`,
    `ALTER TABLE api_keys ADD COLUMN concurrency INTEGER`,
    `ALTER TABLE api_keys ADD COLUMN budget DOUBLE PRECISION`,
    `ALTER TABLE api_keys ADD COLUMN spent DOUBLE PRECISION NOT NULL DEFAULT 0`,
    `ALTER TABLE api_keys ADD COLUMN reserved DOUBLE PRECISION NOT NULL DEFAULT 0`,
    `ALTER TABLE api_keys ADD COLUMN active INTEGER NOT NULL DEFAULT 0 CHECK (active >= 0)`,
    `ALTER TABLE api_keys ADD COLUMN old_webhook_secret TEXT`,
    `ALTER TABLE api_keys ADD COLUMN old_webhook_secret_until BIGINT`,
    // Until now every key could do everything.
    `UPDATE api_keys SET admin = 1, active =
       (SELECT COUNT(*) FROM tasks WHERE key_id = api_keys.id AND ended_at IS NULL AND lease_token IS NOT NULL)`,
    `ALTER TABLE tasks ADD COLUMN credits DOUBLE PRECISION NOT NULL DEFAULT 0`,
    `ALTER TABLE tasks ADD COLUMN session_id TEXT`,
    `ALTER TABLE tasks ADD COLUMN keep_ms BIGINT`,
    `CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL`,
    `CREATE INDEX tasks_to_forget ON tasks ((ended_at + keep_ms)) WHERE ended_at IS NOT NULL AND keep_ms IS NOT NULL`,
    `CREATE INDEX files_awaited ON files (created_at) WHERE sha256 IS NULL`,
    `CREATE INDEX files_uploaded ON files (updated_at) WHERE task_id IS NULL AND sha256 IS NOT NULL`,
    `CREATE TABLE usage (
       key_id TEXT NOT NULL, day TEXT NOT NULL, completed INTEGER NOT NULL, failed INTEGER NOT NULL,
       cancelled INTEGER NOT NULL, credits DOUBLE PRECISION NOT NULL, PRIMARY KEY (key_id, day))`,
    `CREATE TABLE delivery_attempts (
       delivery_id TEXT NOT NULL, number INTEGER NOT NULL, at BIGINT NOT NULL, duration_ms BIGINT NOT NULL,
       status INTEGER, error TEXT NOT NULL, PRIMARY KEY (delivery_id, number))`,
    `CREATE TABLE sessions (
       id TEXT PRIMARY KEY, key_id TEXT NOT NULL, app TEXT NOT NULL, version TEXT NOT NULL, idle_ms BIGINT NOT NULL,
       calls INTEGER NOT NULL, last_task_id TEXT, last_call_at BIGINT, created_at BIGINT NOT NULL,
       updated_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT)`,
    `CREATE INDEX sessions_of_key ON sessions (key_id, created_at, id)`,
  ],
];

const Version = z.object({ version: z.number() });

/** Brings the database to the newest schema; each migration is one transaction. */
export async function migrate(db: Db): Promise<void> {
  await db.run("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)");
  for (let version = 1; version <= MIGRATIONS.length; version++) {
    await db.transaction(async (tx) => {
      const done = await tx.all(Version, "SELECT version FROM migrations WHERE version = $1", [version]);
      if (done.length > 0) return;
      for (const statement of MIGRATIONS[version - 1]) await tx.run(statement);
      await tx.run("INSERT INTO migrations (version) VALUES ($1)", [version]);
    });
  }
}
