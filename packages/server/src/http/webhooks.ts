import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { attemptsOf, type Delivery, deliveriesOfTask, resendDelivery } from "../store/deliveries.ts";
import { type KeyRow, rotateWebhookSecret, signingSecrets } from "../store/keys.ts";
import { rfc3339 } from "../tasks/present.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { parse } from "./parse.ts";
import { requestedTask } from "./tasks.ts";

/** How long the secret before a rotation still signs: receivers have that time to change theirs. */
const OLD_SECRET_SIGNS_MS = 24 * 60 * 60 * 1000;

const Params = z.object({ id: z.string() });

/** What became of webhooks, and the secret that signs them. */
export function addWebhookRoutes(app: FastifyInstance, context: HttpContext): void {
  const { db, clock } = context;

  app.get("/tasks/:id/deliveries", async (request) => {
    const task = await requestedTask(context, request);
    return Promise.all((await deliveriesOfTask(db, task.id)).map(view));
  });

  app.post("/deliveries/:id/resend", async (request) => {
    const { id } = parse(Params, request.params);
    const delivery = await resendDelivery(db, id, keyOf(request).id, clock());
    if (delivery === null) {
      throw new RemixError("not_found", `There is no delivery ${JSON.stringify(id.slice(0, 80))}`);
    }
    context.onDelivery();
    return view(delivery);
  });

  app.get("/webhooks/secret", async (request) => viewSecret(keyOf(request), clock()));

  app.post("/webhooks/secret/rotate", async (request) => {
    const now = clock();
    const key = await rotateWebhookSecret(db, keyOf(request).id, now + OLD_SECRET_SIGNS_MS);
    return viewSecret(key ?? keyOf(request), now);
  });

  async function view(delivery: Delivery) {
    const { id, task_id, url, next_at, delivered_at, created_at, updated_at } = delivery;
    const attempts = await attemptsOf(db, id);
    return {
      id,
      task_id,
      url,
      status: delivered_at !== null ? "delivered" : next_at !== null ? "pending" : "failed",
      attempts: attempts.map(({ number, at, duration_ms, status, error }) => ({
        number,
        at: rfc3339(at),
        duration_ms,
        status,
        error,
      })),
      next_attempt_at: next_at === null ? null : rfc3339(next_at),
      delivered_at: delivered_at === null ? null : rfc3339(delivered_at),
      created_at: rfc3339(created_at),
      updated_at: rfc3339(updated_at),
    };
  }
}

function viewSecret(key: KeyRow, now: number) {
  const { old_webhook_secret_until: until } = key;
  const oldSigns = signingSecrets(key, now).length > 1;
  return {
    secret: key.webhook_secret,
    previous_secret_signs_until: oldSigns && until !== null ? rfc3339(until) : null,
  };
}
