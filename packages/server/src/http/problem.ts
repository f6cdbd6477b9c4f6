import { type ErrorCode, RemixError } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";

/** Whatever a route throws: ours, Fastify's with its own codes, or what nobody expected. */
export type Thrown = Error & { code?: string; statusCode?: number };

const TITLES: Record<ErrorCode, string> = {
  invalid_request: "The request cannot be read",
  unauthorized: "No valid API key",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "In conflict with another request",
  gone: "No longer there",
  requirements_not_met: "A requirement is not met",
  too_large: "Too large",
  unsupported_media: "Unsupported media type",
  validation_failed: "The request is not valid",
  rate_limited: "Too many requests",
  credits_exhausted: "No credits left",
  internal_error: "Something went wrong in the server",
  overloaded: "The server takes nothing now",
};

/** Answers with RFC 9457 problem details; those who did not ask for version 2 or 3 get the envelope's fields as well. */
export function createProblemHandler(log: Logger) {
  return function answerProblem(thrown: Thrown, request: FastifyRequest, reply: FastifyReply) {
    const error = toRemixError(thrown, request, log);
    if (error.code === "unauthorized") reply.header("www-authenticate", "Bearer");
    if (error.retryAfterSeconds !== undefined) reply.header("retry-after", error.retryAfterSeconds);
    return reply
      .status(error.status)
      .type("application/problem+json")
      .send(JSON.stringify(problemOf(error, request.headers["x-api-version"])));
  };
}

/** The body of an answer that says what was wrong, as an API version has it. */
export function problemOf(error: RemixError, version: unknown, status: number = error.status) {
  return {
    type: `urn:pastiche:error:${error.code}`,
    title: TITLES[error.code],
    status,
    detail: error.message,
    code: error.code,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    ...(error.requirements === undefined ? {} : { satisfied: false, errors: error.requirements }),
    ...(version === "2" || version === "3"
      ? {}
      : { success: false, error: { code: error.code, message: error.message } }),
  };
}

/** What any error that a route throws means to its caller. What nobody expected is logged. */
export function toRemixError(error: Thrown, request: FastifyRequest, log: Logger): RemixError {
  if (error instanceof RemixError) return error;
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    const received = request.headers["content-length"] ?? "more";
    return new RemixError(
      "too_large",
      `The body may have at most ${request.routeOptions.bodyLimit} bytes; ${received} were received`,
      { cause: error },
    );
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    const received = JSON.stringify(request.headers["content-type"] ?? "");
    return new RemixError("unsupported_media", `The body must be application/json; ${received} was received`);
  }
  if (error.code === "ECONNRESET" && request.raw.readableAborted) {
    return new RemixError("invalid_request", "The caller hung up before the whole body had come", { cause: error });
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return new RemixError("invalid_request", error.message, { cause: error });
  }
  log.error({ err: error, method: request.method, url: request.url }, "a request failed");
  return new RemixError("internal_error", "Something went wrong in the server; its log says what", { cause: error });
}
