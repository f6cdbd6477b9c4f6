import { inference, type RemixOutput, type Task } from "@pastiche/client";
import { interruption } from "../interrupt.ts";
import { parseOutput, writeOutput } from "../output.ts";
import { progressView } from "../progress.ts";
import { checkRemix, type RemixFlags } from "../remix-flags.ts";
import { load, parseSources, type Source } from "../sources.ts";
import { stepInWords } from "../steps.ts";
import { tell } from "../told.ts";

/** A person waits: what is not there after about two seconds is told. */
const RETRIES = { maxRetries: 2 };

/** `pastiche run`: the same as `remix`, on a server. */
export async function runCommand(
  prompt: string,
  images: string[],
  flags: RemixFlags & { server?: string },
): Promise<void> {
  checkRemix(prompt, flags);
  const sources = await parseSources(images);
  const output = await parseOutput(flags.output, sources, { transparency: flags.removeBackground ?? false });
  const client = inference({ baseUrl: flags.server, retries: RETRIES });
  const signal = interruption();
  const startedMs = performance.now();
  const view = progressView();
  const task = await client
    .run(
      {
        app: "reve/remix",
        input: {
          prompt,
          images: await Promise.all(sources.map((source) => toInput(source, signal))),
          aspect_ratio: flags.aspectRatio,
          version: flags.version,
          test_time_scaling: flags.testTimeScaling,
          upscale_factor: flags.upscale,
          remove_background: flags.removeBackground,
          seed: flags.seed,
        },
      },
      { signal, onUpdate: (update) => view.show(update.progress, doing(update)) },
    )
    .finally(() => view.end());
  await writeOutput(output, await client.files.download(task.output.image, { signal }), signal);
  const ms = performance.now() - startedMs;
  const { groups } = flags.json ? await client.tasks.timings(task.id, { signal }) : { groups: [] };
  const timings = groups.map(({ label, duration_ms }) => ({ step: label, ms: duration_ms }));
  const { plan } = task.output;
  const seed = plan?.seed ?? flags.seed ?? 0;
  tell({ path: flags.output, ...sizeOf(task.output), seed, ms, timings, plan: plan ?? null }, flags);
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
