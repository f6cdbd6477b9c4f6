import { openDataDir } from "./data-dir.ts";
import { createKey, type KeyRow, type Limits, listKeys, revokeKey, UNLIMITED } from "./store/keys.ts";

export interface KeySummary {
  id: string;
  /** The first characters of the key. */
  prefix: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  /** Whether it may make, list, change and revoke keys over the API. */
  admin: boolean;
  /** Tasks that it may start in any minute; null: no limit, as below. */
  rate: number | null;
  /** Tasks of it that run at once. */
  concurrency: number | null;
  /** Credits that it may spend in its life. */
  budget: number | null;
  /** Credits that it has spent. */
  spent: number;
}

export interface KeyOptions extends Partial<Limits> {
  admin?: boolean;
}

export interface Keys {
  /** Gives the secret too, this once. */
  create(name: string, options?: KeyOptions): Promise<KeySummary & { secret: string }>;
  list(): Promise<KeySummary[]>;
  /** False where no working key has this id. */
  revoke(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The API keys of a data directory, whether or not a server is running on it. @throws DamagedDatabase */
export async function openKeys(dataDir: string, clock: () => number = Date.now): Promise<Keys> {
  const db = await openDataDir(dataDir);
  return {
    async create(name, { admin, ...limits } = {}) {
      const { key, secret } = await createKey(db, {
        name,
        now: clock(),
        admin,
        limits: { ...UNLIMITED, ...limits },
      });
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
    admin: key.admin,
    rate: key.rate,
    concurrency: key.concurrency,
    budget: key.budget,
    spent: key.spent,
  };
}
