import { z } from "zod";
import { MAX_COPIES, MAX_LAYER, MAX_PLACE_PX, MAX_PLAN_SUBJECTS, MAX_TEXT_CHARACTERS, MAX_TEXTS } from "./limits.ts";
import { Backdrop, Colour, LOOKS, POSITIONS } from "./plan.ts";

/** What a person changed in the plan of an earlier run: each field given takes the place of what the engine would decide. */

const Coordinate = z.number().min(-MAX_PLACE_PX).max(MAX_PLACE_PX);
const Length = z.number().positive().max(MAX_PLACE_PX);

const Place = z.object({ x: Coordinate, y: Coordinate, width: Length, height: Length });

/** Fields that are null or absent are left as decided. */
export const SubjectOverride = z.object({
  box: Place.nullish().describe(
    "exactly where it lies; it may reach out of the picture. wins over the prompt's words.",
  ),
  copies: z.array(Place).max(MAX_COPIES).nullish().describe("the boxes of the second copy and further ones."),
  source: Place.nullish().describe(
    "the part of its reference that the boxes were drawn around, as a plan says: if what is lifted has changed since (by hints, or by as), the boxes follow it.",
  ),
  flip: z.boolean().nullish().describe("mirrored, left to right."),
  rotation: z.number().min(-180).max(180).nullish().describe("degrees clockwise about the middle of its box."),
  opacity: z.number().min(0).max(1).nullish().describe("0 takes it away, and its shadow."),
  z: z
    .int()
    .min(-MAX_LAYER)
    .max(MAX_LAYER)
    .nullish()
    .describe("higher is nearer; below 0: behind the scene's main thing."),
  as: z.enum(["cutout", "inset"]).nullish().describe("lifted off its background, or with it, as a framed print."),
  grounded: z.boolean().nullish().describe("whether it stands on the ground, and so casts a shadow."),
});
export type SubjectOverride = z.infer<typeof SubjectOverride>;

export const TextOverride = z.object({
  content: z.string().min(1).max(MAX_TEXT_CHARACTERS),
  position: z.enum(POSITIONS).nullish().describe("where the engine looks for a place, if there is no box."),
  box: Place.nullish().describe("where it stands, as large as fits; null: the engine finds a place."),
  font: z
    .string()
    .max(100)
    .nullish()
    .describe("a font that the engine has, by the name that a plan gives; null: chosen."),
  colour: Colour.nullish().describe("null: chosen to be legible."),
});
export type TextOverride = z.infer<typeof TextOverride>;

/** A plan with all of its fields fits too: those that nobody can override are left out. */
export const PlanOverrides = z.object({
  size: z
    .object({ width: z.int().min(1).max(MAX_PLACE_PX), height: z.int().min(1).max(MAX_PLACE_PX) })
    .nullish()
    .describe(
      "the frame that boxes are given in, if it is not the one of the result: they are scaled. it does not set the size.",
    ),
  subjects: z
    .array(SubjectOverride.nullable())
    .max(MAX_PLAN_SUBJECTS)
    .nullish()
    .describe("for each subject of the plan, in its order, what was changed of it; null: nothing."),
  texts: z.array(TextOverride).max(MAX_TEXTS).nullish().describe("all texts, in place of the prompt's."),
  looks: z.array(z.enum(LOOKS)).max(LOOKS.length).nullish().describe("all looks, in place of the prompt's."),
  backdrop: Backdrop.nullish().describe(
    "what is behind subjects that stand on no scene, or between a collage's cells; without colours: as the prompt says.",
  ),
  crop: Place.nullish().describe(
    "the part of the scene's picture that is shown, in its own pixels (at most 1600 on the longer edge); brought to the frame's ratio.",
  ),
  shadow: z.boolean().nullish().describe("whether subjects cast shadows."),
  light: z.number().min(-1).max(1).nullish().describe("where the light comes from: -1 left, 1 right."),
});
export type PlanOverrides = z.infer<typeof PlanOverrides>;
