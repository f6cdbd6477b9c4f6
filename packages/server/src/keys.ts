import { mkdir } from "node:fs/promises";
import { databasePath } from "./data-dir.ts";
import { createKey, type KeyRow, listKeys, revokeKey } from "./store/keys.ts";
import { migrate } from "./store/schema.ts";
import { openSqlite } from "./store/sqlite.ts";

export interface KeySummary {
  id: string;
  /** The first characters of the key. */
  prefix: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
}

export interface Keys {
  /** Gives the secret too, this once. */
  create(name: string): Promise<KeySummary & { secret: string }>;
  list(): Promise<KeySummary[]>;
  /** False where no working key has this id. */
  revoke(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The API keys of a data directory, whether or not a server is running on it. */
export async function openKeys(dataDir: string, clock: () => number = Date.now): Promise<Keys> {
  await mkdir(dataDir, { recursive: true });
  const db = openSqlite(databasePath(dataDir));
  await migrate(db);
  return {
    async create(name) {
      const { key, secret } = await createKey(db, { name, now: clock() });
      return { ...summary(key), secret };
    },
    list: async () => (await listKeys(db)).map(summary),
    revoke: (id) => revokeKey(db, id, clock()),
    close: () => db.close(),
  };
}

function summary(key: KeyRow): KeySummary {
  return {
    id: key.id,
    prefix: key.prefix,
    name: key.name,
    createdAt: key.created_at,
    lastUsedAt: key.last_used_at,
    expiresAt: key.expires_at,
  };
}
