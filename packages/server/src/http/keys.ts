import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { shortId } from "../ids.ts";
import { createKey, type KeyRow, listKeys, revokeKey } from "../store/keys.ts";
import { rfc3339 } from "../tasks/present.ts";
import type { HttpContext } from "./context.ts";
import { parse, Time } from "./parse.ts";

const MAX_NAME_CHARACTERS = 100;

const KeyToCreate = z.object({
  name: z.string().min(1).max(MAX_NAME_CHARACTERS),
  expires_at: Time.nullish(),
});
const Params = z.object({ id: z.string() });

export function addKeyRoutes(app: FastifyInstance, { db, clock }: HttpContext): void {
  app.post("/apikeys", async (request) => {
    const { name, expires_at } = parse(KeyToCreate, request.body);
    const { key, secret } = await createKey(db, { name, now: clock(), expiresAt: expires_at ?? null });
    return viewKey(key, secret);
  });

  app.post("/apikeys/list", async () => {
    const keys = await listKeys(db);
    return {
      items: keys.map((key) => viewKey(key, `${key.prefix}…`)),
      next_cursor: "",
      prev_cursor: "",
      has_next: false,
      has_previous: false,
      items_per_page: keys.length,
      total_items: keys.length,
    };
  });

  app.delete("/apikeys/:id", async (request, reply) => {
    const { id } = parse(Params, request.params);
    if (!(await revokeKey(db, id, clock()))) throw new RemixError("not_found", "There is no API key with this id");
    return reply.status(204).send();
  });
}

/** The SDK's `ApiKeyDTO`; `key` is the secret at its making, and its first characters ever after. */
function viewKey(row: KeyRow, key: string) {
  return {
    id: row.id,
    short_id: shortId(row.id),
    user_id: "",
    team_id: "",
    visibility: "private",
    name: row.name,
    key,
    scopes: [],
    last_used_at: rfc3339(row.last_used_at ?? row.created_at),
    expires_at: row.expires_at === null ? null : rfc3339(row.expires_at),
    created_at: rfc3339(row.created_at),
    updated_at: rfc3339(row.created_at),
  };
}
