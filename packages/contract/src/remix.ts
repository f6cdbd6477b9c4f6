import { z } from "zod";
import {
  ASPECT_RATIOS,
  LAYER_FORMATS,
  MAX_DOTS,
  MAX_PROMPT_CHARACTERS,
  MAX_REFERENCES,
  MAX_TEST_TIME_SCALING,
  MIN_TEST_TIME_SCALING,
  UPSCALE_FACTORS,
} from "./limits.ts";
import { Plan } from "./plan.ts";
import { PlanOverrides } from "./planOverrides.ts";

/** The input and output of the app `reve/remix`, as they travel. */

/** A file wherever one stands: a file uri of this server, an http(s) URL, a data URI, raw base64, or an object with a `uri`. */
const FileRef = z
  .preprocess(uriOf, z.string("must be a file uri, an http(s) URL, a data URI, base64, or an object with a uri").min(1))
  .meta({ type: "string", format: "file" });

function uriOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "uri" in value ? value.uri : value;
}

const Dots = z.array(z.object({ x: z.number().min(0), y: z.number().min(0) })).max(MAX_DOTS);

/** What a person says of one reference, in pixels of the picture as it is shown (turned as its EXIF says), from its top left. */
export const Hints = z.object({
  box: z
    .object({ x: z.number().min(0), y: z.number().min(0), width: z.number().positive(), height: z.number().positive() })
    .nullish()
    .describe("nothing outside of this box belongs to the subject."),
  keep: Dots.nullish().describe("dots on what belongs to the subject."),
  drop: Dots.nullish().describe("dots on what does not."),
});
export type Hints = z.infer<typeof Hints>;

const Input = z.object({
  images: z
    .array(FileRef)
    .min(1)
    .max(MAX_REFERENCES)
    .describe("reference images to remix (1-6). reference them in the prompt as '0', '1', etc."),
  prompt: z
    .string()
    .min(1)
    .max(MAX_PROMPT_CHARACTERS)
    .regex(/^$|\S/, "must hold more than white space")
    .describe("describe how to combine the references (e.g. 'the woman from 0 driving the car from 1')."),
  aspect_ratio: z.enum(ASPECT_RATIOS).nullish().describe("output aspect ratio. if not set, chosen by the model."),
  version: z.string().default("latest").describe("model version (e.g. 'latest' or 'reve-remix@20250915')."),
  test_time_scaling: z
    .int()
    .min(MIN_TEST_TIME_SCALING)
    .max(MAX_TEST_TIME_SCALING)
    .nullish()
    .describe("spend more time for better quality (1-5). values above 1 cost additional credits."),
  upscale_factor: z.literal(UPSCALE_FACTORS).nullish().describe("upscale output by 2x, 3x, or 4x."),
  remove_background: z.boolean().default(false).describe("make background transparent."),
  seed: z.int().min(0).max(4294967295).nullish().describe("the same input, seed and version give the same image."),
  hints: z
    .array(Hints.nullable())
    .max(MAX_REFERENCES)
    .nullish()
    .describe(
      "where the subject of each reference is, to mend a wrong cut-out: null or { box, keep, drop } for each image, in its pixels. used by compose.",
    ),
  plan: PlanOverrides.nullish().describe(
    "what you change in the plan of an earlier run, which may be sent back whole: each field given takes the place of what the engine would decide. used by compose.",
  ),
  layers: z
    .enum(LAYER_FORMATS)
    .nullish()
    .describe(
      "also give the image in layers (scene, each subject, its shadow, texts, looks), as psd (photoshop) or ora (openraster). made by compose.",
    ),
});

export const RemixInput = Input.refine(({ hints, images }) => !hints || hints.length <= images.length, {
  path: ["hints"],
  error: "must not be more than there are images",
});
export type RemixInput = z.infer<typeof RemixInput>;

export const RemixOutput = z.object({
  image: z.string().meta({ format: "file" }).describe("the remixed image."),
  layers: z.string().meta({ format: "file" }).describe("the image in layers, where they were asked for.").optional(),
  output_meta: z.object({
    outputs: z.array(
      z.union([
        z.object({ type: z.literal("image"), width: z.int(), height: z.int(), count: z.int() }),
        z.object({ type: z.literal("raw"), cost: z.number() }),
      ]),
    ),
  }),
  plan: Plan.optional(),
});
export type RemixOutput = z.infer<typeof RemixOutput>;
