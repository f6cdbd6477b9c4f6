import { InferenceError, isRecord } from "./error.ts";
import type { Transport } from "./transport.ts";

/** What became of the webhook of one task. */
export interface Delivery {
  /** The `webhook-id`, the same at every attempt. */
  id: string;
  task_id: string;
  url: string;
  /** `pending`: another attempt is to come, at `next_attempt_at`. */
  status: "pending" | "delivered" | "failed";
  attempts: DeliveryAttempt[];
  next_attempt_at: string | null;
  delivered_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface DeliveryAttempt {
  number: number;
  at: string;
  duration_ms: number;
  /** Of the receiver's answer; null where none came. */
  status: number | null;
  /** Empty where it was taken. */
  error: string;
}

export interface Deliveries {
  /** Sends a webhook again, with all its attempts before it. What has come twice has the same `webhook-id` both times. */
  resend(id: string, options?: { signal?: AbortSignal }): Promise<Delivery>;
}

export function createDeliveries(transport: Transport): Deliveries {
  return {
    async resend(id, options) {
      const url = `/deliveries/${encodeURIComponent(id)}/resend`;
      return deliveryOf(await transport.json({ method: "POST", url, json: {}, retry: false, ...options }));
    },
  };
}

/** @throws {InferenceError} `invalid_response` where it is none. */
export function deliveryOf(value: unknown): Delivery {
  if (isDelivery(value)) return value;
  throw new InferenceError("invalid_response", `Expected a delivery, received ${JSON.stringify(value)?.slice(0, 120)}`);
}

function isDelivery(value: unknown): value is Delivery {
  return isRecord(value) && typeof value.id === "string" && Array.isArray(value.attempts);
}
