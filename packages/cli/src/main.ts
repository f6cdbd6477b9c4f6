import { styleText } from "node:util";
import { CommanderError } from "commander";
import { cannotWrite } from "./destination.ts";
import { describe, exitCodeOf } from "./failure.ts";
import { program } from "./program.ts";

// A reader that has enough (`pastiche … | head`) closes the pipe: there is nobody left to write to, and nothing wrong.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode);
    process.exit(report(cannotWrite(stream === process.stdout ? "the standard output" : "the error output", error)));
  });
}
process.on("uncaughtException", (error) => process.exit(report(error)));

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  // Commander has told what is wrong by now; what it calls an error with code 0 is --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const prefix = styleText("red", "pastiche:", { stream: process.stderr });
  console.error(`${prefix} ${describe(error)}`);
  return exitCodeOf(error);
}
