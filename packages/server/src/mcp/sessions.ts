import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { RunContext } from "../tasks/run-to-end.ts";
import { createMcpServer, type McpCaller } from "./server.ts";

/** Of one key: the session that was used longest ago makes room for another. */
const MAX_SESSIONS = 100;
const IDLE_MS = 60 * 60 * 1000;

interface Session {
  keyId: string;
  transport: StreamableHTTPServerTransport;
  usedAt: number;
}

export interface McpSessions {
  /** Answers one HTTP request. A session belongs to the key that began it; to another key there is none. */
  handle(request: IncomingMessage, response: ServerResponse, sent: { caller: McpCaller; body: unknown }): Promise<void>;
}

/** Sessions live in memory: after a restart, a client is told 404 and begins another, as the protocol has it. */
export function createMcpSessions(context: RunContext): McpSessions {
  const sessions = new Map<string, Session>();
  context.closing.addEventListener("abort", () => {
    for (const { transport } of sessions.values()) void transport.close();
  });

  return {
    async handle(request, response, { caller, body }) {
      const id = request.headers["mcp-session-id"];
      if (id === undefined) return (await begin(caller)).handleRequest(request, response, body);
      const session = sessions.get(String(id));
      if (session === undefined || session.keyId !== caller.keyId) return tellNotFound(response);
      session.usedAt = context.clock();
      await session.transport.handleRequest(request, response, body);
    },
  };

  // What does not initialize a session is refused by the transport, which is then forgotten.
  async function begin(caller: McpCaller): Promise<StreamableHTTPServerTransport> {
    makeRoom(caller.keyId);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, { keyId: caller.keyId, transport, usedAt: context.clock() });
      },
      onsessionclosed: (id) => {
        sessions.delete(id);
      },
    });
    await createMcpServer(context, caller).connect(transport);
    return transport;
  }

  function makeRoom(keyId: string): void {
    const idleSince = context.clock() - IDLE_MS;
    const own = [...sessions].filter(([, session]) => session.keyId === keyId);
    const excess = own
      .toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
      .slice(0, Math.max(0, own.length - MAX_SESSIONS + 1));
    for (const [id, { transport }] of [...excess, ...[...sessions].filter(([, { usedAt }]) => usedAt < idleSince)]) {
      sessions.delete(id);
      void transport.close();
    }
  }
}

function tellNotFound(response: ServerResponse): void {
  const error = { code: -32001, message: "Session not found" };
  response.writeHead(404, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", error, id: null }));
}
