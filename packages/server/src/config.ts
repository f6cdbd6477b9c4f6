import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { readDuration } from "./duration.ts";
import { DEFAULT_PRICES, type Prices } from "./tasks/prices.ts";

/** What the caller of `createServer` decides; everything else comes from the environment. */
export interface ServerOptions {
  /** 0 takes a free port. Default 4700. */
  port?: number;
  host?: string;
  /** Where the database and the files live. Made if missing. */
  dataDir?: string;
  /** Worker threads of the embedded engine. Default: one less than the cores, at least 1. */
  workers?: number;
}

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** Of these a message tells the length alone. */
const SECRETS = ["PASTICHE_API_KEY", "REVE_API_KEY"];

const Environment = z.object({
  PASTICHE_API_KEY: z.string().min(8, "must have at least 8 characters").optional(),
  PASTICHE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  PASTICHE_ALLOW_HOSTS: z.string().default("").transform(readHosts),
  PASTICHE_MAX_QUEUE: z.coerce.number("must be a number").int().min(1).max(1_000_000).default(1000),
  PASTICHE_RETENTION: z.string().default("keep").transform(readRetention),
  PASTICHE_PRICES: z.string().default("").transform(readPrices),
  PASTICHE_LOG_LEVEL: z.enum(LOG_LEVELS).default("warn"),
  PASTICHE_MATTING_MODEL: z.string().optional(),
  REVE_API_KEY: z.string().optional(),
  REVE_BASE_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).default("https://api.reve.com"),
});

const Options = z.object({
  port: z.int("the port must be an integer").min(0).max(65535).default(4700),
  host: z.string().min(1).default("127.0.0.1"),
  dataDir: z.string().min(1).default("./pastiche-data"),
  workers: z.int("the number of workers must be an integer").min(1).max(256).optional(),
});

export interface Config {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  workers: number;
  /** The one API key, given instead of those kept in the database. */
  apiKey: string | null;
  /** Where callers reach this server, without a slash at the end; null: the host that each request names. */
  publicUrl: string | null;
  /** Host names or addresses that may be fetched and called although they are not public, in lower case. */
  allowHosts: string[];
  /** Waiting tasks at which a run is refused with 503. */
  maxQueue: number;
  prices: Prices;
  /** How long an ended task is kept with its files, and an upload that no task uses; null: for ever. */
  retentionMs: number | null;
  logLevel: (typeof LOG_LEVELS)[number];
  /** The absolute path of an ONNX model that finds the subjects in place of the engine's own network; null: its own. */
  mattingModel: string | null;
  /** Reve's own model, for which `apiKey` is needed. */
  reve: { apiKey: string | null; baseUrl: string };
}

/**
 * Reads the whole configuration: the options of the caller and the `PASTICHE_…` variables.
 * @throws Error that names each wrong setting, the limit and the value received.
 */
export function readConfig(options: ServerOptions = {}, environment: NodeJS.ProcessEnv = process.env): Config {
  const given = parse(Options, options);
  const env = parse(Environment, withoutEmpty(environment));
  return {
    port: given.port,
    host: given.host,
    dataDir: resolve(given.dataDir),
    workers: given.workers ?? Math.max(1, availableParallelism() - 1),
    apiKey: env.PASTICHE_API_KEY ?? null,
    publicUrl: env.PASTICHE_PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    allowHosts: env.PASTICHE_ALLOW_HOSTS,
    maxQueue: env.PASTICHE_MAX_QUEUE,
    prices: env.PASTICHE_PRICES,
    retentionMs: env.PASTICHE_RETENTION,
    logLevel: env.PASTICHE_LOG_LEVEL,
    mattingModel: env.PASTICHE_MATTING_MODEL ? resolve(env.PASTICHE_MATTING_MODEL) : null,
    reve: { apiKey: env.REVE_API_KEY ?? null, baseUrl: env.REVE_BASE_URL },
  };
}

// As URLs have them: in lower case, and an IPv6 address bare of its brackets.
function readHosts(text: string, context: z.RefinementCtx): string[] {
  const hosts = text.split(",").map((host) =>
    host
      .trim()
      .toLowerCase()
      .replace(/^\[(.*)\]$/, "$1"),
  );
  const given = hosts.filter((host) => host !== "");
  for (const host of given) {
    if (isIP(host) !== 0 || /^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/.test(host)) continue;
    context.addIssue(`must be host names or addresses, as in minio,10.0.0.7; ${JSON.stringify(host)} is none`);
  }
  return given;
}

function readRetention(text: string, context: z.RefinementCtx): number | null {
  if (text === "keep") return null;
  const ms = readDuration(text);
  if (ms === null) context.addIssue('must be "keep", or a time such as 12h or 30d');
  return ms;
}

// "remix=30, compose@1=5": what is not named keeps its default.
function readPrices(text: string, context: z.RefinementCtx): Prices {
  const prices: Record<string, number> = { ...DEFAULT_PRICES };
  for (const part of text.split(",").filter((one) => one.trim() !== "")) {
    const [, name, credits] = /^\s*([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    if (name === undefined) context.addIssue(`must be like remix=30,upscale=5; ${JSON.stringify(part)} is not`);
    else prices[name] = Number(credits);
  }
  return prices;
}

// `PASTICHE_PUBLIC_URL=` in an env file means "not set".
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}

function parse<Schema extends z.ZodType>(schema: Schema, value: object): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: [name], message }) => {
    return `${String(name)}: ${message} (received ${shown(String(name), value)})`;
  });
  throw new Error(`The configuration is wrong. ${problems.join("; ")}`);
}

// As it was given, and not as it was read: a number that is none would be null.
function shown(name: string, settings: object): string {
  const given: unknown = Object.entries(settings).find(([key]) => key === name)?.[1];
  return SECRETS.includes(name) ? `${String(given).length} characters` : JSON.stringify(given);
}
