import { RemixError } from "@pastiche/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { TaskRow } from "../store/task-row.ts";
import { getTask } from "../store/tasks.ts";
import { cancelTask } from "../tasks/cancel.ts";
import { followTask } from "../tasks/follow.ts";
import { asAccepted } from "../tasks/present.ts";
import { submitTask } from "../tasks/submit.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { ignoredFields, readSubmission, waitMsOf } from "./run-request.ts";
import { viewTask } from "./view.ts";

/** The longest delay that a timer can hold. */
const MAX_TIMER_MS = 2_147_483_647;

export function addRunRoutes(app: FastifyInstance, context: HttpContext): void {
  const inFlight = new Set<string>();
  app.post("/apps/run", run);
  app.post("/run", run);

  async function run(request: FastifyRequest, reply: FastifyReply) {
    const waitMs = waitMsOf(request);
    const task = await onceInFlight(request, () => submit(context, request));
    context.worker.poke();
    const engine = context.registry.engines.find(({ name }) => name === task.engine);
    if (engine !== undefined) request.messages.push(...ignoredFields(engine, task.input));
    if (waitMs === 0) return viewTask(context, request, asAccepted(task));
    return viewTask(context, request, await waitForEnd(context, task, waitMs, { request, reply }));
  }

  // The bytes of a request are stored before its task is written: a repetition that comes meanwhile is told to wait.
  async function onceInFlight<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const header = request.headers["idempotency-key"];
    if (header === undefined) return work();
    const name = `${keyOf(request).id} ${header}`;
    if (inFlight.has(name)) {
      throw new RemixError(
        "conflict",
        `A request with the Idempotency-Key ${JSON.stringify(header)} is still in flight`,
        {
          retryAfterSeconds: 1,
        },
      );
    }
    inFlight.add(name);
    try {
      return await work();
    } finally {
      inFlight.delete(name);
    }
  }
}

function submit(context: HttpContext, request: FastifyRequest): Promise<TaskRow> {
  const { guard, publicUrl, clock } = context;
  return submitTask(context, readSubmission(request, { guard, publicUrl, now: clock() }));
}

/** The task once it ends, or as it stands when the wait is over, the caller has gone or the server closes. */
async function waitForEnd(
  context: HttpContext,
  task: TaskRow,
  waitMs: number,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<TaskRow> {
  const stop = new AbortController();
  const onClose = () => {
    if (!reply.raw.writableEnded && request.headers["cancel-on-disconnect"] === "true") {
      cancelTask(context, context.worker, task.id).catch((error) =>
        context.log.error(error, "a task was not cancelled"),
      );
    }
    stop.abort();
  };
  const timer = setTimeout(() => stop.abort(), Math.min(waitMs, MAX_TIMER_MS));
  reply.raw.on("close", onClose);
  const signal = AbortSignal.any([stop.signal, context.closing]);
  try {
    for await (const _ of followTask(context, task.id, { after: 0, signal }));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    reply.raw.off("close", onClose);
  }
  return (await getTask(context.db, task.id)) ?? task;
}
