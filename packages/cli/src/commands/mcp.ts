import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { UsageError } from "../failure.ts";
import { interruption } from "../interrupt.ts";
import { bridge } from "../mcp-bridge.ts";

/** Room for six pictures in one message. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

interface Upstream {
  url: string;
  key: string;
  close(): Promise<void>;
}

/** `pastiche mcp`: an assistant's messages to a server's /mcp and back, until the assistant hangs up. */
export async function mcpCommand(flags: { server?: string; dataDir?: string }): Promise<void> {
  const signal = interruption();
  const upstream = flags.server === undefined ? await serveHere(flags.dataDir) : remote(flags.server);
  try {
    const requestInit = { headers: { authorization: `Bearer ${upstream.key}` } };
    await bridge(
      new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: MAX_MESSAGE_BYTES }),
      new StreamableHTTPClientTransport(new URL("/mcp", upstream.url), { requestInit }),
      { input: process.stdin, signal },
    );
  } finally {
    await upstream.close();
  }
}

function remote(url: string): Upstream {
  if (!URL.canParse(url)) throw new UsageError(`--server must be a URL, received "${url}"`);
  const key = process.env.INFERENCE_API_KEY ?? "";
  if (key === "") throw new UsageError("--server needs the server's key in INFERENCE_API_KEY");
  return { url, key, close: async () => {} };
}

/** A server of this process alone, with a key that goes when it does. */
async function serveHere(folder: string | undefined): Promise<Upstream> {
  // Not before: what only passes messages on to another server loads none.
  const { createServer, openKeys, readConfig } = await import("@pastiche/server");
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), "pastiche-mcp-")));
  const server = await createServer(readConfig({ port: 0, host: "127.0.0.1", dataDir }));
  const keys = await openKeys(dataDir);
  const { id, secret } = await keys.create("pastiche mcp");
  return {
    url: server.url,
    key: secret,
    async close() {
      await server.close({ graceMs: 0 });
      await keys.revoke(id);
      await keys.close();
      if (folder === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
