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

/** Codes of errors, ours and the server's, that the caller mends by writing another command. */
const USAGE_CODES = ["validation_failed", "invalid_request"];

/** 2 where the command line has to change, 1 where the work failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof UsageError) return 2;
  return USAGE_CODES.includes(codeOf(error)) ? 2 : 1;
}

/** One line for a person. A bug is no such thing: it brings its stack, for the report that it deserves. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isForeseen(error) ? error.message.replace(/\s*\n\s*/g, " ") : (error.stack ?? error.message);
}

function isForeseen(error: Error): boolean {
  const ours = [UsageError, Failure, Interrupted, RemixError].some((kind) => error instanceof kind);
  // By its name, so that `remix` need not load the client. What has a `syscall` is the system's: a full disk, say.
  return ours || error.name === "InferenceError" || "syscall" in error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
