import { type Command, InvalidArgumentError } from "commander";
import { integer } from "./remix-flags.ts";

/** What `serve` and `doctor` have in common. */
export interface ServerFlags {
  port: number;
  host: string;
  dataDir: string;
  workers?: number;
}

export function withServerFlags(command: Command): Command {
  return withDataDir(
    command
      .option("--port <port>", "0 takes a free one", integer(0, 65_535), 4700)
      .option("--host <address>", "0.0.0.0 lets other machines in", "127.0.0.1"),
  ).option("--workers <n>", "remixes at a time; default: one less than the cores", integer(1, 256));
}

export function withDataDir(command: Command): Command {
  return command.option("--data-dir <folder>", "the database and the files", named, "./pastiche-data");
}

function named(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
}
