import { UsageError } from "../failure.ts";
import { interruption } from "../interrupt.ts";
import { parseLayers, writeLayers } from "../layers.ts";
import { mattingModel } from "../matting-model.ts";
import { parseOutput, writeOutput } from "../output.ts";
import { readOverrides } from "../overrides.ts";
import { progressView } from "../progress.ts";
import { checkOutputs, checkPrompt, type RemixFlags } from "../remix-flags.ts";
import { fileNameOf, load, parseSources } from "../sources.ts";
import { stepInWords } from "../steps.ts";
import { tell } from "../told.ts";

const VERSIONS = ["latest", "compose@1"];

/** `pastiche remix`: the embedded engine, in this process. */
export async function remixCommand(prompt: string, images: string[], flags: RemixFlags): Promise<void> {
  checkPrompt(prompt);
  checkVersion(flags.version ?? "latest");
  const sources = await parseSources(images);
  const output = await parseOutput(flags.output, sources, { transparency: flags.removeBackground ?? false });
  checkOutputs(output, flags);
  const layers = await parseLayers(flags.layers, sources);
  const plan = await readOverrides(flags.overrides);
  const signal = interruption();
  const startedMs = performance.now();
  const bytes = await Promise.all(sources.map((source) => load(source, signal)));
  // Not before: what is wrong with the command line is told without loading an image library.
  const { remix } = await import("@pastiche/engine");
  const view = progressView();
  const result = await remix(
    {
      prompt,
      images: bytes,
      names: sources.map(fileNameOf),
      aspectRatio: flags.aspectRatio,
      testTimeScaling: flags.testTimeScaling,
      upscaleFactor: flags.upscale,
      removeBackground: flags.removeBackground,
      seed: flags.seed,
      plan,
      layers: layers?.format,
    },
    { signal, matting: mattingModel(), onProgress: ({ percent, step }) => view.show(percent, stepInWords(step)) },
  ).finally(() => view.end());
  await writeOutput(output, result.image, signal);
  await writeLayers(layers, result.layers, signal);
  const { width, height, plan: made, timings } = result;
  const ms = performance.now() - startedMs;
  tell({ path: flags.output, width, height, seed: made.seed, ms, timings, plan: made }, flags, output);
}

function checkVersion(version: string): void {
  if (VERSIONS.includes(version)) return;
  throw new UsageError(
    `The embedded engine has the versions ${VERSIONS.join(" and ")}, received "${version}": others run on a server (pastiche run)`,
  );
}
