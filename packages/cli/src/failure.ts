import { inspect } from "node:util";
import { RemixError } from "@pastiche/contract/errors";

/** The command line was wrong: told in one line, exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The work failed for a reason that one line tells, exit code 1. */
export class Failure extends Error {
  override name = "Failure";
}

/** Ctrl-C or a request to stop: exit code 128 and the signal's number, as shells have it. */
export class Interrupted extends Error {
  override name = "Interrupted";
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super("interrupted");
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

/** For --help: what {@link exitCodeOf} gives. */
export const EXIT_CODES = `Exit codes:
  0    done
  1    the work failed: a picture that is damaged or too large, a full disk, no answer from a server
  2    to be mended by whoever typed it: a flag, the prompt, a file that is missing or may not be read, no API key
  130  stopped by Ctrl-C (143 by SIGTERM)`;

/** 2 where the command line or its environment has to change, 1 where the work failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof UsageError || isAboutTheRequest(error) ? 2 : 1;
}

/** The engine or a server refused what was asked. A picture that is damaged is no mistake in the command line. */
function isAboutTheRequest(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  // Without a status no server has said so: the client has no key to send.
  if (error.code === "unauthorized") return "status" in error && error.status === undefined;
  const isRefused = error.code === "validation_failed" || error.code === "invalid_request";
  return isRefused && !pointersOf(error).some((pointer) => pointer.startsWith("/input/images"));
}

function pointersOf(error: Error): string[] {
  const errors: unknown = "errors" in error ? error.errors : undefined;
  return Array.isArray(errors) ? errors.map((one: { pointer?: unknown }) => String(one.pointer)) : [];
}

/**
 * One line for a person, whatever happened. The stack, which only a bug's report needs, is there for whoever asks with
 * PASTICHE_LOG_LEVEL=debug.
 */
export function describe(error: unknown, { PASTICHE_LOG_LEVEL: level }: NodeJS.ProcessEnv = process.env): string {
  if (!(error instanceof Error)) return String(error);
  if (level === "debug" || level === "trace") return inspect(error);
  const line = (error.message || error.name).replace(/\s*\n\s*/g, " ");
  return isForeseen(error) ? line : `${error.name}: ${line} (not foreseen; PASTICHE_LOG_LEVEL=debug says where)`;
}

function isForeseen(error: Error): boolean {
  const ours = [UsageError, Failure, Interrupted, RemixError].some((kind) => error instanceof kind);
  // By their names, so that `remix` need not load the client or the server. What has a `syscall` is the system's: a full disk, say.
  return ours || ["InferenceError", "DamagedDatabase"].includes(error.name) || "syscall" in error;
}
