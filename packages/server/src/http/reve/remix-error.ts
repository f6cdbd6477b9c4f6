import { randomUUID } from "node:crypto";
import type { ErrorCode, FieldError } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { loadSharp } from "../../files/load-sharp.ts";
import { isBreakdown } from "../../tasks/failure.ts";
import { TaskFailed } from "../../tasks/run-to-end.ts";
import { type Thrown, toRemixError } from "../problem.ts";
import { answerTypeOf } from "./accept.ts";

/** What Reve calls our errors, and the status where its own differs. */
const CODES: Record<ErrorCode, { error_code: string; status?: number }> = {
  invalid_request: { error_code: "INVALID_REQUEST" },
  unauthorized: { error_code: "INVALID_API_KEY" },
  forbidden: { error_code: "FORBIDDEN" },
  not_found: { error_code: "NOT_FOUND" },
  conflict: { error_code: "CONFLICT" },
  gone: { error_code: "GONE" },
  requirements_not_met: { error_code: "REQUIREMENTS_NOT_MET" },
  too_large: { error_code: "REQUEST_TOO_LARGE" },
  unsupported_media: { error_code: "UNSUPPORTED_MEDIA_TYPE" },
  validation_failed: { error_code: "INVALID_PARAMETER_VALUE", status: 400 },
  rate_limited: { error_code: "RATE_LIMIT_EXCEEDED" },
  credits_exhausted: { error_code: "INSUFFICIENT_CREDITS", status: 402 },
  internal_error: { error_code: "INTERNAL_ERROR" },
  overloaded: { error_code: "OVERLOADED" },
};

const GREY = { create: { width: 512, height: 512, channels: 3, background: "#808080" } } as const;

/** Answers with Reve's `{error_code, message, params}`; to who wants a picture with a grey one, and the code in a header. */
export function createReveErrorHandler(log: Logger) {
  return async function answerReveError(thrown: Thrown, request: FastifyRequest, reply: FastifyReply) {
    const { error_code, status, message, params, retryAfterSeconds } = describe(thrown, request, log);
    reply.status(status).headers({
      "x-reve-error-code": error_code,
      "x-reve-request-id": thrown instanceof TaskFailed ? thrown.task.id : `rsid-${randomUUID()}`,
      "x-reve-content-violation": "false",
    });
    if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
    if (status === 401) reply.header("www-authenticate", "Bearer");
    const type = answerTypeOf(request.headers.accept);
    if (type === "application/json") return reply.type(type).send(JSON.stringify({ error_code, message, params }));
    reply.header("x-pastiche-error", message.replace(/[^\x20-\x7e]/g, "?").slice(0, 500));
    const format = type === "image/png" ? "png" : type === "image/jpeg" ? "jpeg" : "webp";
    const sharp = await loadSharp();
    return reply.type(type).send(await sharp(GREY).toFormat(format).toBuffer());
  };
}

function describe(thrown: Thrown, request: FastifyRequest, log: Logger) {
  if (thrown instanceof TaskFailed) {
    const broke = isBreakdown(thrown.task.error);
    return {
      ...(broke ? { error_code: "INTERNAL_ERROR", status: 500 } : { error_code: "UNPROCESSABLE_CONTENT", status: 422 }),
      message: thrown.task.error,
      params: {},
      retryAfterSeconds: undefined,
    };
  }
  const error = toRemixError(thrown, request, log);
  const { error_code, status = error.status } = CODES[error.code];
  const { message, retryAfterSeconds } = error;
  return { error_code, status, message, params: paramsOf(error.errors ?? []), retryAfterSeconds };
}

function paramsOf(errors: FieldError[]): Record<string, string> {
  return Object.fromEntries(errors.map(({ pointer, detail }) => [nameOf(pointer), detail]));
}

// `/input/images/0` is ours; a caller of Reve sent `reference_images`.
function nameOf(pointer: string): string {
  const path = pointer.replace(/^\/(input\/)?/, "").replace(/^images/, "reference_images");
  return path.replaceAll("/", ".") || "body";
}
