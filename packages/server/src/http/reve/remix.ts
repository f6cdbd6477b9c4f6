import type { FastifyInstance } from "fastify";
import { reshape } from "../../files/reshape.ts";
import { getKey } from "../../store/keys.ts";
import { runToEnd } from "../../tasks/run-to-end.ts";
import type { HttpContext } from "../context.ts";
import { goneSignal, submissionOf } from "../submission.ts";
import { answerTypeOf } from "./accept.ts";
import { createReveErrorHandler } from "./remix-error.ts";
import { readReveRemix } from "./remix-request.ts";

const FORMATS = {
  "application/json": "png",
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
} as const;

/** Reve's own call: the same task, told as Reve tells it. It is held until the picture is there. */
export function addReveRoute(app: FastifyInstance, context: HttpContext): void {
  app.register(async (reve) => {
    reve.setErrorHandler(createReveErrorHandler(context.log));

    reve.post("/image/remix", async (request, reply) => {
      const { input, within } = readReveRemix(request.body);
      const task = await runToEnd(context, submissionOf(request, input, context.publicUrl), {
        signal: goneSignal(reply),
      });
      const type = answerTypeOf(request.headers.accept);
      const made = await context.bytes.read(task.output.file);
      const { bytes } = await reshape(made, { format: FORMATS[type], within });
      const told = {
        version: task.version,
        content_violation: false,
        request_id: task.id,
        credits_used: task.output.cost,
        credits_remaining: await remainingCredits(context, task.key_id),
      };
      reply.headers({
        "x-reve-version": told.version,
        "x-reve-content-violation": "false",
        "x-reve-request-id": told.request_id,
        "x-reve-credits-used": told.credits_used,
        ...(told.credits_remaining === null ? {} : { "x-reve-credits-remaining": told.credits_remaining }),
      });
      reply.type(type);
      if (type !== "application/json") return reply.send(Buffer.from(bytes));
      return reply.send(JSON.stringify({ image: Buffer.from(bytes).toString("base64"), ...told }));
    });
  });
}

/** What is left of the key's budget; null where it has none. */
async function remainingCredits({ db }: HttpContext, keyId: string): Promise<number | null> {
  const key = await getKey(db, keyId);
  return key === null || key.budget === null ? null : Math.max(0, key.budget - key.spent - key.reserved);
}
