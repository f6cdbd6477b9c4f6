import type { MessagePort } from "node:worker_threads";
import type { ErrorCode, FieldError } from "@pastiche/contract";
import type { CutOutResult, RemixOptions, RemixRequest, RemixResult, Seen } from "@pastiche/engine";

/** What passes between the server and a worker thread. */

export interface Work {
  request: RemixRequest;
  /** What was found in pictures before, in shared memory. */
  seen: Map<string, Seen>;
  matting: RemixOptions["matting"];
  /** Progress comes out of it; the word "abort" goes in. */
  port: MessagePort;
}

export interface CutOutWork {
  image: Uint8Array;
  matting: RemixOptions["matting"];
}

export const ABORT = "abort";

/** A RemixError loses its class and code on the way between threads, so it travels as data. */
export interface Refused {
  ok: false;
  error: { code: ErrorCode; message: string; errors?: FieldError[] };
}
/** `seen`: what it used and found. */
export type WorkAnswer = { ok: true; result: RemixResult; seen: Map<string, Seen> } | Refused;
export type CutOutAnswer = { ok: true; result: CutOutResult } | Refused;
