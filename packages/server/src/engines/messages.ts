import type { MessagePort } from "node:worker_threads";
import type { ErrorCode, FieldError } from "@pastiche/contract";
import type { RemixRequest, RemixResult } from "@pastiche/engine";

/** What passes between the server and a worker thread. */

export interface Work {
  request: RemixRequest;
  /** Progress comes out of it; the word "abort" goes in. */
  port: MessagePort;
}

export const ABORT = "abort";

/** A RemixError loses its class and code on the way between threads, so it travels as data. */
export type WorkAnswer =
  | { ok: true; result: RemixResult }
  | { ok: false; error: { code: ErrorCode; message: string; errors?: FieldError[] } };
