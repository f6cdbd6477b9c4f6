import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply } from "fastify";

/** What was held until now is answered within milliseconds, unless its caller does not read. */
const ANSWERED_WITHIN_MS = 1000;

/** Closing the app waits for the requests under way to be answered, a second at most; only then connections are cut. */
export function answerBeforeClosing(app: FastifyInstance): void {
  const underWay = new Set<FastifyReply>();
  app.addHook("onRequest", async (_request, reply) => {
    underWay.add(reply);
    reply.raw.once("close", () => underWay.delete(reply));
  });
  app.addHook("preClose", async () => {
    const late = new AbortController();
    const answered = [...underWay].map((reply) => once(reply.raw, "close", { signal: late.signal }));
    await Promise.race([Promise.allSettled(answered), sleep(ANSWERED_WITHIN_MS, undefined, { signal: late.signal })]);
    late.abort();
  });
}
