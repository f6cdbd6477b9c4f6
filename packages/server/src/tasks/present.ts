import { type Numbering, statusNumber } from "@pastiche/contract";
import { pictureTypeOf } from "../files/kind.ts";
import type { Uris } from "../files/uris.ts";
import { shortId } from "../ids.ts";
import type { EventRow, Source, StoredOutput, TaskRow } from "../store/task-row.ts";

/** How a caller wants to be spoken to. */
export interface Voice {
  uris: Uris;
  baseUrl: string;
  numbering: Numbering;
}

const TASK_LOG = 4;
/** The fields of the SDK's `TaskDTO` that do not change here. */
const CONSTANT_FIELDS = {
  user_id: "",
  team_id: "",
  visibility: "private",
  user_public_key: "",
  engine_public_key: "",
  is_featured: false,
  app_variant: "",
  infra: "private",
  workers: [],
  rating: "safe",
  usage_events: [],
};

/** The task as it travels. */
export function presentTask(
  task: TaskRow,
  events: EventRow[],
  voice: Voice,
  { queuePosition = null, preview = null }: { queuePosition?: number | null; preview?: Uint8Array | null } = {},
) {
  return {
    ...CONSTANT_FIELDS,
    id: task.id,
    short_id: shortId(task.id),
    ...presentStanding(task, voice),
    app: task.app,
    app_id: task.app,
    app_version_id: task.version,
    function: task.function,
    version: task.version,
    input: presentInput(task.input, voice),
    output: presentOutput(task.output, voice),
    error: task.error,
    logs: presentLogs(events),
    events: presentEvents(events, voice),
    session_id: task.session_id,
    webhook: task.webhook,
    metadata: task.metadata ?? {},
    queue_position: queuePosition,
    partial_output: preview === null ? null : presentPreview(preview),
    created_at: rfc3339(task.created_at),
    run_at: orNull(task.run_at),
    started_at: orNull(task.started_at),
    ended_at: orNull(task.ended_at),
  };
}
export type TaskView = ReturnType<typeof presentTask>;

/**
 * The task as it was accepted, whatever has become of it: an SDK that polls waits for a change of status, and would
 * wait for ever after an answer that tells the end already.
 */
export function asAccepted(task: TaskRow): TaskRow {
  return { ...task, status: "queued", progress: 0, output: null, error: "", started_at: null, ended_at: null };
}

export function presentStanding(
  task: Pick<TaskRow, "status" | "progress" | "updated_at">,
  { numbering }: Pick<Voice, "numbering">,
) {
  return {
    status: statusNumber(task.status, numbering),
    status_text: task.status,
    progress: Math.round(task.progress * 10) / 10,
    updated_at: rfc3339(task.updated_at),
  };
}

function presentInput(input: TaskRow["input"], voice: Voice) {
  return { ...input, images: input.images.map((source) => presentSource(source, voice)) };
}

// The file's kind is not in the row: its uri opens with any ending, or none.
function presentSource(source: Source, { uris, baseUrl }: Voice): string {
  return "url" in source ? source.url : uris.uriOf({ id: source.file, content_type: "" }, baseUrl);
}

export function presentOutput(output: StoredOutput | null, { uris, baseUrl }: Voice) {
  if (output === null) return null;
  const { file, content_type, width, height, cost, plan, layers } = output;
  return {
    image: uris.uriOf({ id: file, content_type }, baseUrl),
    ...(layers === undefined ? {} : { layers: uris.uriOf({ ...layers, id: layers.file }, baseUrl) }),
    output_meta: {
      outputs: [
        { type: "image" as const, width, height, count: 1 },
        { type: "raw" as const, cost },
      ],
    },
    ...(plan === undefined ? {} : { plan }),
  };
}

/** What there is of a picture so far. It is gone with the next glimpse, so it has no uri of its own. */
export function presentPreview(picture: Uint8Array) {
  const type = pictureTypeOf(picture) ?? "application/octet-stream";
  return { image: `data:${type};base64,${Buffer.from(picture).toString("base64")}` };
}

export function presentLogs(events: EventRow[]) {
  return events
    .filter((event) => event.content !== "")
    .map((event) => ({
      id: `${event.task_id}-log-${event.seq}`,
      created_at: rfc3339(event.at),
      updated_at: rfc3339(event.at),
      task_id: event.task_id,
      log_type: TASK_LOG,
      content: event.content,
    }));
}

/** The changes of status; progress within one status is told by the logs. */
export function presentEvents(events: EventRow[], { numbering }: Pick<Voice, "numbering">) {
  return statusChanges(events).map((event) => ({
    id: `${event.task_id}-event-${event.seq}`,
    created_at: rfc3339(event.at),
    event_time: rfc3339(event.at),
    task_id: event.task_id,
    status: statusNumber(event.status, numbering),
  }));
}

export function statusChanges(events: EventRow[]): EventRow[] {
  return events.filter((event, index) => index === 0 || event.status !== events[index - 1].status);
}

export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

function orNull(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
