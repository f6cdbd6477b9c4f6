import { InferenceError, isRecord } from "./error.ts";

/** What a webhook is told when a task has ended. */
export interface WebhookEvent<Output = unknown> {
  /** The task's. */
  id: string;
  /** 9 completed, 10 failed, 11 cancelled; 10, 11 and 12 where the task was asked for with `X-API-Version` 2 or 3. */
  status: number;
  output: Output | null;
  error: string;
  session_id: string | null;
  created_at: string;
  updated_at: string;
}

export interface WebhookMessage {
  /** The body as it came, byte for byte: what was parsed and written again no longer matches its signature. */
  body: string | Uint8Array;
  /** A request's headers: `Headers`, or an object such as Node's. */
  headers: Headers | Record<string, string | string[] | undefined>;
}

export interface VerifyOptions {
  /** `whsec_…`, from `client.webhookSecret.get()`. Several while one takes the other's place. */
  secret: string | string[];
  /** How far the sender's clock, or a delay on the way, may be off. Default 5 min. */
  toleranceMs?: number;
  /** Milliseconds since 1970. Default: now. */
  now?: number;
}

const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * The event of a webhook's request, once it is certain that the server sent it (Standard Webhooks 1.0). A delivery may
 * come twice: `webhook-id` is the same both times.
 *
 * ```ts
 * const event = await verifyWebhook({ body: await request.text(), headers: request.headers }, { secret });
 * ```
 * @throws {InferenceError} `invalid_webhook` where a header is missing, the time is too far off, no signature is right, or
 * the secret is none.
 */
export async function verifyWebhook<Output = unknown>(
  { body, headers }: WebhookMessage,
  { secret, toleranceMs = TOLERANCE_MS, now = Date.now() }: VerifyOptions,
): Promise<WebhookEvent<Output>> {
  const id = required(headers, "webhook-id");
  const timestamp = required(headers, "webhook-timestamp");
  const signatures = required(headers, "webhook-signature")
    .split(" ")
    .filter(isV1)
    .map((one) => one.slice(3));
  refuseOldOrNew(timestamp, now, toleranceMs);

  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const signed = concat(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  const expected = await Promise.all([secret].flat().map((one) => sign(one, signed)));
  // Every pair is compared, whole: how long it takes tells nothing about where they differ.
  const right = expected.flatMap((one) => signatures.map((other) => same(one, other))).filter(Boolean).length;
  if (right === 0) throw invalid("No signature is right: the secret is another, or the body was changed on the way");
  return eventOf<Output>(new TextDecoder().decode(bytes));
}

function required(headers: WebhookMessage["headers"], name: string): string {
  const found = headers instanceof Headers ? headers.get(name) : fromObject(headers, name);
  if (typeof found !== "string" || found === "") throw invalid(`The header ${name} is missing`);
  return found;
}

function fromObject(headers: Record<string, string | string[] | undefined>, name: string) {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function isV1(signature: string): boolean {
  return signature.startsWith("v1,");
}

function refuseOldOrNew(timestamp: string, now: number, toleranceMs: number): void {
  const offMs = /^\d{1,12}$/.test(timestamp) ? Math.abs(now - Number(timestamp) * 1000) : Number.NaN;
  if (offMs <= toleranceMs) return;
  const received = Number.isNaN(offMs) ? `"${timestamp}" is no time` : `it is ${Math.round(offMs / 1000)} s off`;
  throw invalid(`webhook-timestamp may be off by ${toleranceMs / 1000} s; ${received}`);
}

async function sign(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyOf(secret), hmac, false, ["sign"]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, signed))));
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  try {
    const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (letter) => letter.charCodeAt(0));
    if (bytes.length > 0) return bytes;
  } catch (cause) {
    throw invalid("The secret is not whsec_ and base64", cause);
  }
  throw invalid("The secret is empty");
}

function same(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ (b.charCodeAt(i) || 0);
  return difference === 0;
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

function eventOf<Output>(body: string): WebhookEvent<Output> {
  const event = parsed(body);
  if (isEvent<Output>(event)) return event;
  throw invalid("The body is signed, and is not the end of a task");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isEvent<Output>(value: unknown): value is WebhookEvent<Output> {
  return isRecord(value) && typeof value.id === "string" && typeof value.status === "number" && "output" in value;
}

function invalid(message: string, cause?: unknown): InferenceError {
  return new InferenceError("invalid_webhook", message, { cause });
}
