import { InferenceError, isRecord } from "./error.ts";
import type { Transport } from "./transport.ts";

/** The tasks of a key that ended on a day (UTC), and their credits. */
export interface UsageDay {
  /** As in 2026-11-22. */
  day: string;
  completed: number;
  failed: number;
  cancelled: number;
  credits: number;
}

/** What a key used. It stays when the tasks are deleted. */
export interface Usage {
  key_id: string;
  /** Both ends included. */
  from: string;
  to: string;
  tasks: number;
  credits: number;
  /** Credits that the key may spend in its life; null: no limit. */
  budget: number | null;
  /** In its life, whatever the days asked for. */
  credits_spent: number;
  /** Set aside for tasks that have not ended. */
  credits_reserved: number;
  /** Null without a budget. */
  credits_remaining: number | null;
  /** Those on which anything was used, the oldest first. */
  days: UsageDay[];
}

export interface UsageRequest {
  /** Days as in 2026-11-22 (UTC), both included. Default: the last 30. */
  from?: string;
  to?: string;
  /** For an admin key: another key's. */
  key_id?: string;
}

export type UsageOf = (request?: UsageRequest, options?: { signal?: AbortSignal }) => Promise<Usage>;

export function createUsage(transport: Transport): UsageOf {
  return async (request = {}, options) => {
    const query = new URLSearchParams(Object.entries(request).filter(([, value]) => value !== undefined));
    const usage = await transport.json({ method: "GET", url: `/usage?${query}`, ...options });
    if (isUsage(usage)) return usage;
    throw new InferenceError("invalid_response", `Expected usage, received ${JSON.stringify(usage)?.slice(0, 120)}`);
  };
}

function isUsage(value: unknown): value is Usage {
  return isRecord(value) && Array.isArray(value.days) && typeof value.credits === "number";
}
