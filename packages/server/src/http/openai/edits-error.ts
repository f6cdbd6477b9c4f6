import type { ErrorCode } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { isBreakdown } from "../../tasks/failure.ts";
import { TaskFailed } from "../../tasks/run-to-end.ts";
import { type Thrown, toRemixError } from "../problem.ts";

export interface OpenAiError {
  status: number;
  retryAfterSeconds: number | undefined;
  error: { message: string; type: string; param: string | null; code: string | null };
}

interface Kind {
  status: number;
  type: string;
  code: string | null;
}

const KINDS: Record<ErrorCode, Kind> = {
  invalid_request: { status: 400, type: "invalid_request_error", code: null },
  unauthorized: { status: 401, type: "invalid_request_error", code: "invalid_api_key" },
  forbidden: { status: 403, type: "invalid_request_error", code: "forbidden" },
  not_found: { status: 404, type: "invalid_request_error", code: "not_found" },
  conflict: { status: 409, type: "invalid_request_error", code: "conflict" },
  gone: { status: 404, type: "invalid_request_error", code: "gone" },
  requirements_not_met: { status: 400, type: "invalid_request_error", code: "requirements_not_met" },
  too_large: { status: 413, type: "invalid_request_error", code: "too_large" },
  unsupported_media: { status: 415, type: "invalid_request_error", code: "unsupported_media" },
  validation_failed: { status: 400, type: "invalid_request_error", code: "invalid_value" },
  rate_limited: { status: 429, type: "requests", code: "rate_limit_exceeded" },
  credits_exhausted: { status: 429, type: "insufficient_quota", code: "insufficient_quota" },
  internal_error: { status: 500, type: "server_error", code: null },
  overloaded: { status: 503, type: "server_error", code: "overloaded" },
};

/** Answers with OpenAI's `{error: {message, type, param, code}}` and its status codes. */
export function createOpenAiErrorHandler(log: Logger) {
  return function answerOpenAiError(thrown: Thrown, request: FastifyRequest, reply: FastifyReply) {
    const { status, error, retryAfterSeconds } = openAiErrorOf(thrown, request, log);
    if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
    // The work was done, and done again it would fail again: OpenAI's clients repeat a 500 unless they are told so.
    if (thrown instanceof TaskFailed) reply.headers({ "x-should-retry": "false", "x-request-id": thrown.task.id });
    return reply.status(status).type("application/json").send(JSON.stringify({ error }));
  };
}

export function openAiErrorOf(thrown: Thrown, request: FastifyRequest, log: Logger): OpenAiError {
  if (thrown instanceof TaskFailed) return failureOf(thrown.task.error);
  const error = toRemixError(thrown, request, log);
  const { status, type, code } = KINDS[error.code];
  const param = paramOf(error.errors?.[0]?.pointer);
  return {
    status,
    retryAfterSeconds: error.retryAfterSeconds,
    error: { message: error.message, type, param, code },
  };
}

function failureOf(message: string): OpenAiError {
  if (isBreakdown(message)) {
    return {
      status: 500,
      retryAfterSeconds: undefined,
      error: { message, type: "server_error", param: null, code: null },
    };
  }
  const code = /content violation/.test(message) ? "moderation_blocked" : "image_generation_failed";
  return {
    status: 400,
    retryAfterSeconds: undefined,
    error: { message, type: "image_generation_user_error", param: null, code },
  };
}

/** The caller's name for what is ours: `/input/images/0` was sent as `image`. */
function paramOf(pointer: string | undefined): string | null {
  const name = pointer?.replace(/^\/(input\/)?/, "").split("/")[0];
  if (name === undefined || name === "") return null;
  return { images: "image", aspect_ratio: "size", version: "model", remove_background: "background" }[name] ?? name;
}
