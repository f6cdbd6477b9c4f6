import { once } from "node:events";
import type { Readable } from "node:stream";
import type { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  InitializeResultSchema,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
} from "@modelcontextprotocol/sdk/types.js";
import { withLocalFiles } from "./mcp-files.ts";

/** JSON-RPC's code for a fault of the one that answers. */
const INTERNAL_ERROR = -32603;

/** Passes messages both ways until the assistant closes its end or the signal is aborted; local files are read on the way. */
export async function bridge(
  assistant: Transport,
  server: StreamableHTTPClientTransport,
  { input, signal }: { input: Readable; signal: AbortSignal },
): Promise<void> {
  assistant.onmessage = (message) => void pass(message);
  server.onmessage = (message) => {
    adoptVersion(message);
    void assistant.send(message);
  };
  const hungUp = once(input, "close", { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  await server.start();
  await assistant.start();
  await hungUp;
  await Promise.all([server.close(), assistant.close()]);

  // Every request is answered, also where the server cannot be reached: an assistant would wait for ever.
  async function pass(message: JSONRPCMessage): Promise<void> {
    try {
      await server.send(await withLocalFiles(message));
    } catch (error) {
      const told = reasonOf(error);
      if (!isJSONRPCRequest(message)) return console.error(`pastiche: ${told}`);
      await assistant.send({ jsonrpc: "2.0", id: message.id, error: { code: INTERNAL_ERROR, message: told } });
    }
  }

  // What was agreed on goes into a header of each later request.
  function adoptVersion(message: JSONRPCMessage): void {
    if (!isJSONRPCResultResponse(message)) return;
    const initialized = InitializeResultSchema.safeParse(message.result);
    if (initialized.success) server.setProtocolVersion(initialized.data.protocolVersion);
  }
}

/** fetch says only "fetch failed"; what happened is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error.cause instanceof Error)) return error.message;
  return `The server cannot be reached: ${error.cause.message || error.message}`;
}
