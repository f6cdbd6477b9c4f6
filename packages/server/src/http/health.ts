import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import { countWaiting } from "../store/tasks.ts";
import type { HttpContext } from "./context.ts";

/** For a supervisor: whether the process lives, and whether it can take work. Never enveloped. */
export function addHealthRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get("/healthz", (_request, reply) => reply.type("application/json").send('{"status":"ok"}'));

  app.get("/readyz", async (_request, reply) => {
    if (context.closing.aborted) {
      throw new RemixError("overloaded", "The server is shutting down", { retryAfterSeconds: 5 });
    }
    try {
      await context.bytes.check();
      const waiting = await countWaiting(context.db);
      const answer = { status: "ready", waiting, running: context.worker.running() };
      return reply.type("application/json").send(JSON.stringify(answer));
    } catch (cause) {
      context.log.error({ err: cause }, "the server is not ready");
      throw new RemixError("overloaded", "The store does not answer", { retryAfterSeconds: 5, cause });
    }
  });
}
