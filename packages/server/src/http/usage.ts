import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { getKey } from "../store/keys.ts";
import { dayOf, usageOf } from "../store/usage.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { parse } from "./parse.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 30;

export const UsageQuery = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  key_id: z.string().optional(),
});

/** What the calling key used, by day; an admin key may ask for another's. */
export function addUsageRoutes(app: FastifyInstance, { db, clock }: HttpContext): void {
  app.get("/usage", async (request) => {
    const query = parse(UsageQuery, request.query);
    const caller = keyOf(request);
    const keyId = query.key_id ?? caller.id;
    const key = keyId === caller.id || caller.admin ? await getKey(db, keyId) : null;
    if (key === null) throw new RemixError("not_found", "There is no API key with this id");

    const to = query.to ?? dayOf(clock());
    const from = query.from ?? dayOf(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
    const days = await usageOf(db, keyId, { from, to });
    return {
      key_id: key.id,
      from,
      to,
      tasks: days.reduce((sum, day) => sum + day.completed + day.failed + day.cancelled, 0),
      credits: days.reduce((sum, day) => sum + day.credits, 0),
      budget: key.budget,
      credits_spent: key.spent,
      credits_reserved: key.reserved,
      credits_remaining: key.budget === null ? null : Math.max(0, key.budget - key.spent - key.reserved),
      days,
    };
  });
}
