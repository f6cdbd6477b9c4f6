import { InferenceError, isRecord } from "./error.ts";
import { listOf, type Page } from "./list.ts";
import type { Transport } from "./transport.ts";

/** An API key. */
export interface ApiKey {
  id: string;
  name: string;
  /** The whole secret when it is made; only its first characters ever after. */
  key: string;
  created_at: string;
  last_used_at: string;
  expires_at: string | null;
  /** Whether it may make, list, change and revoke other keys. */
  admin: boolean;
  /** Tasks that it may start in any minute; null: no limit, as below. */
  rate: number | null;
  /** Tasks of it that run at once. */
  concurrency: number | null;
  /** Credits that it may spend in its life. */
  budget: number | null;
  credits_spent: number;
  /** Set aside for tasks that have not ended. */
  credits_reserved: number;
}

export interface NewApiKey {
  name: string;
  /** RFC 3339. Absent: it never expires. */
  expires_at?: string;
  /** Default: false. */
  admin?: boolean;
  /** Default, here and below: no limit. */
  rate?: number;
  concurrency?: number;
  budget?: number;
}

/** What is absent stays as it is; null takes a limit away. */
export interface KeyLimits {
  rate?: number | null;
  concurrency?: number | null;
  budget?: number | null;
}

export interface Keys {
  /** The secret is in the answer, this once: the server keeps only its hash. Not tried again, lest there be two. */
  create(key: NewApiKey, options?: { signal?: AbortSignal }): Promise<ApiKey>;
  /** Every key that works; for a key that is no admin's, itself. */
  list(options?: { signal?: AbortSignal }): Promise<ApiKey[]>;
  /** Changes what a key may use. For an admin key. */
  change(id: string, limits: KeyLimits, options?: { signal?: AbortSignal }): Promise<ApiKey>;
  /** Ends a key at once. An admin key ends any, another itself. */
  revoke(id: string, options?: { signal?: AbortSignal }): Promise<void>;
}

const MOST_ON_A_PAGE = 100;

export function createKeys(transport: Transport): Keys {
  return {
    async create(key, options) {
      return keyOf(await transport.json({ method: "POST", url: "/apikeys", json: key, retry: false, ...options }));
    },
    async list(options) {
      const keys: ApiKey[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const request = { limit: MOST_ON_A_PAGE, cursor };
        const page: Page<ApiKey> = await listOf(transport, "/apikeys/list", keyOf, request, options);
        keys.push(...page.items);
        cursor = page.has_next ? page.next_cursor : null;
      }
      return keys;
    },
    async change(id, limits, options) {
      const url = `/apikeys/${encodeURIComponent(id)}`;
      return keyOf(await transport.json({ method: "POST", url, json: limits, ...options }));
    },
    async revoke(id, options) {
      await transport.json({ method: "DELETE", url: `/apikeys/${encodeURIComponent(id)}`, ...options });
    },
  };
}

function keyOf(value: unknown): ApiKey {
  if (isKey(value)) return value;
  throw new InferenceError("invalid_response", "Expected an API key, received something else");
}

function isKey(value: unknown): value is ApiKey {
  return isRecord(value) && typeof value.id === "string" && typeof value.key === "string";
}
