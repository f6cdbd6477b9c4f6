import {
  ASPECT_RATIOS,
  type AspectRatio,
  MAX_PROMPT_CHARACTERS,
  MAX_TEST_TIME_SCALING,
  MIN_TEST_TIME_SCALING,
  UPSCALE_FACTORS,
  type UpscaleFactor,
} from "@pastiche/contract/limits";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "./failure.ts";
import type { Output } from "./output.ts";

/** What `remix` and `run` have in common. */
export interface RemixFlags {
  output: string;
  aspectRatio?: AspectRatio;
  seed?: number;
  testTimeScaling?: number;
  upscale?: UpscaleFactor;
  removeBackground?: boolean;
  version?: string;
  layers?: string;
  overrides?: string;
  json?: boolean;
  plan?: boolean;
}

const MAX_SEED = 2 ** 32 - 1;

export function withRemixFlags(command: Command): Command {
  return command
    .argument("<prompt>", 'how to combine the images, called 0 to 5: "the bear from 0 on the table from 1"')
    .argument("<images...>", "1 to 6 images: paths, http(s) URLs, data URIs, or - for what is piped in")
    .requiredOption(
      "-o, --output <file>",
      "the picture to write: .png, .jpg, .webp, or - for the standard output (PNG)",
    )
    .addOption(
      new Option("--aspect-ratio <ratio>", "of the picture; chosen by the engine if absent").choices(ASPECT_RATIOS),
    )
    .option("--seed <n>", "the same input, seed and version give the same picture", integer(0, MAX_SEED))
    .option(
      "--test-time-scaling <n>",
      "1 to 5: more time for a better picture",
      integer(MIN_TEST_TIME_SCALING, MAX_TEST_TIME_SCALING),
    )
    .addOption(
      new Option("--upscale <factor>", "2, 3 or 4 times larger").argParser((text) => {
        const factor = UPSCALE_FACTORS.find((one) => String(one) === text);
        if (factor === undefined) throw new InvalidArgumentError(`It must be ${UPSCALE_FACTORS.join(", ")}.`);
        return factor;
      }),
    )
    .option("--remove-background", "make the background transparent")
    .option("--version <version>", "of the model: latest, compose@1, or one that a server has")
    .option("--layers <file>", "the picture in layers too: .psd, or .ora (OpenRaster)")
    .option("--overrides <file>", "JSON: what you change in the plan of an earlier run, which may be there whole")
    .option("--json", "print one JSON object: path, width, height, seed, ms, timings, plan")
    .option("--plan", "print the plan, as JSON, on the standard output");
}

/** A parser of whole numbers within bounds. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** @throws {UsageError} where a picture and words would share the standard output. */
export function checkOutputs({ path }: Output, flags: RemixFlags): void {
  if (path === null && (flags.json || flags.plan)) {
    throw new UsageError('"-o -" puts the picture on the standard output, where --json and --plan print too');
  }
}

/** @throws {UsageError} for a prompt that is empty or too long. */
export function checkPrompt(prompt: string): void {
  if (prompt.trim() === "") throw new UsageError("The prompt is empty: say how to combine the images");
  if (prompt.length > MAX_PROMPT_CHARACTERS) {
    throw new UsageError(`A prompt has 1 to ${MAX_PROMPT_CHARACTERS} characters, received ${prompt.length}`);
  }
}
