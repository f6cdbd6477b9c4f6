import { type AppCatalogue, createApps } from "./apps.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { InferenceError } from "./error.ts";
import { createFiles, type Files } from "./files/files.ts";
import { createKeys, type Keys } from "./keys.ts";
import { DEFAULT_RETRIES, type RetryPolicy } from "./retry.ts";
import { createRun, type Run } from "./run.ts";
import { createTasks, type Tasks } from "./tasks.ts";
import { createTransport } from "./transport.ts";
import { createUsage, type UsageOf } from "./usage.ts";
import { createWebhookSecrets, type WebhookSecrets } from "./webhook-secret.ts";

export interface InferenceOptions {
  /** Default: `INFERENCE_API_KEY`. Null: none is sent, for a proxy that adds its own. */
  apiKey?: string | null;
  /** Default: `INFERENCE_BASE_URL`, else http://127.0.0.1:4700. */
  baseUrl?: string;
  /** A request that is not answered for this long is tried again. Default 60 s; uploads get more, by their size. */
  timeoutMs?: number;
  /** Default: 6 retries, from 0.5 s, doubling, with jitter; a `Retry-After` of up to 60 s is honoured. */
  retries?: Partial<RetryPolicy>;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** A client of one server, with one key. It holds nothing open: there is nothing to close. */
export interface Inference {
  run: Run;
  tasks: Tasks;
  files: Files;
  apps: AppCatalogue;
  keys: Keys;
  /** What a key used, by day. */
  usage: UsageOf;
  deliveries: Deliveries;
  webhookSecret: WebhookSecrets;
  readonly baseUrl: string;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:4700";
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Makes a client.
 *
 * ```ts
 * const client = inference();
 * const result = await client.run({
 *   app: "reve/remix",
 *   input: { images: ["bear.jpg", "table.jpg"], prompt: "the bear from 0 on the table from 1" },
 * });
 * console.log(result.output.image);
 * ```
 * @throws {InferenceError} `unauthorized` without a key; `invalid_request` where the base URL is none.
 */
export function inference(options: InferenceOptions = {}): Inference {
  const baseUrl = baseUrlOf(options.baseUrl ?? environment("INFERENCE_BASE_URL") ?? DEFAULT_BASE_URL);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const transport = createTransport({
    baseUrl,
    apiKey: apiKeyOf(options.apiKey === undefined ? environment("INFERENCE_API_KEY") : options.apiKey),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    retries: { ...DEFAULT_RETRIES, ...options.retries },
    timeoutMs,
  });
  const { inputSchema, ...apps } = createApps(transport);
  const files = createFiles(transport, timeoutMs);
  const tasks = createTasks(transport);
  return {
    run: createRun({ transport, apps: { inputSchema }, files, tasks }),
    tasks,
    files,
    apps,
    keys: createKeys(transport),
    usage: createUsage(transport),
    deliveries: createDeliveries(transport),
    webhookSecret: createWebhookSecrets(transport),
    baseUrl,
  };
}

function environment(name: string): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.[name] || undefined;
}

function apiKeyOf(apiKey: string | null | undefined): string | null {
  if (apiKey === null) return null;
  const key = apiKey?.trim() ?? "";
  if (key === "") {
    throw new InferenceError("unauthorized", "No API key: set INFERENCE_API_KEY, or pass inference({ apiKey })");
  }
  // "inf_…" out of an example: no header can carry it, and that would look like a server that cannot be reached.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new InferenceError(
      "unauthorized",
      `"${key.slice(0, 8)}" begins no API key: keys are plain letters and digits`,
    );
  }
  return key;
}

function baseUrlOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new InferenceError("invalid_request", `The base URL must begin with http:// or https://, received "${url}"`);
  }
  return url.replace(/\/+$/, "");
}
