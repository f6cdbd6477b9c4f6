import { type Delivery, deliveryOf } from "./deliveries.ts";
import { InferenceError, isRecord } from "./error.ts";
import { follow } from "./follow.ts";
import { type ListRequest, listOf, type Page } from "./list.ts";
import {
  type CompletedTask,
  completed,
  type StatusText,
  type Task,
  type TaskEvent,
  type TaskLog,
  taskOf,
} from "./task.ts";
import type { Transport } from "./transport.ts";

export interface TaskTimings {
  task_id: string;
  total_duration_ms: number;
  /** The steps of the work. */
  groups: { label: string; start_at: string; end_at: string; duration_ms: number }[];
  /** The changes of status, each with how long it stood; the last stands still. */
  events: { status: StatusText; timestamp: string; duration_ms?: number }[];
}

export interface TaskLogs {
  task_id: string;
  status_text: StatusText;
  events: TaskEvent[];
  logs: TaskLog[];
}

export interface Tasks {
  /** A page of the key's own tasks, the newest first. A search looks into prompts, ids and errors. */
  list<Output = unknown>(request?: ListRequest, options?: { signal?: AbortSignal }): Promise<Page<Task<Output>>>;
  get<Output = unknown>(id: string, options?: { signal?: AbortSignal }): Promise<Task<Output>>;
  /** Asks the server to stop it. Cancelling an ended task changes nothing and is no error. */
  cancel<Output = unknown>(id: string, options?: { signal?: AbortSignal }): Promise<Task<Output>>;
  /** The task each time it changes, from now until its end, whichever end that is. Aborting stops listening only. */
  stream<Output = unknown>(id: string, options?: { signal?: AbortSignal }): AsyncGenerator<Task<Output>, void>;
  /**
   * The task, completed. Aborting stops waiting only.
   * @throws {InferenceError} `task_failed` or `task_cancelled`, with the task.
   */
  wait<Output = unknown>(id: string, options?: { signal?: AbortSignal }): Promise<CompletedTask<Output>>;
  /** What it said while it was at work. */
  logs(id: string, options?: { signal?: AbortSignal }): Promise<TaskLogs>;
  /** What became of its webhook; empty where it asked for none, or has not ended. */
  deliveries(id: string, options?: { signal?: AbortSignal }): Promise<Delivery[]>;
  /** How long each step of the work took. */
  timings(id: string, options?: { signal?: AbortSignal }): Promise<TaskTimings>;
  /** Removes the task and its files. */
  delete(id: string, options?: { signal?: AbortSignal }): Promise<void>;
}

export function createTasks(transport: Transport): Tasks {
  return {
    list<Output>(request?: ListRequest, options?: { signal?: AbortSignal }) {
      return listOf(transport, "/tasks/list", taskOf<Output>, request, options);
    },
    get,
    async cancel<Output>(id: string, options?: { signal?: AbortSignal }) {
      return taskOf<Output>(await transport.json({ method: "POST", url: `${urlOf(id)}/cancel`, json: {}, ...options }));
    },
    stream: (id, options) => follow(transport, { id }, options),
    async wait<Output>(id: string, options?: { signal?: AbortSignal }) {
      let last = await get<Output>(id, options);
      for await (const task of follow(transport, last, options)) last = task;
      return completed(last);
    },
    async logs(id, options) {
      const logs = await transport.json({ method: "GET", url: `${urlOf(id)}/logs`, ...options });
      if (isLogs(logs)) return logs;
      throw new InferenceError("invalid_response", `Expected logs, received ${JSON.stringify(logs)?.slice(0, 120)}`);
    },
    async deliveries(id, options) {
      const deliveries = await transport.json({ method: "GET", url: `${urlOf(id)}/deliveries`, ...options });
      if (Array.isArray(deliveries)) return deliveries.map(deliveryOf);
      throw new InferenceError(
        "invalid_response",
        `Expected deliveries, received ${JSON.stringify(deliveries)?.slice(0, 120)}`,
      );
    },
    async timings(id, options) {
      const timings = await transport.json({ method: "GET", url: `${urlOf(id)}/timings`, ...options });
      if (isTimings(timings)) return timings;
      throw new InferenceError(
        "invalid_response",
        `Expected timings, received ${JSON.stringify(timings)?.slice(0, 120)}`,
      );
    },
    async delete(id, options) {
      await transport.json({ method: "DELETE", url: urlOf(id), ...options });
    },
  };

  async function get<Output>(id: string, options?: { signal?: AbortSignal }) {
    return taskOf<Output>(await transport.json({ method: "GET", url: urlOf(id), ...options }));
  }
}

function isTimings(value: unknown): value is TaskTimings {
  return isRecord(value) && Array.isArray(value.groups) && Array.isArray(value.events);
}

function isLogs(value: unknown): value is TaskLogs {
  return isRecord(value) && Array.isArray(value.logs) && Array.isArray(value.events);
}

function urlOf(id: string): string {
  return `/tasks/${encodeURIComponent(id)}`;
}
