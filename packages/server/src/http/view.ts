import type { FastifyRequest } from "fastify";
import { eventsAfter } from "../store/events.ts";
import type { TaskRow } from "../store/task-row.ts";
import { queuePosition } from "../store/tasks.ts";
import { presentTask, type TaskView, type Voice } from "../tasks/present.ts";
import { baseUrlOf, numberingOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** How to speak to the sender of a request. */
export function voiceOf({ uris, publicUrl }: HttpContext, request: FastifyRequest): Voice {
  return { uris, baseUrl: baseUrlOf(request, publicUrl), numbering: numberingOf(request) };
}

/** The whole task, as the sender of a request sees it. */
export async function viewTask(context: HttpContext, request: FastifyRequest, task: TaskRow): Promise<TaskView> {
  const events = await eventsAfter(context.db, task.id, 0);
  const known = events.filter((event) => event.seq <= task.last_seq);
  const position = task.status === "queued" ? await queuePosition(context.db, task) : null;
  const preview = context.previews.latest(task.id)?.image;
  return presentTask(task, known, voiceOf(context, request), { queuePosition: position, preview });
}
