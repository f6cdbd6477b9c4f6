import { RemixError, RemixInput } from "@pastiche/contract";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { readDuration } from "../duration.ts";
import type { Engine } from "../engines/engine.ts";
import { sha256 } from "../ids.ts";
import type { Guard } from "../net/guard.ts";
import type { Submission } from "../tasks/submit.ts";
import { baseUrlOf, keyOf, type Message, numberingOf } from "./caller.ts";
import { Duration, parse, Time } from "./parse.ts";

export const APP = "reve/remix";
const MAX_WAIT_SECONDS = 60;
const MAX_SESSION_SECONDS = 24 * 60 * 60;
const MAX_IDEMPOTENCY_KEY_CHARACTERS = 255;

const Metadata = z.looseObject({
  deadline: Time.nullish().describe("cancelled if it has not ended by then"),
  expires_in: Duration.nullish().describe("how long it is kept after its end, with its files"),
});

export const RunRequest = z.object({
  app: z.string().describe("namespace/name[@version][:function]: reve/remix"),
  function: z.enum(["run"], `must be "run", the app's only function`).nullish(),
  input: RemixInput,
  webhook: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
    .nullish()
    .describe("told when the task has ended"),
  wait: z.boolean().nullish().describe("held until the task ends"),
  metadata: Metadata.nullish().describe("the caller's own, with expires_in and deadline"),
  run_at: Time.nullish().describe("not run before"),
  priority: z.enum(["low", "normal", "high"]).nullish().describe("default: normal"),
  session: z.string().min(1).max(100).nullish().describe('"new", or the session_id of an earlier task'),
  session_timeout: z
    .int()
    .min(1)
    .max(MAX_SESSION_SECONDS)
    .nullish()
    .describe("seconds without a call after which a new session expires; default 300"),
});

const AppName = /^(?<name>[^@:]+)(?:@(?<version>[^:]+))?(?::(?<function>.+))?$/;

/** What a POST to /apps/run asks for. @throws RemixError for whatever is wrong with it. */
export function readSubmission(
  request: FastifyRequest,
  { guard, publicUrl, now }: { guard: Guard; publicUrl: string | null; now: number },
): Submission {
  const named = withAppName(request.body);
  refuseOtherApp(named);
  const body = parse(RunRequest, named);
  if (body.webhook) checkWebhook(new URL(body.webhook), guard);
  request.messages.push(...unknownFields(request.body));
  return {
    keyId: keyOf(request).id,
    app: APP,
    function: "run",
    input: body.input,
    webhook: body.webhook ?? null,
    metadata: metadataOf(named),
    baseUrl: baseUrlOf(request, publicUrl),
    numbering: numberingOf(request),
    priority: body.priority ?? "normal",
    runAt: body.run_at ?? null,
    cancelAt: cancelAfter(request, now) ?? body.metadata?.deadline ?? null,
    idempotency: idempotencyOf(request),
    session: body.session ? { session: body.session, idleMs: msOf(body.session_timeout) } : null,
    keepMs: body.metadata?.expires_in ?? null,
  };
}

function msOf(seconds: number | null | undefined): number | null {
  return seconds ? seconds * 1000 : null;
}

// As it was sent: a caller looks for its own words in the answer.
function metadataOf(body: unknown): Record<string, unknown> | null {
  return isRecord(body) && isRecord(body.metadata) ? body.metadata : null;
}

// `reve/remix@compose@1:run` names the version and the function along with the app.
function withAppName(body: unknown): unknown {
  if (!isRecord(body) || typeof body.app !== "string") return body;
  const parts = AppName.exec(body.app)?.groups;
  if (parts === undefined) return body;
  const input =
    isRecord(body.input) && parts.version !== undefined ? { version: parts.version, ...body.input } : body.input;
  return { ...body, app: parts.name, input, function: parts.function ?? body.function };
}

// Before its input is looked at, which another app may want otherwise.
function refuseOtherApp(body: unknown): void {
  if (!isRecord(body) || typeof body.app !== "string" || body.app === APP) return;
  const shown = JSON.stringify(body.app.slice(0, 80));
  throw new RemixError("not_found", `There is no app ${shown}; this server has ${APP}`);
}

function checkWebhook(url: URL, guard: Guard): void {
  try {
    guard.checkLiteral(url);
  } catch (cause) {
    const detail = `cannot be called: ${cause instanceof Error ? cause.message : cause}`;
    throw new RemixError("validation_failed", `The webhook ${detail}`, {
      errors: [{ pointer: "/webhook", detail }],
      cause,
    });
  }
}

function unknownFields(body: unknown): Message[] {
  const input = isRecord(body) && isRecord(body.input) ? body.input : {};
  return Object.keys(input)
    .filter((name) => !Object.hasOwn(RemixInput.shape, name))
    .map((name) => ({
      level: "warning",
      code: "unknown_field",
      message: `input.${name} is no field of ${APP} and was ignored`,
    }));
}

/** What was sent and the engine makes no use of. */
export function ignoredFields(
  { name, ignores = [] }: Engine,
  input: Partial<Record<keyof RemixInput, unknown>>,
): Message[] {
  return ignores
    .filter((field) => input[field] !== undefined && input[field] !== null)
    .map((field) => ({
      level: "warning",
      code: "ignored_field",
      message: `input.${field} is of no use to ${name}, and was ignored`,
    }));
}

function cancelAfter({ headers }: FastifyRequest, now: number): number | null {
  const asked = headers["cancel-after"];
  if (asked === undefined) return null;
  const ms = readDuration(String(asked));
  if (ms === null) {
    throw new RemixError(
      "invalid_request",
      `Cancel-After may be like 30s, 5m or 1h; ${JSON.stringify(asked)} was received`,
    );
  }
  return now + ms;
}

function idempotencyOf({ headers, body }: FastifyRequest): Submission["idempotency"] {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || key === "" || key.length > MAX_IDEMPOTENCY_KEY_CHARACTERS) {
    throw new RemixError(
      "invalid_request",
      `An Idempotency-Key has 1 to ${MAX_IDEMPOTENCY_KEY_CHARACTERS} characters; ${String(key).length} were received`,
    );
  }
  return { key, bodyHash: sha256(JSON.stringify(body)) };
}

const WaitQuery = z.object({ wait: z.enum(["true", "1", "false", "0"], 'must be "true" or "false"').optional() });

/**
 * How long the caller wants to be held: to the end, some milliseconds, or not at all (0).
 * @throws RemixError validation_failed for a `?wait=` that is neither yes nor no.
 */
export function waitMsOf(request: FastifyRequest): number {
  const { headers, query, body } = request;
  const seconds = /(?:^|[,;\s])wait=(\d+)/i.exec(String(headers.prefer ?? ""))?.[1];
  if (seconds !== undefined) return Math.min(MAX_WAIT_SECONDS, Number(seconds)) * 1000;
  const { wait } = parse(WaitQuery, query);
  const inQuery = wait === "true" || wait === "1";
  const inBody = isRecord(body) && body.wait === true;
  return inQuery || inBody ? Number.POSITIVE_INFINITY : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
