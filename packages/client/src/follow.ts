import { InferenceError, isRecord } from "./error.ts";
import { linesOf } from "./lines.ts";
import { isPassing, pause, retryDelayMs } from "./retry.ts";
import { hasEnded, type Task, taskOf } from "./task.ts";
import type { Transport } from "./transport.ts";

/** The server speaks every 10 s at least; three times that is a dead connection. */
const SILENCE_MS = 30_000;

/**
 * Yields the task each time it changes, until it has ended; the last one yielded is its end.
 *
 * A stream that breaks, or is silent for 30 s, is opened again after the task has been asked for: what happened in
 * between is not lost, and behind a proxy that holds streams back this still polls.
 * @throws {InferenceError} with the task as last seen, where `maxRetries` streams in a row brought nothing.
 */
export async function* follow<Output>(
  transport: Transport,
  from: Task<Output> | { id: string },
  { signal, silenceMs = SILENCE_MS }: { signal?: AbortSignal; silenceMs?: number } = {},
): AsyncGenerator<Task<Output>, void> {
  const url = `/tasks/${encodeURIComponent(from.id)}`;
  let task = "status_text" in from ? from : null;
  let failures = 0;
  while (task === null || !hasEnded(task)) {
    try {
      for await (const line of streamLines()) {
        const next = changed<Output>(task, line);
        // A heartbeat, too, shows that all is well: a queue may be long.
        if (next !== null || line.type === "heartbeat") failures = 0;
        if (next === null) continue;
        yield (task = next);
        if (hasEnded(next)) return;
      }
      throw new InferenceError("connection_failed", "The stream closed before the task ended");
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      const delayMs = retryDelayMs(transport.retries, ++failures, error);
      if (delayMs === null) throw withTask(error, task);
      await pause(delayMs, signal);
    }
    const current = await transport
      .json({ method: "GET", url, signal })
      .catch((error) => Promise.reject(withTask(error, task)));
    const now = changed<Output>(task, current);
    if (now !== null) {
      failures = 0;
      yield (task = now);
    }
  }

  async function* streamLines(): AsyncGenerator<Record<string, unknown>> {
    const headers = { Accept: "application/x-ndjson" };
    const { body, watch } = await transport.open({
      method: "GET",
      url: `${url}/stream`,
      headers,
      signal,
      timeoutMs: silenceMs,
    });
    try {
      for await (const line of linesOf(body, watch.feed)) yield parse(line);
    } catch (cause) {
      if (watch.signal.aborted) throw watch.signal.reason;
      if (cause instanceof InferenceError) throw cause;
      throw new InferenceError("connection_failed", "The stream broke off", { cause });
    } finally {
      watch.stop();
    }
  }
}

function parse(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Half a line: the connection was cut in the middle of it. Told below, like any other break.
  }
  throw new InferenceError("connection_failed", "The stream broke off within a line");
}

/** The task with what a line brings: a whole task, or changed fields. Null where it brings nothing new. */
function changed<Output>(task: Task<Output> | null, line: unknown): Task<Output> | null {
  if (!isRecord(line) || line.type === "heartbeat") return null;
  const isPartial = isRecord(line.data) && Array.isArray(line.fields);
  const next = taskOf<Output>(isPartial ? { ...task, ...fieldsOf(line.data) } : line);
  return task !== null && standing(next) === standing(task) ? null : next;
}

/** What counts as news. The place in the queue and the time of the last look do not: an answer may lack the one, and always has the other. */
function standing({ status_text, progress, output, error, partial_output, logs, events }: Task): string {
  return JSON.stringify([status_text, progress, output, error, partial_output, logs?.length, events?.length]);
}

function fieldsOf(data: unknown): Record<string, unknown> {
  return isRecord(data) ? data : {};
}

function withTask(error: unknown, task: Task | null): unknown {
  if (task === null || !(error instanceof InferenceError)) return error;
  const { status, errors, requestId, retryAfterSeconds } = error;
  const message = `${error.message} (task ${task.id} was ${task.status_text} when last seen)`;
  return new InferenceError(error.code, message, { status, errors, requestId, retryAfterSeconds, task, cause: error });
}
