import { once } from "node:events";
import { type Config, createServer, readConfig, type Server } from "@pastiche/server";
import { Failure, UsageError } from "../failure.ts";
import { interruption } from "../interrupt.ts";
import type { ServerFlags } from "../server-flags.ts";

/** `pastiche serve`: until a signal; what runs then is finished first. */
export async function serveCommand(flags: ServerFlags): Promise<void> {
  const config = configOf(flags);
  const signal = interruption();
  const server = await listen(config);
  console.log(greeting(server, config));
  if (!signal.aborted) await once(signal, "abort");
  console.error("Stopping: what runs is finished first; once more to leave it to the next start");
  await server.close();
}

function greeting({ url, firstKey }: Server, { dataDir }: Config): string {
  const where = `Pastiche listens at ${url}, with its data in ${dataDir}`;
  if (firstKey === null) return `${where}\nOpen it in a browser: ${url}`;
  const exports = `  export INFERENCE_API_KEY=${firstKey} INFERENCE_BASE_URL=${url}`;
  // Behind the # it stays in the browser: no server, log or proxy sees it.
  const open = `Open it in a browser, signed in: ${url}/#key=${firstKey}`;
  return [where, `Its API key, shown this once: ${firstKey}`, exports, open].join("\n");
}

function configOf(flags: ServerFlags): Config {
  try {
    return readConfig(flags);
  } catch (cause) {
    throw new UsageError(messageOf(cause), { cause });
  }
}

async function listen(config: Config): Promise<Server> {
  try {
    return await createServer(config);
  } catch (cause) {
    throw new Failure(`Cannot serve: ${reasonOf(cause, config)}`, { cause });
  }
}

function reasonOf(error: unknown, { port, host, dataDir }: Config): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRINUSE") return `port ${port} is in use; stop what listens there, or take another with --port`;
  if (code === "EACCES" && port > 0 && port < 1024)
    return `port ${port} needs more rights; take one from 1024 with --port`;
  if (code === "EADDRNOTAVAIL") return `${host} is no address of this machine; see --host`;
  return `${messageOf(error)} (data directory ${dataDir}; "pastiche doctor" says more)`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
