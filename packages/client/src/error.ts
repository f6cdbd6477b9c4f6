import type { Task } from "./task.ts";

/** One wrong field: a JSON pointer into the request (`/input/images/0`) and what was wrong with it. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/**
 * What the server answers (`validation_failed`, `rate_limited` …) and what this client adds: the server could not be
 * reached, was silent, or answered something else than JSON; the task failed or was cancelled; a file cannot be read; a
 * webhook is not the server's.
 */
export type InferenceErrorCode =
  | "invalid_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "requirements_not_met"
  | "too_large"
  | "unsupported_media"
  | "validation_failed"
  | "rate_limited"
  | "credits_exhausted"
  | "internal_error"
  | "overloaded"
  | "connection_failed"
  | "timeout"
  | "invalid_response"
  | "invalid_file"
  | "task_failed"
  | "task_cancelled"
  | "invalid_webhook"
  | (string & {});

export interface InferenceErrorDetails {
  status?: number;
  errors?: FieldError[];
  task?: Task;
  requestId?: string;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** Everything that this client throws, save an abort: that rejects with the signal's own reason. */
export class InferenceError extends Error {
  override name = "InferenceError";
  /** Stable, to be compared with. */
  readonly code: InferenceErrorCode;
  /** The HTTP status, where an answer was the cause. */
  readonly status: number | undefined;
  /** The wrong fields of a request; empty where the error is about something else. */
  readonly errors: FieldError[];
  /** The task as last seen, where one had been accepted. */
  readonly task: Task | undefined;
  /** The server's `X-Request-Id`, to look for in its log. */
  readonly requestId: string | undefined;
  /** How long the server asks to be left alone. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: InferenceErrorCode, message: string, details: InferenceErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.task = details.task;
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** The error that an answer outside 200–299 stands for; reads problem+json, and makes do where a proxy answered HTML. */
export async function errorOfResponse(response: Response, request: string): Promise<InferenceError> {
  const problem = await problemOf(response);
  const errors = fieldErrorsOf(problem.errors);
  const detail =
    text(problem.detail) ?? text(problem.title) ?? `${request} answered ${response.status} ${response.statusText}`;
  return new InferenceError(text(problem.code) ?? codeOfStatus(response.status), withFields(detail.trimEnd(), errors), {
    status: response.status,
    errors,
    requestId: response.headers.get("x-request-id") ?? undefined,
    retryAfterSeconds: retryAfterSeconds(response.headers.get("retry-after")),
  });
}

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  const body = await response.text();
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) ? parsed : {};
  } catch {
    // Not JSON: a proxy's page. The status says all that it can.
    return {};
  }
}

function withFields(detail: string, errors: FieldError[]): string {
  const untold = errors.filter((error) => !detail.includes(error.detail));
  return [detail, ...untold.map((error) => `${error.pointer}: ${error.detail}`)].join("; ");
}

function fieldErrorsOf(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    isRecord(entry)
      ? [
          {
            pointer: text(entry.pointer) ?? text(entry.key) ?? "",
            detail: text(entry.detail) ?? text(entry.message) ?? "",
          },
        ]
      : [],
  );
}

function codeOfStatus(status: number): InferenceErrorCode {
  const codes: Record<number, InferenceErrorCode> = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
    429: "rate_limited",
    503: "overloaded",
  };
  return codes[status] ?? (status >= 500 ? "internal_error" : "invalid_request");
}

/** Seconds from a `Retry-After` in either of its forms: a number, or a date. */
function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
