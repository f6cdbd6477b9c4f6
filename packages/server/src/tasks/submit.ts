import { type Numbering, RemixError, type RemixInput } from "@pastiche/contract";
import type { Registry } from "../engines/registry.ts";
import { newId } from "../ids.ts";
import { insertFile } from "../store/files.ts";
import { findRequest, type Remembered, rememberRequest } from "../store/idempotency.ts";
import { getKey } from "../store/keys.ts";
import type { TaskRow } from "../store/task-row.ts";
import { getTask, insertTask } from "../store/tasks.ts";
import { reserveCredits } from "../store/usage.ts";
import { type Admit, creditsExhausted } from "./admission.ts";
import type { TaskContext } from "./context.ts";
import { estimate, type Prices } from "./prices.ts";
import { enterSession, type SessionWish } from "./sessions.ts";
import { discard, resolveSources, type Sources } from "./sources.ts";

export const PRIORITIES = { low: -1, normal: 0, high: 1 } as const;

export interface Submission {
  keyId: string;
  app: string;
  function: string;
  input: RemixInput;
  webhook: string | null;
  metadata: Record<string, unknown> | null;
  baseUrl: string;
  numbering: Numbering;
  priority: keyof typeof PRIORITIES;
  /** Not before this time, in ms since 1970. */
  runAt: number | null;
  /** Cancelled if it has not ended by this time. */
  cancelAt: number | null;
  idempotency: { key: string; bodyHash: string } | null;
  /** How long the task is kept after its end; absent or null: as the server is configured. */
  keepMs?: number | null;
  session?: SessionWish | null;
}

export interface SubmitContext extends TaskContext {
  registry: Registry;
  admit: Admit;
  prices: Prices;
}

/** Another request with the same idempotency key wrote its task while this one was being read. */
class Overtaken extends Error {}

/**
 * Accepts a task: it is durable once this resolves. A request that repeats an idempotency key gives the task that the
 * first one made.
 */
export async function submitTask(context: SubmitContext, submission: Submission): Promise<TaskRow> {
  const { engine, version } = context.registry.engineFor(submission.input.version);
  engine.check?.(submission.input);
  const earlier = await earlierTask(context, submission);
  if (earlier !== null) return earlier;
  const { credits } = estimate(context.prices, submission.input, version);
  await context.admit({ keyId: submission.keyId, credits });

  const now = context.clock();
  const id = newId("task");
  const { images, ...rest } = submission.input;
  const sources = await resolveSources(context, images, { keyId: submission.keyId, taskId: id, now });
  const task: TaskRow = {
    ...newTask(submission, now),
    id,
    engine: engine.name,
    version,
    input: { ...rest, images: sources.sources },
    credits,
  };
  try {
    await write(context, submission, task, sources);
    return task;
  } catch (error) {
    await discard(context, sources.files);
    if (!(error instanceof Overtaken)) throw error;
    return (await earlierTask(context, submission)) ?? task;
  }
}

async function write(
  { db }: SubmitContext,
  { idempotency, keyId, session }: Submission,
  task: TaskRow,
  { files }: Sources,
) {
  await db.transaction(async (tx) => {
    if (idempotency !== null) {
      const { key: idempotencyKey, bodyHash } = idempotency;
      const first = await rememberRequest(tx, {
        keyId,
        idempotencyKey,
        bodyHash,
        taskId: task.id,
        now: task.created_at,
      });
      if (!first) throw new Overtaken();
    }
    if (!(await reserveCredits(tx, keyId, task.credits))) {
      const key = await getKey(tx, keyId);
      if (key !== null) throw creditsExhausted(key, task.credits);
    }
    if (session) task.session_id = await enterSession(tx, session, task);
    await insertTask(tx, task);
    for (const file of files) await insertFile(tx, file);
  });
}

async function earlierTask({ db, clock }: TaskContext, { keyId, idempotency }: Submission): Promise<TaskRow | null> {
  if (idempotency === null) return null;
  const earlier = await findRequest(db, keyId, idempotency.key, clock());
  if (earlier === null) return null;
  refuseOtherBody(earlier, idempotency);
  return getTask(db, earlier.task_id);
}

function refuseOtherBody(earlier: Remembered, { key, bodyHash }: { key: string; bodyHash: string }): void {
  if (earlier.body_hash === bodyHash) return;
  throw new RemixError(
    "validation_failed",
    `The Idempotency-Key ${JSON.stringify(key)} was used for another request body, for the task ${earlier.task_id}`,
  );
}

function newTask(
  submission: Submission,
  now: number,
): Omit<TaskRow, "id" | "engine" | "version" | "input" | "credits"> {
  return {
    key_id: submission.keyId,
    app: submission.app,
    function: submission.function,
    status: "queued",
    progress: 0,
    output: null,
    error: "",
    timings: [],
    webhook: submission.webhook,
    metadata: submission.metadata,
    base_url: submission.baseUrl,
    numbering: submission.numbering,
    priority: PRIORITIES[submission.priority],
    run_at: submission.runAt,
    cancel_at: submission.cancelAt,
    session_id: null,
    keep_ms: submission.keepMs ?? null,
    attempt: 0,
    lease_owner: null,
    lease_token: null,
    claimable_at: submission.runAt ?? now,
    last_seq: 1,
    created_at: now,
    updated_at: now,
    started_at: null,
    ended_at: null,
  };
}
