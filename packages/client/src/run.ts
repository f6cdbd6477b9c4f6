import type { createApps } from "./apps.ts";
import { InferenceError } from "./error.ts";
import type { Files } from "./files/files.ts";
import { uploadInput } from "./files/upload-input.ts";
import { follow } from "./follow.ts";
import type { InputOf, OutputOf } from "./remix.ts";
import { type CompletedTask, completed, type Task, taskOf } from "./task.ts";
import type { Tasks } from "./tasks.ts";
import type { Transport } from "./transport.ts";

export interface RunParams<App extends string = string> {
  /** `namespace/name[@version][:function]`. */
  app: App;
  input: InputOf<App>;
  /** Told by a POST when the task has ended. */
  webhook?: string;
  /** Yours: comes back with the task. */
  metadata?: Record<string, unknown>;
  /** RFC 3339: not before then. */
  run_at?: string;
  /** Default normal. */
  priority?: "low" | "normal" | "high";
  /** "new", or the `session_id` of an earlier task: a second remix of the same references is quicker. */
  session?: string;
  /** Seconds without a run after which a new session expires. Default 300. */
  session_timeout?: number;
}

export interface RunOptions {
  /** False: the task as accepted, at once. Default true: the task, completed. */
  wait?: boolean;
  /** True: an async iterable of the task each time it changes. */
  stream?: boolean;
  /** Aborting cancels the task on the server, then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Hears the task each time it changes, while the promise is waited for. */
  onUpdate?: (task: Task) => void;
  /**
   * The same key and params are one task for 24 hours, however often they are sent. Default: a new key for each run.
   * With a key of your own, upload files beforehand and pass their uris: each upload has another, and other params
   * under a known key are refused.
   */
  idempotencyKey?: string;
}

/**
 * Runs an app. Files in its input are uploaded first, see {@link FileInput}. A server that cannot be reached, answers
 * 429 or 503, or drops the stream is tried again; one idempotency key makes sure that it still is one task.
 *
 * @throws {InferenceError} `validation_failed` and the other codes of the server; `invalid_file`; `connection_failed`,
 * `timeout`; `task_failed` and `task_cancelled`, with the task.
 */
export interface Run {
  /** Yields the task each time it changes; then ends, or throws as the promise would. Leaving the loop early lets it run. */
  <App extends string>(
    params: RunParams<App>,
    options: RunOptions & { stream: true },
  ): AsyncGenerator<Task<OutputOf<App>>, void>;
  /** Resolves as soon as the server has accepted the task. */
  <App extends string>(
    params: RunParams<App>,
    options: RunOptions & { wait: false; stream?: false },
  ): Promise<Task<OutputOf<App>>>;
  /** Resolves when the task has completed. */
  <App extends string>(
    params: RunParams<App>,
    options?: RunOptions & { wait?: true; stream?: false },
  ): Promise<CompletedTask<OutputOf<App>>>;
}

/** After an abort the server is given this long to hear of it. */
const CANCEL_GRACE_MS = 3_000;

interface Parts {
  transport: Transport;
  apps: Pick<ReturnType<typeof createApps>, "inputSchema">;
  files: Files;
  tasks: Tasks;
}

export function createRun({ transport, apps, files, tasks }: Parts): Run {
  return run;

  function run<App extends string>(
    params: RunParams<App>,
    options: RunOptions & { stream: true },
  ): AsyncGenerator<Task<OutputOf<App>>, void>;
  function run<App extends string>(
    params: RunParams<App>,
    options: RunOptions & { wait: false; stream?: false },
  ): Promise<Task<OutputOf<App>>>;
  function run<App extends string>(
    params: RunParams<App>,
    options?: RunOptions & { wait?: true; stream?: false },
  ): Promise<CompletedTask<OutputOf<App>>>;
  function run<App extends string>(params: RunParams<App>, options: RunOptions = {}) {
    if (options.stream) return updates(params, options);
    return options.wait === false ? submit(params, options) : toEnd(params, options);
  }

  async function toEnd<App extends string>(params: RunParams<App>, options: RunOptions) {
    let last: Task<OutputOf<App>> | null = null;
    for await (const task of updates(params, options)) {
      last = task;
      options.onUpdate?.(task);
    }
    if (last === null) throw new InferenceError("invalid_response", "The task had no end");
    return completed(last);
  }

  async function* updates<App extends string>(
    params: RunParams<App>,
    options: RunOptions,
  ): AsyncGenerator<Task<OutputOf<App>>, void> {
    const { signal } = options;
    let last = await submit(params, options);
    let cancelled: Promise<void> | undefined;
    // At once, even while whoever iterates is busy with the update before.
    const onAbort = () => {
      cancelled = cancel(last.id);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      yield last;
      for await (const task of follow(transport, last, options)) yield (last = task);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      await cancelled;
    }
    completed(last);
  }

  async function submit<App extends string>(params: RunParams<App>, options: RunOptions): Promise<Task<OutputOf<App>>> {
    const { signal } = options;
    signal?.throwIfAborted();
    const schema = await apps.inputSchema(params.app, signal);
    const input = await uploadInput(files, schema, params.input, signal);
    const headers = { "Idempotency-Key": options.idempotencyKey ?? randomKey() };
    // An abort does not cut this request off: the server may have accepted it, and only its answer names the task to cancel.
    const giveUp = new AbortController();
    const accepted = transport
      .json({
        method: "POST",
        url: "/apps/run",
        json: { ...params, input },
        headers,
        signal: giveUp.signal,
        passing: isInFlight,
      })
      .then((task) => taskOf<OutputOf<App>>(task));
    return signal === undefined ? accepted : unlessAborted(accepted, signal, giveUp);
  }

  async function unlessAborted<Answer extends { id: string }>(
    accepted: Promise<Answer>,
    signal: AbortSignal,
    giveUp: AbortController,
  ) {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => {
      grace = setTimeout(() => giveUp.abort(signal.reason), CANCEL_GRACE_MS);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const task = await accepted;
      if (signal.aborted) await cancel(task.id);
      return signal.aborted ? await Promise.reject(signal.reason) : task;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      clearTimeout(grace);
    }
  }

  /** As well as can be: the caller has left, and is told why it left, not that the line is down as well. */
  async function cancel(id: string): Promise<void> {
    await tasks.cancel(id, { signal: AbortSignal.timeout(CANCEL_GRACE_MS) }).catch(() => undefined);
  }
}

/** A first attempt whose answer was lost may still be at work when the second arrives. */
function isInFlight(error: InferenceError): boolean {
  return error.status === 409;
}

/** `crypto.randomUUID` is missing on pages served over plain http; this is not. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
