import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import { countWaiting } from "../store/tasks.ts";
import { shuttingDown } from "../tasks/admission.ts";
import type { HttpContext } from "./context.ts";

/** For a supervisor: whether the process lives, and whether it can take work. Never enveloped. */
export function addHealthRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get("/healthz", (_request, reply) => reply.type("application/json").send('{"status":"ok"}'));

  app.get("/readyz", async (_request, reply) => {
    if (context.draining.aborted) throw shuttingDown();
    await attempt("Files cannot be written", () => context.bytes.check());
    const waiting = await attempt("The database does not answer", () => countWaiting(context.db));
    const answer = { status: "ready", waiting, running: context.worker.running() };
    return reply.type("application/json").send(JSON.stringify(answer));
  });

  async function attempt<T>(complaint: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      context.log.error({ err: cause }, "the server is not ready");
      throw new RemixError("overloaded", `${complaint}: ${codeOf(cause)}`, { retryAfterSeconds: 5, cause });
    }
  }
}

// The whole message may name a path, which is in the log: no key is asked for here.
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "the log says why";
}
