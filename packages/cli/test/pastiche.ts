import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../bin/pastiche.js", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));

export const BEAR = `${EXAMPLES}bear.jpg`;
export const TABLE = `${EXAMPLES}table.jpg`;

/** The Node that the machine's owner has, where it is older than the one that this workspace brings along. */
export const OLDER_NODE = olderNode();

const running = new Set<ChildProcess>();

// A test that fails half-way must not leave a server behind. Files of tests may share this module: an afterAll would run
// after the first alone.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface Ended {
  code: number | null;
  out: string;
  /** The standard output as it came. */
  bytes: Buffer;
  err: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the output, of either kind, matches; rejects when the process ends before. */
  until(pattern: RegExp): Promise<string>;
}

/** Starts the real program, as a shell would. */
export function start(args: string[], options: SpawnOptions & { input?: Buffer | string } = {}): Started {
  const { input, env, ...rest } = options;
  const child = spawn(process.execPath, [BIN, ...args], { ...rest, env: { ...process.env, NO_COLOR: "1", ...env } });
  running.add(child);
  child.on("close", () => running.delete(child));
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk) => out.push(chunk));
  child.stderr?.on("data", (chunk) => err.push(chunk));
  child.stdin?.on("error", () => undefined).end(input);
  const told = () => Buffer.concat([...out, ...err]).toString();
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code, bytes, out: bytes.toString(), err: Buffer.concat(err).toString() });
    }),
  );
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => pattern.test(told()) && resolve(told());
      child.stdout?.on("data", look);
      child.stderr?.on("data", look);
      child.on("close", () => reject(new Error(`ended without ${pattern}: ${told()}`)));
      look();
    });
  return { child, ended, until };
}

/** Runs the real program to its end. */
export function pastiche(args: string[], options: SpawnOptions & { input?: Buffer | string } = {}): Promise<Ended> {
  return start(args, options).ended;
}

function olderNode(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  const node = folders.map((path) => join(path, "node")).find((path) => existsSync(path));
  if (node === undefined) return null;
  const version = execFileSync(node, ["--version"], { encoding: "utf8" });
  return Number.parseInt(version.slice(1), 10) < 24 ? node : null;
}
