import { follow } from "./follow.ts";
import { type CompletedTask, completed, type Task, taskOf } from "./task.ts";
import type { Transport } from "./transport.ts";

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
    async delete(id, options) {
      await transport.json({ method: "DELETE", url: urlOf(id), ...options });
    },
  };

  async function get<Output>(id: string, options?: { signal?: AbortSignal }) {
    return taskOf<Output>(await transport.json({ method: "GET", url: urlOf(id), ...options }));
  }
}

function urlOf(id: string): string {
  return `/tasks/${encodeURIComponent(id)}`;
}
