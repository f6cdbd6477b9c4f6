import type { box, Dot } from "../hint-flags.ts";
import { interruption } from "../interrupt.ts";
import { mattingModel } from "../matting-model.ts";
import { parseOutput, writeOutput } from "../output.ts";
import { load, parseSource } from "../sources.ts";

interface CutoutFlags {
  output: string;
  box?: ReturnType<typeof box>;
  keep?: Dot[];
  drop?: Dot[];
}

/** `pastiche cutout`: the subject of one picture, on transparency. */
export async function cutoutCommand(image: string, flags: CutoutFlags): Promise<void> {
  const source = await parseSource(image);
  const output = await parseOutput(flags.output, [source], { transparency: true });
  const signal = interruption();
  const startedMs = performance.now();
  const { cutOut } = await import("@pastiche/engine");
  const { box, keep, drop } = flags;
  const hints = box || keep || drop ? { box, keep, drop } : null;
  const result = await cutOut(await load(source, signal), { signal, hints, matting: mattingModel() });
  await writeOutput(output, result.image, signal);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(2);
  const told = `${flags.output}  ${result.width} × ${result.height}  ${seconds} s  ${confidenceInWords(result.confidence)}`;
  if (output.path === null) console.error(told);
  else console.log(told);
}

function confidenceInWords(confidence: number): string {
  const word = confidence >= 0.75 ? "sure" : confidence >= 0.5 ? "fairly sure" : "unsure: look at it";
  return `confidence ${confidence.toFixed(2)} (${word})`;
}
