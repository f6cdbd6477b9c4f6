import { InferenceError, isRecord } from "./error.ts";

/** The life of a task, in order; the last three are ends. */
export type StatusText =
  | "received"
  | "queued"
  | "dispatched"
  | "preparing"
  | "serving"
  | "setting_up"
  | "running"
  | "cancelling"
  | "uploading"
  | "completed"
  | "failed"
  | "cancelled";

export interface TaskLog {
  id: string;
  task_id: string;
  log_type: number;
  content: string;
  created_at: string;
  updated_at: string;
}

export interface TaskEvent {
  id: string;
  task_id: string;
  status: number;
  event_time: string;
  created_at: string;
}

/** A task as the server tells it. Times are RFC 3339, UTC. */
export interface Task<Output = unknown> {
  id: string;
  short_id: string;
  /** The numbering of the API page and its webhooks: 9 completed, 10 failed, 11 cancelled. `status_text` says it in words. */
  status: number;
  status_text: StatusText;
  /** 0 to 100. */
  progress: number;
  app: string;
  function: string;
  version: string;
  input: unknown;
  /** Null until the task has completed. */
  output: Output | null;
  /** Empty where there is none. */
  error: string;
  logs: TaskLog[];
  events: TaskEvent[];
  session_id: string | null;
  webhook: string | null;
  metadata: Record<string, unknown> | null;
  queue_position: number | null;
  partial_output: unknown;
  created_at: string;
  updated_at: string;
  run_at: string | null;
  started_at: string | null;
  ended_at: string | null;
}

export interface CompletedTask<Output = unknown> extends Task<Output> {
  status_text: "completed";
  output: Output;
}

/**
 * The task that an answer holds. What an app puts out is described by its own schema, which the server keeps to: that
 * part is taken at its word.
 * @throws {InferenceError} `invalid_response` where it is no task.
 */
export function taskOf<Output>(value: unknown): Task<Output> {
  if (isTask<Output>(value)) return value;
  throw new InferenceError("invalid_response", `Expected a task, received ${JSON.stringify(value)?.slice(0, 120)}`);
}

function isTask<Output>(value: unknown): value is Task<Output> {
  return isRecord(value) && typeof value.id === "string" && typeof value.status_text === "string";
}

export function hasEnded(task: Task): boolean {
  return task.status_text === "completed" || task.status_text === "failed" || task.status_text === "cancelled";
}

/**
 * The task itself where it completed.
 * @throws {InferenceError} `task_failed` or `task_cancelled`, with the task.
 */
export function completed<Output>(task: Task<Output>): CompletedTask<Output> {
  if (isCompleted(task)) return task;
  if (task.status_text === "cancelled") {
    const why = task.error === "" ? "" : `: ${task.error}`;
    throw new InferenceError("task_cancelled", `Task ${task.id} was cancelled${why}`, { task });
  }
  throw new InferenceError("task_failed", `Task ${task.id} failed: ${task.error || "no reason given"}`, { task });
}

function isCompleted<Output>(task: Task<Output>): task is CompletedTask<Output> {
  return task.status_text === "completed";
}
