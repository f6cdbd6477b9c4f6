import { RemixError, statusNumber } from "@pastiche/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { eventsAfter } from "../store/events.ts";
import type { TaskRow } from "../store/task-row.ts";
import { getTaskOfKey } from "../store/tasks.ts";
import { cancelTask } from "../tasks/cancel.ts";
import { presentEvents, presentLogs, presentStanding } from "../tasks/present.ts";
import { removeTask } from "../tasks/remove.ts";
import { presentTimings } from "../tasks/timings.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { parse } from "./parse.ts";
import { viewTask, voiceOf } from "./view.ts";

export function addTaskRoutes(app: FastifyInstance, context: HttpContext): void {
  const { db, worker } = context;

  app.get("/tasks/:id", async (request) => viewTask(context, request, await requestedTask(context, request)));

  app.get("/tasks/:id/status", async (request) => {
    const task = await requestedTask(context, request);
    return { id: task.id, ...presentStanding(task, voiceOf(context, request)) };
  });

  app.get("/tasks/:id/logs", async (request) => {
    const task = await requestedTask(context, request);
    const voice = voiceOf(context, request);
    const events = await eventsAfter(db, task.id, 0);
    return {
      task_id: task.id,
      status: statusNumber(task.status, voice.numbering),
      status_text: task.status,
      events: presentEvents(events, voice),
      logs: presentLogs(events),
    };
  });

  app.get("/tasks/:id/timings", async (request) => {
    const task = await requestedTask(context, request);
    const events = await eventsAfter(db, task.id, 0);
    return presentTimings(task, events, context.clock(), voiceOf(context, request));
  });

  app.post("/tasks/:id/cancel", async (request) => {
    const { id } = await requestedTask(context, request);
    await cancelTask(context, worker, id);
    return viewTask(context, request, await requestedTask(context, request));
  });

  app.delete("/tasks/:id", async (request, reply) => {
    await removeTask(context, worker, await requestedTask(context, request));
    return reply.status(204).send();
  });
}

const Params = z.object({ id: z.string() });

/** The task that a route names. @throws RemixError not_found, for another key's task as well. */
export async function requestedTask({ db }: HttpContext, request: FastifyRequest): Promise<TaskRow> {
  const { id } = parse(Params, request.params);
  const task = await getTaskOfKey(db, id, keyOf(request).id);
  if (task === null) throw new RemixError("not_found", `There is no task ${JSON.stringify(id.slice(0, 80))}`);
  return task;
}
