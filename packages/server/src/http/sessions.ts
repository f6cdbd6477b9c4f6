import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { shortId } from "../ids.ts";
import { endSession, extendSession, type SessionRow, sessionsOfKey } from "../store/sessions.ts";
import { rfc3339 } from "../tasks/present.ts";
import { requireOpenSession, requireSession, standingOf } from "../tasks/sessions.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { parse } from "./parse.ts";

const Params = z.object({ id: z.string() });

/** Sessions: `"session": "new"` in a run begins one, its id in later runs goes on with it. */
export function addSessionRoutes(app: FastifyInstance, { db, clock, registry }: HttpContext): void {
  app.get("/sessions", async (request) => {
    const sessions = await sessionsOfKey(db, keyOf(request).id);
    return sessions.map((session) => viewSession(session, clock()));
  });

  app.get("/sessions/:id", async (request) => {
    const { id } = parse(Params, request.params);
    return viewSession(await requireSession(db, id, keyOf(request).id), clock());
  });

  app.post("/sessions/:id/keepalive", async (request) => {
    const { id } = parse(Params, request.params);
    const now = clock();
    const session = await requireOpenSession(db, id, keyOf(request).id, now);
    return viewSession((await extendSession(db, id, now)) ?? session, now);
  });

  app.delete("/sessions/:id", async (request, reply) => {
    const { id } = parse(Params, request.params);
    await requireSession(db, id, keyOf(request).id);
    await endSession(db, id, clock());
    for (const engine of registry.engines) engine.forget?.(id);
    return reply.status(204).send();
  });
}

/** The SDK's `AppSessionDTO`. */
function viewSession(session: SessionRow, now: number) {
  const { id, last_call_at, ended_at } = session;
  return {
    id,
    short_id: shortId(id),
    user_id: "",
    team_id: "",
    visibility: "private",
    worker_id: "",
    app_id: session.app,
    app_version_id: session.version,
    status: standingOf(session, now),
    expires_at: rfc3339(session.expires_at),
    ended_at: ended_at === null ? null : rfc3339(ended_at),
    task_id: session.last_task_id,
    call_count: session.calls,
    last_call_at: last_call_at === null ? null : rfc3339(last_call_at),
    /** In seconds. */
    idle_timeout: session.idle_ms / 1000,
    created_at: rfc3339(session.created_at),
    updated_at: rfc3339(session.updated_at),
  };
}
