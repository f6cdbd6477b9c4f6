import type { FastifyInstance } from "fastify";
import { describeApi } from "../openapi/document.ts";
import { baseUrlOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** The API's description in OpenAPI 3.1. Never enveloped, as tools read it. */
export function addDescriptionRoute(app: FastifyInstance, { publicUrl }: HttpContext): void {
  app.get("/openapi.json", async (request, reply) => {
    return reply.type("application/json").send(JSON.stringify(describeApi(baseUrlOf(request, publicUrl))));
  });
}
