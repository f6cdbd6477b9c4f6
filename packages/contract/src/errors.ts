/**
 * Every error that a caller may see. The code is API: it decides the HTTP status, and the message names the limit and
 * the value received.
 */
export const STATUS_OF_CODE = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  requirements_not_met: 412,
  too_large: 413,
  unsupported_media: 415,
  validation_failed: 422,
  rate_limited: 429,
  credits_exhausted: 429,
  internal_error: 500,
  overloaded: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_OF_CODE;

/** One wrong field: a JSON pointer into the request (`/input/images/0`) and what was wrong with it. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** Something that the server lacks to do what was asked of it, such as the secret of a service that it would call. */
export interface Requirement {
  type: "secret";
  /** The setting's name. */
  key: string;
  message: string;
}

export class RemixError extends Error {
  override name = "RemixError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  /** What is lacking, where the code is `requirements_not_met`. */
  readonly requirements: Requirement[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      errors?: FieldError[];
      requirements?: Requirement[];
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = STATUS_OF_CODE[code];
    this.errors = options.errors;
    this.requirements = options.requirements;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
