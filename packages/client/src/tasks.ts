import { InferenceError, isRecord } from "./error.ts";
import { follow } from "./follow.ts";
import { type CompletedTask, completed, type Task, taskOf } from "./task.ts";
import type { Transport } from "./transport.ts";

export interface TaskTimings {
  task_id: string;
  total_duration_ms: number;
  groups: { label: string; start_at: string; end_at: string; duration_ms: number }[];
}

export interface Tasks {
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
  /** How long each step of the work took. */
  timings(id: string, options?: { signal?: AbortSignal }): Promise<TaskTimings>;
  /** Removes the task and its files. */
  delete(id: string, options?: { signal?: AbortSignal }): Promise<void>;
}

export function createTasks(transport: Transport): Tasks {
  return {
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
  return isRecord(value) && Array.isArray(value.groups);
}

function urlOf(id: string): string {
  return `/tasks/${encodeURIComponent(id)}`;
}
