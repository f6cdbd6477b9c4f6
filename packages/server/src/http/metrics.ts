import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./context.ts";

/** Prometheus text. Never enveloped, and without a key, as scrapers come without one. */
export function addMetricsRoute(app: FastifyInstance, { metrics }: HttpContext): void {
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

/** Counts every answer, by the route and not by the path: paths are without number. */
export function countAnswers(app: FastifyInstance, { metrics }: HttpContext): void {
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    metrics.requestAnswered({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
}
