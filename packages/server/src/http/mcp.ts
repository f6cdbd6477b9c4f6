import type { FastifyInstance } from "fastify";
import type { McpSessions } from "../mcp/sessions.ts";
import { baseUrlOf, keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { hijack } from "./hijack.ts";

/** The Model Context Protocol over streamable HTTP. Its SDK takes half a second to load: not before somebody calls. */
export function addMcpRoute(app: FastifyInstance, context: HttpContext): void {
  let sessions: Promise<McpSessions> | null = null;

  app.route({
    method: ["GET", "POST", "DELETE"],
    url: "/mcp",
    exposeHeadRoute: false,
    async handler(request, reply) {
      sessions ??= import("../mcp/sessions.ts").then(({ createMcpSessions }) => createMcpSessions(context));
      const { handle } = await sessions;
      const caller = { keyId: keyOf(request).id, baseUrl: baseUrlOf(request, context.publicUrl) };
      const response = hijack(reply);
      try {
        await handle(request.raw, response, { caller, body: request.body });
      } catch (error) {
        context.log.error(error, "an MCP request failed");
        response.destroy();
      }
    },
  });
}
