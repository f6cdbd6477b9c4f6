import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { isTerminal } from "@pastiche/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { eventsAfter } from "../store/events.ts";
import type { EventRow, TaskRow } from "../store/task-row.ts";
import { getTask } from "../store/tasks.ts";
import { followTask } from "../tasks/follow.ts";
import {
  presentEvents,
  presentLogs,
  presentPreview,
  presentStanding,
  presentTask,
  type Voice,
} from "../tasks/present.ts";
import type { HttpContext } from "./context.ts";
import { hijack } from "./hijack.ts";
import { requestedTask } from "./tasks.ts";
import { voiceOf } from "./view.ts";

const HEARTBEAT_EVERY_MS = 10_000;
const HEARTBEAT = JSON.stringify({ type: "heartbeat" });

/** One message of a stream: what is said, and after which event. */
interface Line {
  seq: number;
  body: object;
}

type Format = "ndjson" | "sse";

/**
 * A task as it goes on: whole at first, then what changes, whole at its end. An SSE message's id is the number of its
 * event; a caller that comes back with `Last-Event-ID` gets the task as it was then and every change since. NDJSON
 * takes the header too, but carries no ids: coming back without one gives the task as it stands, logs and all.
 */
export function addStreamRoute(app: FastifyInstance, context: HttpContext): void {
  // One listener for all streams: a signal combined for each would cost more memory than the stream itself.
  const open = new Set<AbortController>();
  context.closing.addEventListener("abort", () => {
    for (const stream of open) stream.abort();
  });

  app.get("/tasks/:id/stream", { exposeHeadRoute: false }, async (request, reply) => {
    const task = await requestedTask(context, request);
    const voice = voiceOf(context, request);
    const format = formatOf(request);
    const over = new AbortController();
    const { signal } = over;
    open.add(over);
    const response = hijack(reply);
    response.on("close", () => over.abort());
    try {
      await send(response, format, linesOf(context, task, voice, { since: lastEventId(request), signal }), signal);
    } catch (error) {
      if (!signal.aborted) context.log.error({ task: task.id, err: error }, "a stream broke");
      // Cut, not ended: the caller sees that something is missing, and comes back.
      response.destroy();
    } finally {
      open.delete(over);
    }
  });
}

function formatOf({ headers }: FastifyRequest): Format {
  return (headers.accept ?? "").includes("text/event-stream") ? "sse" : "ndjson";
}

function lastEventId({ headers }: FastifyRequest): number | null {
  const id = headers["last-event-id"];
  return typeof id === "string" && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

async function* linesOf(
  context: HttpContext,
  current: TaskRow,
  voice: Voice,
  { since, signal }: { since: number | null; signal: AbortSignal },
): AsyncGenerator<Line> {
  const events = (await eventsAfter(context.db, current.id, 0)).filter((event) => event.seq <= current.last_seq);
  const known = since === null ? events : events.filter((event) => event.seq <= Math.max(1, since));
  const start = known.length < events.length ? asOf(current, known[known.length - 1]) : current;
  const glimpse = context.previews.latest(current.id);
  yield { seq: start.last_seq, body: presentTask(start, known, voice, { preview: glimpse?.image }) };
  if (isTerminal(start.status)) return;

  let shown = glimpse?.number ?? 0;
  for await (const event of followTask(context, current.id, { after: start.last_seq, signal })) {
    const before = known[known.length - 1];
    known.push(event);
    if (isTerminal(event.status)) continue;
    const preview = context.previews.latest(current.id);
    const isNew = preview !== null && preview.number > shown;
    if (isNew) shown = preview.number;
    yield { seq: event.seq, body: changes(before, event, known, { voice, preview: isNew ? preview.image : null }) };
  }
  const end = (await getTask(context.db, current.id)) ?? deleted(start, context.clock());
  yield { seq: end.last_seq, body: presentTask(end, known, voice) };
}

/** The task as it was after one of its events: nothing but these changes before the end. */
function asOf(task: TaskRow, event: EventRow): TaskRow {
  const { status, progress, at, seq } = event;
  return {
    ...task,
    status,
    progress,
    updated_at: at,
    last_seq: seq,
    output: null,
    error: "",
    timings: [],
    ended_at: null,
  };
}

function deleted(task: TaskRow, now: number): TaskRow {
  return { ...task, status: "cancelled", error: "the task was deleted", updated_at: now, ended_at: now };
}

function changes(
  before: EventRow,
  event: EventRow,
  known: EventRow[],
  { voice, preview }: { voice: Voice; preview: Uint8Array | null },
): object {
  const standing = presentStanding({ ...event, updated_at: event.at }, voice);
  const changed = {
    ...(event.status === before.status
      ? {}
      : { status: standing.status, status_text: standing.status_text, events: presentEvents(known, voice) }),
    ...(event.progress === before.progress ? {} : { progress: standing.progress }),
    ...(event.content === "" ? {} : { logs: presentLogs(known) }),
    ...(preview === null ? {} : { partial_output: presentPreview(preview) }),
    updated_at: standing.updated_at,
  };
  return {
    data: { ...changed, id: event.task_id, status: standing.status, status_text: standing.status_text },
    fields: Object.keys(changed),
  };
}

async function send(
  response: ServerResponse,
  format: Format,
  lines: AsyncGenerator<Line>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    "content-type": format === "sse" ? "text/event-stream" : "application/x-ndjson",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  const heartbeat = setInterval(() => response.write(write(format, HEARTBEAT, null)), HEARTBEAT_EVERY_MS);
  try {
    for await (const { seq, body } of lines) {
      if (!response.write(write(format, JSON.stringify(body), seq))) await once(response, "drain", { signal });
    }
    response.end();
  } finally {
    clearInterval(heartbeat);
  }
}

function write(format: Format, json: string, seq: number | null): string {
  if (format === "ndjson") return `${json}\n`;
  return seq === null ? `data: ${json}\n\n` : `id: ${seq}\ndata: ${json}\n\n`;
}
