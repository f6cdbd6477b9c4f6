import type { AspectRatio, Hints, LayerFormat, Plan, PlanOverrides, UpscaleFactor } from "@pastiche/contract";
import type { CutOut } from "./cutout/cutOut.ts";
import type { Matting } from "./matting/mattingModel.ts";
import type { Plane, Raster } from "./pixels/index.ts";
import type { SceneMeasure } from "./plan/measureScene.ts";

export interface RemixRequest {
  /** 1 to 2560 characters. References are addressed as `0` … `5`. */
  prompt: string;
  /** 1 to 6 encoded pictures: JPEG, PNG, WebP, GIF, AVIF or TIFF. */
  images: Uint8Array[];
  /** What their files are called, where that is known: "shoe.jpg" is what a prompt without numbers means by "the shoe". */
  names?: (string | null)[];
  /** Null or absent: the engine chooses. */
  aspectRatio?: AspectRatio | null;
  /** Null or absent: 1. Up to 5: that many times more candidate plans are tried, and the best is kept. */
  testTimeScaling?: number | null;
  upscaleFactor?: UpscaleFactor | null;
  removeBackground?: boolean;
  /** 0 to 2^32 - 1; null or absent: 0. The same request and seed give the same bytes in every process. */
  seed?: number | null;
  /** Where the subject of each picture is, to mend a wrong cut-out: in pixels of the picture as it is shown. */
  hints?: (Hints | null)[] | null;
  /** What a person changed in the plan of an earlier run: each field given takes the place of what would be decided. */
  plan?: PlanOverrides | null;
  /** Also give the picture in layers. */
  layers?: LayerFormat | null;
}

export const STEPS = ["parsePrompt", "cutOut", "makePlan", "compose", "finish"] as const;
export type Step = (typeof STEPS)[number];

export interface Progress {
  /** 0 to 100, never falling. */
  percent: number;
  step: Step;
  /** WebP: the picture so far. Told where something slow follows: before style and looks (small), and before it is enlarged. */
  preview?: Uint8Array;
}

export interface RemixOptions {
  /** Aborting rejects with the signal's reason at the next pause between kernels. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** A model of the user's own that finds the subjects in place of the engine's network. */
  matting?: Matting | null;
  /**
   * What was found in pictures before, by the SHA-256 of their encoded bytes, and of what was told of them, in hex:
   * read, and added to. The result is the same with it and without; only sooner.
   */
  seen?: Map<string, Seen>;
}

/**
 * What looking at one picture found: the costly part of a remix. What depends on words or hints (the cut-out) has a
 * name of its own, where there were any. Never changed once found, but for the stage.
 */
export interface Seen {
  raster: Raster | null;
  /** Of the encoded picture; 0 until it was decoded. */
  pixels: number;
  saliency: Plane | null;
  cutOut: CutOut | null;
  /** As a scene. */
  measure: SceneMeasure | null;
  /** As a scene, cropped and brought to the frame: as it was shown last. */
  stage: { of: string; raster: Raster } | null;
}

export interface RemixResult {
  /** PNG, sRGB, with XMP that names it a composite and carries the plan. */
  image: Uint8Array;
  /** Where it was asked for: the picture in layers, before it is enlarged. */
  layers?: Uint8Array;
  width: number;
  height: number;
  plan: Plan;
  timings: { step: Step; ms: number }[];
}

export interface CutOutResult {
  /** PNG with alpha, as large as the picture given. */
  image: Uint8Array;
  width: number;
  height: number;
  /** How sure the cut-out is, 0 to 1. */
  confidence: number;
}
