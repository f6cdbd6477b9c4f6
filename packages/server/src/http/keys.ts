import { RemixError } from "@pastiche/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { changeLimits, createKey, getKey, revokeKey } from "../store/keys.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { viewKey } from "./key-view.ts";
import { parse, Time } from "./parse.ts";

const MAX_NAME_CHARACTERS = 100;
const MAX_SCOPES = 100;

/** What limits a key; null or absent: nothing does. */
const limits = {
  rate: z.int().min(1).max(100_000).nullish().describe("tasks that it may start in any minute"),
  concurrency: z.int().min(1).max(10_000).nullish().describe("tasks of it that run at once; more wait"),
  budget: z.number().min(0).max(1e12).nullish().describe("credits that it may spend in its life"),
};

export const KeyToCreate = z.object({
  name: z.string().min(1).max(MAX_NAME_CHARACTERS),
  expires_at: Time.nullish(),
  admin: z.boolean().nullish().describe("whether it may make, list, change and revoke keys"),
  scopes: z
    .array(z.string().max(MAX_NAME_CHARACTERS))
    .max(MAX_SCOPES)
    .nullish()
    .describe('the SDK\'s: "*", "apikeys" or "apikeys:write" ask for the same as admin; others change nothing'),
  ...limits,
});
export const KeyToChange = z.object(limits);
const Params = z.object({ id: z.string() });

const ADMIN_SCOPES = ["*", "apikeys", "apikeys:write"];

/**
 * A company hands keys to its programs and people: such a key does the work and can end itself, but only an admin's makes
 * others, changes their limits or revokes them.
 */
export function addKeyRoutes(app: FastifyInstance, { db, clock }: HttpContext): void {
  app.post("/apikeys", async (request) => {
    requireAdmin(request);
    const { name, expires_at, admin, scopes, rate, concurrency, budget } = parse(KeyToCreate, request.body);
    const { key, secret } = await createKey(db, {
      name: name.toWellFormed(),
      now: clock(),
      expiresAt: expires_at ?? null,
      admin: admin ?? scopes?.some((scope) => ADMIN_SCOPES.includes(scope)) ?? false,
      limits: { rate: rate ?? null, concurrency: concurrency ?? null, budget: budget ?? null },
    });
    return viewKey(key, secret);
  });

  app.post("/apikeys/:id", async (request) => {
    requireAdmin(request);
    const { id } = parse(Params, request.params);
    const changes = parse(KeyToChange, request.body);
    const before = await getKey(db, id);
    const kept = (name: keyof typeof changes) =>
      changes[name] === undefined ? (before?.[name] ?? null) : changes[name];
    const key = await changeLimits(db, id, {
      rate: kept("rate"),
      concurrency: kept("concurrency"),
      budget: kept("budget"),
    });
    if (key === null) throw noSuchKey();
    return viewKey(key);
  });

  app.delete("/apikeys/:id", async (request, reply) => {
    const { id } = parse(Params, request.params);
    const caller = keyOf(request);
    if (!caller.admin && caller.id !== id) throw noSuchKey();
    if (!(await revokeKey(db, id, clock()))) throw noSuchKey();
    return reply.status(204).send();
  });
}

function requireAdmin(request: FastifyRequest): void {
  if (keyOf(request).admin) return;
  throw new RemixError("forbidden", "Only an admin key makes and changes keys; this one is none");
}

function noSuchKey(): RemixError {
  return new RemixError("not_found", "There is no API key with this id");
}
