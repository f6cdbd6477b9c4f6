import type { FastifyInstance } from "fastify";
import { baseUrlOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** The API's description in OpenAPI 3.1. Never enveloped, as tools read it. */
export function addDescriptionRoute(app: FastifyInstance, { publicUrl }: HttpContext): void {
  app.get("/openapi.json", async (request, reply) => {
    // The examples of every operation: nothing that a server which is never asked for them should carry.
    const { describeApi } = await import("../openapi/document.ts");
    return reply.type("application/json").send(JSON.stringify(describeApi(baseUrlOf(request, publicUrl))));
  });
}
