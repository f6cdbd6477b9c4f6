import {
  type CompletedTask,
  type Inference,
  inference,
  type RemixInput,
  type RemixOutput,
  type Task,
} from "@pastiche/client";
import { interruption } from "../interrupt.ts";
import { parseLayers, writeLayers } from "../layers.ts";
import { parseOutput, writeOutput } from "../output.ts";
import { readOverrides } from "../overrides.ts";
import { progressView } from "../progress.ts";
import { checkOutputs, checkPrompt, type RemixFlags } from "../remix-flags.ts";
import { load, parseSources, type Source } from "../sources.ts";
import { stepInWords } from "../steps.ts";
import { tell } from "../told.ts";

const APP = "reve/remix";

/** `pastiche run`: the same as `remix`, on a server. */
export async function runCommand(
  prompt: string,
  images: string[],
  flags: RemixFlags & { server?: string },
): Promise<void> {
  checkPrompt(prompt);
  const sources = await parseSources(images);
  const output = await parseOutput(flags.output, sources, { transparency: flags.removeBackground ?? false });
  checkOutputs(output, flags);
  const layers = await parseLayers(flags.layers, sources);
  const plan = await readOverrides(flags.overrides);
  const signal = interruption();
  const startedMs = performance.now();
  const client = inference({ baseUrl: flags.server });
  await checkServer(client.baseUrl, signal);
  const input = {
    prompt,
    images: await Promise.all(sources.map((source) => toInput(source, signal))),
    aspect_ratio: flags.aspectRatio,
    version: flags.version,
    test_time_scaling: flags.testTimeScaling,
    upscale_factor: flags.upscale,
    remove_background: flags.removeBackground,
    seed: flags.seed,
    plan,
    layers: layers?.format,
  };
  const task = await runToEnd(client, input, signal);
  await writeOutput(output, await client.files.download(task.output.image, { signal }), signal);
  const layered = task.output.layers;
  const file = layered === undefined ? undefined : await client.files.download(layered, { signal });
  await writeLayers(layers, file, signal);
  const ms = performance.now() - startedMs;
  const { groups } = flags.json ? await client.tasks.timings(task.id, { signal }) : { groups: [] };
  const timings = groups.map(({ label, duration_ms }) => ({ step: label, ms: duration_ms }));
  const { plan: made } = task.output;
  const seed = made?.seed ?? flags.seed ?? 0;
  tell({ path: flags.output, ...sizeOf(task.output), seed, ms, timings, plan: made ?? null }, flags, output);
}

/** A person who mistyped a URL is told at once. Later, with a task at work, the client is as patient as it can be. */
async function checkServer(baseUrl: string, signal: AbortSignal): Promise<void> {
  await inference({ baseUrl, retries: { maxRetries: 1 } }).apps.get(APP, { signal });
}

async function runToEnd(
  client: Inference,
  input: RemixInput,
  signal: AbortSignal,
): Promise<CompletedTask<RemixOutput>> {
  const view = progressView();
  let id = "";
  try {
    return await client.run(
      { app: APP, input },
      {
        signal,
        onUpdate(task) {
          id = task.id;
          view.show(task.progress, doing(task));
        },
      },
    );
  } finally {
    view.end();
    if (signal.aborted && id !== "") console.error(`Asked ${client.baseUrl} to cancel ${id}`);
  }
}

/** The client uploads paths itself, and passes URLs on. */
async function toInput(source: Source, signal: AbortSignal): Promise<string | Uint8Array> {
  if (source.kind === "path") return source.path;
  return source.kind === "url" ? source.url : load(source, signal);
}

/** The step that the last log tells ("42% composing"), else the status. */
function doing({ status_text, queue_position, logs }: Task): string {
  if (status_text === "queued" && queue_position) return `queued, ${queue_position} before it`;
  const step = /^\d+% (.+)$/.exec(logs.at(-1)?.content ?? "")?.[1];
  return status_text === "running" && step !== undefined ? stepInWords(step) : status_text;
}

function sizeOf(output: RemixOutput): { width: number; height: number } {
  const image = output.output_meta.outputs.find((one) => one.type === "image");
  return { width: image?.width ?? 0, height: image?.height ?? 0 };
}
