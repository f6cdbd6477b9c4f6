import { Webhook } from "standardwebhooks";
import { request } from "undici";
import type { Guard } from "../net/guard.ts";
import type { Delivery } from "../store/deliveries.ts";

const TIMEOUT_MS = 15_000;

export interface Answer {
  /** Null where none came. */
  status: number | null;
  error: string;
  /** What `Retry-After` asks for, in ms. */
  retryAfterMs: number | null;
}

/** Makes one attempt. It never throws: whatever goes wrong is the answer. */
export async function sendDelivery(
  delivery: Delivery,
  { guard, secrets, now, signal }: { guard: Guard; secrets: string[]; now: number; signal: AbortSignal },
): Promise<Answer> {
  const at = new Date(now);
  try {
    const url = new URL(delivery.url);
    guard.checkLiteral(url);
    const { statusCode, headers, body } = await request(url, {
      method: "POST",
      dispatcher: guard.agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        "content-type": "application/json",
        "user-agent": "pastiche",
        "webhook-id": delivery.id,
        "webhook-timestamp": String(Math.floor(now / 1000)),
        "webhook-signature": secrets
          .map((secret) => new Webhook(secret).sign(delivery.id, at, delivery.body))
          .join(" "),
      },
      body: delivery.body,
    });
    await body.dump();
    return {
      status: statusCode,
      error: statusCode >= 200 && statusCode < 300 ? "" : `answered with status ${statusCode}`,
      retryAfterMs: retryAfter(headers["retry-after"], now),
    };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error), retryAfterMs: null };
  }
}

function retryAfter(header: string | string[] | undefined, now: number): number | null {
  if (typeof header !== "string") return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
