import { basename } from "node:path";
import { RemixError } from "@pastiche/contract";
import type { RemixRequest } from "@pastiche/engine";
import type { Engine, EngineResult, EngineSession } from "../engines/engine.ts";
import { fetchPicture } from "../files/fetch.ts";
import { extensionOf } from "../files/kind.ts";
import { newId } from "../ids.ts";
import type { Outcome } from "../store/endings.ts";
import { type FileRow, getFile } from "../store/files.ts";
import { getSession } from "../store/sessions.ts";
import type { Source, StoredOutput, TaskRow, Timing } from "../store/task-row.ts";
import type { TaskContext } from "./context.ts";
import type { Reporter } from "./reporter.ts";

const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;

/** Does the work of one claimed task: sources in, engine, picture out. Throws what the engine or a source throws. */
export async function runTask(
  context: TaskContext,
  engine: Engine,
  task: TaskRow,
  { signal, reporter }: { signal: AbortSignal; reporter: Reporter },
): Promise<Outcome> {
  const claimedAt = context.clock();
  const images = await Promise.all(task.input.images.map((source) => readSource(context, source, signal)));
  const names = await Promise.all(task.input.images.map((source) => nameOf(context, source)));
  signal.throwIfAborted();

  const startedAt = context.clock();
  reporter.stage("running");
  const result = await engine.run(requestOf(task, images, names), {
    version: task.version,
    session: await sessionOf(context, task),
    signal,
    onProgress(progress) {
      if (progress.preview !== undefined) context.previews.show(task.id, progress.preview);
      reporter.report(progress);
    },
  });

  const madeAt = context.clock();
  reporter.stage("uploading");
  const file = await storeOutput(context, task, result.image, result.contentType);
  const layered = result.layers && (await storeLayers(context, task, result.layers, file));
  const timings = [
    { label: "queued", start_at: task.created_at, end_at: claimedAt },
    { label: "preparing", start_at: claimedAt, end_at: startedAt },
    ...stepsFrom(startedAt, result),
    { label: "uploading", start_at: madeAt, end_at: context.clock() },
  ];
  const { contentType, width, height, cost = task.credits, plan } = result;
  return {
    status: "completed",
    output: { file: file.id, content_type: contentType, width, height, cost, plan, layers: layered?.output },
    files: layered ? [file, layered.file] : [file],
    timings,
  };
}

/** The bytes of a reference. @throws RemixError where it is gone or cannot be fetched. */
export async function readSource(
  { db, bytes, guard }: TaskContext,
  source: Source,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if ("url" in source) return fetchPicture(source.url, { guard, signal });
  if ((await getFile(db, source.file)) === null) {
    throw new RemixError("gone", `The reference ${source.file} was deleted before the task ran`);
  }
  return bytes.read(source.file);
}

async function sessionOf({ db }: TaskContext, { session_id }: TaskRow): Promise<EngineSession | null> {
  const session = session_id === null ? null : await getSession(db, session_id);
  return session === null ? null : { id: session.id, idleMs: session.idle_ms };
}

/** What the file of a reference is called. */
async function nameOf({ db }: TaskContext, source: Source): Promise<string | null> {
  if ("url" in source) return basename(new URL(source.url).pathname);
  return (await getFile(db, source.file))?.filename ?? null;
}

function requestOf({ input }: TaskRow, images: Uint8Array[], names: (string | null)[]): RemixRequest {
  return {
    prompt: input.prompt,
    images,
    names,
    aspectRatio: input.aspect_ratio,
    testTimeScaling: input.test_time_scaling,
    upscaleFactor: input.upscale_factor,
    removeBackground: input.remove_background,
    seed: input.seed,
    hints: input.hints,
    plan: input.plan,
    layers: input.layers,
  };
}

/** The picture in layers; without it the picture beside it is thrown away too. */
async function storeLayers(
  context: TaskContext,
  task: TaskRow,
  { file: bytes, format }: NonNullable<EngineResult["layers"]>,
  picture: FileRow,
): Promise<{ file: FileRow; output: StoredOutput["layers"] }> {
  const contentType = format === "psd" ? "image/vnd.adobe.photoshop" : "image/openraster";
  try {
    const file = await storeOutput(context, task, bytes, contentType);
    return { file, output: { file: file.id, content_type: contentType } };
  } catch (error) {
    await context.bytes.remove(picture.id);
    throw error;
  }
}

async function storeOutput(
  { bytes, clock }: TaskContext,
  task: TaskRow,
  content: Uint8Array,
  contentType: string,
): Promise<FileRow> {
  const id = newId("file");
  const { size, sha256 } = await bytes.write(id, content, { maxBytes: MAX_OUTPUT_BYTES });
  const now = clock();
  return {
    id,
    key_id: task.key_id,
    task_id: task.id,
    filename: `remix${extensionOf(contentType)}`,
    path: "",
    category: "output",
    content_type: contentType,
    size,
    sha256,
    created_at: now,
    updated_at: now,
  };
}

function stepsFrom(startedAt: number, { timings }: EngineResult): Timing[] {
  let at = startedAt;
  return timings.map(({ step, ms }) => {
    const timing = { label: step, start_at: at, end_at: at + ms };
    at += ms;
    return timing;
  });
}
