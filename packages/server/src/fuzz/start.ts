import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const Listening = z.object({ url: z.string() });
const Memory = z.object({ heapBytes: z.number(), rssBytes: z.number() });
export type Memory = z.infer<typeof Memory>;

export interface FuzzedServer {
  url: string;
  /** After a collection. */
  memory(): Promise<Memory>;
  /** All that it has logged. */
  log(): string;
  /** False once its process has ended. */
  lives(): boolean;
  close(): Promise<void>;
}

/** A server in a process and a folder of its own. */
export async function startFuzzedServer(environment: Record<string, string>): Promise<FuzzedServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-fuzz-"));
  const child = fork(join(import.meta.dirname, "fuzzed-server.ts"), [dataDir], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { PASTICHE_LOG_LEVEL: "warn", ...environment },
  });
  let log = "";
  child.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  const { url } = Listening.parse((await once(child, "message"))[0]);
  return {
    url,
    async memory() {
      const told = once(child, "message");
      child.send("memory");
      return Memory.parse((await told)[0]);
    },
    log: () => log,
    lives: () => child.exitCode === null && child.signalCode === null,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await rm(dataDir, { recursive: true });
    },
  };
}
