import { errorOfResponse, InferenceError, isRecord } from "./error.ts";
import { isPassing, pause, type RetryPolicy, retryDelayMs } from "./retry.ts";
import { type Watchdog, watchdog } from "./watchdog.ts";

/**
 * Version 1 of the wire: the server wraps what it answers, and numbers statuses as the API page and its webhooks do
 * (completed is 9), so that a task here and the webhook of the same task tell the same number.
 */
const API_VERSION = "1";

export interface TransportConfig {
  /** Without a slash at its end. */
  baseUrl: string;
  apiKey: string | null;
  fetch: typeof fetch;
  retries: RetryPolicy;
  /** A request is given up after a silence of this long. */
  timeoutMs: number;
}

export interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** A path of the server, or a whole URL. The key goes to the server's own origin alone. */
  url: string;
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Default: as the client is set up. `false`: a second attempt could do the thing twice. */
  retry?: boolean;
  /** A status outside 200–299 that is worth another attempt here. */
  passing?: (error: InferenceError) => boolean;
}

export interface Transport {
  /** What the server answers, out of its envelope; undefined for an empty answer. */
  json(call: Call): Promise<unknown>;
  /** The bytes of the answer and their media type. */
  bytes(call: Call): Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: string }>;
  /** One attempt; the body is left to the caller, under the watchdog that it feeds and must stop. */
  open(call: Call): Promise<{ body: ReadableStream<Uint8Array>; watch: Watchdog }>;
  retries: RetryPolicy;
}

export function createTransport(config: TransportConfig): Transport {
  return { json, bytes, open, retries: config.retries };

  function json(call: Call) {
    return attempts(call, async (response) =>
      response.status === 204 ? undefined : unwrap(await response.text(), call),
    );
  }

  function bytes(call: Call) {
    return attempts(call, async (response) => ({
      bytes: new Uint8Array(await response.arrayBuffer()),
      contentType: response.headers.get("content-type") ?? "application/octet-stream",
    }));
  }

  async function open(call: Call) {
    const watch = watchdog(call.timeoutMs ?? config.timeoutMs, nameOf(call), call.signal);
    try {
      const response = await send(call, watch.signal);
      if (response.body === null)
        throw new InferenceError("invalid_response", `${nameOf(call)} answered without a body`);
      return { body: response.body, watch };
    } catch (error) {
      watch.stop();
      throw error;
    }
  }

  async function attempts<Answer>(call: Call, read: (response: Response) => Promise<Answer>): Promise<Answer> {
    for (let failures = 1; ; failures++) {
      const watch = watchdog(call.timeoutMs ?? config.timeoutMs, nameOf(call), call.signal);
      try {
        const response = await send(call, watch.signal);
        // An answer may break off while it is read: that is a transport error too, and worth another attempt.
        return await read(response).catch((cause) => Promise.reject(connectionError(cause, watch.signal)));
      } catch (error) {
        const passing = isPassing(error) || (error instanceof InferenceError && call.passing?.(error) === true);
        const delayMs = passing && call.retry !== false ? retryDelayMs(config.retries, failures, error) : null;
        if (delayMs === null) throw error;
        watch.stop();
        await pause(delayMs, call.signal);
      } finally {
        watch.stop();
      }
    }
  }

  async function send(call: Call, signal: AbortSignal): Promise<Response> {
    const url = new URL(call.url.startsWith("/") ? config.baseUrl + call.url : call.url);
    const response = await config
      .fetch(url, {
        method: call.method,
        headers: headersFor(call, url),
        body: call.json === undefined ? call.body : JSON.stringify(call.json),
        signal,
      })
      .catch((cause) => Promise.reject(connectionError(cause, signal, url)));
    if (response.ok) return response;
    throw await errorOfResponse(response, nameOf(call)).catch((cause) => connectionError(cause, signal, url));
  }

  function headersFor(call: Call, url: URL): Record<string, string> {
    const isOwn = url.origin === new URL(config.baseUrl).origin;
    return {
      ...(isOwn && config.apiKey !== null ? { Authorization: `Bearer ${config.apiKey}` } : {}),
      ...(isOwn ? { "X-API-Version": API_VERSION } : {}),
      ...(call.json === undefined ? {} : { "Content-Type": "application/json" }),
      ...call.headers,
    };
  }
}

/** An abort stays what the caller made it, a time-out what the watchdog made it; the rest is the network's. */
function connectionError(cause: unknown, signal: AbortSignal, url?: URL): unknown {
  if (signal.aborted) return signal.reason;
  if (cause instanceof InferenceError) return cause;
  const where = url === undefined ? "the server" : url.origin;
  return new InferenceError("connection_failed", `Cannot reach ${where}: ${reasonOf(cause)}`, { cause });
}

/** fetch says only "fetch failed"; what happened is in its cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error && cause.cause.message !== "") return cause.cause.message;
  if (isRecord(cause.cause) && typeof cause.cause.code === "string") return cause.cause.code;
  return cause.message;
}

function unwrap(text: string, call: Call): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && body.success === true && "data" in body ? body.data : body;
  } catch (cause) {
    throw new InferenceError("invalid_response", `${nameOf(call)} answered no JSON: ${text.slice(0, 120)}`, { cause });
  }
}

function nameOf(call: Call): string {
  return `${call.method} ${call.url.split("?")[0]}`;
}
