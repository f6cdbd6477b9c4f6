import type { FileInput } from "./files/source.ts";
import type { Plan, PlanOverrides } from "./plan.ts";

/**
 * The input and output of the apps that this client knows by name. They repeat @pastiche/contract, whose schemas need
 * zod, so that what is published stands alone; `remix.test.ts` holds the two together.
 */
export interface Apps {
  "reve/remix": { input: RemixInput; output: RemixOutput };
}

export interface RemixInput {
  /** 1 to 6 pictures, addressed in the prompt as `0` … `5`. What is not yet on the web or the server is uploaded. */
  images: FileInput[];
  /** 1 to 2560 characters: "the bear from 0 on the table from 1". */
  prompt: string;
  /** Absent or null: the engine chooses. */
  aspect_ratio?: "16:9" | "9:16" | "3:2" | "2:3" | "4:3" | "3:4" | "1:1" | null;
  /** A version of the model; `latest` where it is absent. */
  version?: string;
  /** 1 to 5; above 1 takes more time, costs more credits and looks better. */
  test_time_scaling?: number | null;
  upscale_factor?: 2 | 3 | 4 | null;
  /** Makes the background transparent. Default false. */
  remove_background?: boolean;
  /** 0 to 2^32 - 1. The same input, seed and version give the same image. */
  seed?: number | null;
  /** Where the subject of each picture is, to mend a wrong cut-out: one for each picture, or null. */
  hints?: (Hints | null)[] | null;
  /** What you change in the plan of an earlier run: each field given takes the place of what the engine would decide. */
  plan?: PlanOverrides | null;
  /** Also give the image in layers: Photoshop's file, or OpenRaster's. */
  layers?: "psd" | "ora" | null;
}

/** In pixels of the picture as it is shown, from its top left. */
export interface Hints {
  /** Nothing outside of it belongs to the subject. */
  box?: { x: number; y: number; width: number; height: number } | null;
  /** Dots on what belongs to the subject. */
  keep?: { x: number; y: number }[] | null;
  /** Dots on what does not. */
  drop?: { x: number; y: number }[] | null;
}

export interface RemixOutput {
  /** Where the image is: `client.files.download` fetches it. */
  image: string;
  /** Where the image in layers is, if it was asked for. */
  layers?: string;
  output_meta: {
    outputs: ({ type: "image"; width: number; height: number; count: number } | { type: "raw"; cost: number })[];
  };
  /** Every decision of the engine as plain data, where the engine plans. */
  plan?: Plan;
}

type NameOf<App extends string> = App extends `${infer Name}@${string}`
  ? Name
  : App extends `${infer Name}:${string}`
    ? Name
    : App;

/** What the app takes: known for the apps of {@link Apps}, any record for others. */
export type InputOf<App extends string> =
  NameOf<App> extends keyof Apps ? Apps[NameOf<App>]["input"] : Record<string, unknown>;
/** What the app puts out: known for the apps of {@link Apps}. */
export type OutputOf<App extends string> = NameOf<App> extends keyof Apps ? Apps[NameOf<App>]["output"] : unknown;
