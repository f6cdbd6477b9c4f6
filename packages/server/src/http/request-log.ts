import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./context.ts";

/** At debug, one line for each request once it is answered. Queries stay out: they may carry what is nobody's business. */
export function logRequests(app: FastifyInstance, { log }: HttpContext): void {
  app.addHook("onResponse", async ({ method, url }, reply) => {
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    log.debug({ method, url: url.split("?")[0], status: reply.statusCode, ms }, "answered");
  });
}
