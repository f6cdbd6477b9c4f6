/** The numbers and names that bound a remix. No dependency, so that a program which needs only these starts at once. */

export const MAX_REFERENCES = 6;
export const MAX_PROMPT_CHARACTERS = 2560;
/** One reference may hold this many pixels (Reve's own limit). */
export const MAX_IMAGE_PIXELS = 33_554_432;
/** Dots of one kind on one reference, to mend its cut-out. */
export const MAX_DOTS = 64;
/** A box that a person gives reaches no farther than this from the picture's corner, and is no larger. */
export const MAX_PLACE_PX = 32_768;
/** Subjects, their further copies, texts and a text's characters in what a person changes of a plan. */
export const MAX_PLAN_SUBJECTS = 12;
export const MAX_COPIES = 11;
export const MAX_TEXTS = 24;
export const MAX_TEXT_CHARACTERS = 2560;
/** How far in front or behind a person may put a subject. */
export const MAX_LAYER = 1000;
/** All references together. */
export const MAX_TOTAL_PIXELS = 50_331_648;
/** One reference may hold this many bytes, encoded. */
export const MAX_IMAGE_BYTES = 40 * 1024 * 1024;

export const ASPECT_RATIOS = ["16:9", "9:16", "3:2", "2:3", "4:3", "3:4", "1:1"] as const;
export type AspectRatio = (typeof ASPECT_RATIOS)[number];

export const UPSCALE_FACTORS = [2, 3, 4] as const;
export type UpscaleFactor = (typeof UPSCALE_FACTORS)[number];

/** What a remix's layers may come as: Photoshop's file, or OpenRaster's. */
export const LAYER_FORMATS = ["psd", "ora"] as const;
export type LayerFormat = (typeof LAYER_FORMATS)[number];

export const MIN_TEST_TIME_SCALING = 1;
export const MAX_TEST_TIME_SCALING = 5;
