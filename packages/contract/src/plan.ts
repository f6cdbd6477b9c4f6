import { z } from "zod";

/** The plan: every decision of the compose engine as plain data, made before a pixel moves. */

export const ROLES = ["subject", "scene", "style", "palette", "pattern", "unused"] as const;
export const RELATIONS = [
  "on",
  "in",
  "behind",
  "in-front-of",
  "beside",
  "left-of",
  "right-of",
  "above",
  "below",
  "held-by",
  "over",
] as const;
export const POSITIONS = [
  "center",
  "top",
  "bottom",
  "left",
  "right",
  "top-left",
  "top-right",
  "bottom-left",
  "bottom-right",
] as const;
export const SCALES = ["tiny", "small", "normal", "large", "huge"] as const;
export const LOOKS = [
  "black-and-white",
  "sepia",
  "vintage",
  "watercolor",
  "oil",
  "sketch",
  "comic",
  "night",
  "sunset",
  "snow",
  "rain",
  "fog",
  "warm",
  "cool",
  "bright",
  "dark",
  "high-contrast",
  "soft",
  "blurred-background",
] as const;

export const Colour = z.string().regex(/^#[0-9a-f]{6}$/i);

/** Pixels of the plan's own `size`, before any upscale. */
export const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const PlanReference = z.object({
  index: z.int().min(0).max(5),
  role: z.enum(ROLES),
  phrase: z.string(),
  /** How sure the cut-out of a subject is, 0 to 1. Absent where nothing was cut out. */
  confidence: z.number().min(0).max(1).optional(),
});

export const PlanSubject = z.object({
  reference: z.int().min(0).max(5),
  phrase: z.string(),
  relation: z.enum(RELATIONS).nullable(),
  /** The reference that the relation speaks of. */
  target: z.int().min(0).max(5).nullable(),
  position: z.enum(POSITIONS).nullable(),
  scale: z.enum(SCALES),
  count: z.int().min(1).max(12),
  flip: z.boolean(),
  tint: z.string().nullable(),
  opacity: z.number().min(0).max(1),
  /** Null until pixels were measured. */
  box: Box.nullable(),
  /** The boxes of the second copy and further ones, where `count` is above 1. */
  copies: z.array(Box),
  /**
   * The part of its reference that the boxes hold, in that picture's pixels, as the engine works on it (at most 1600 on the
   * longer edge). Null until pixels were measured.
   */
  source: Box.nullable().default(null),
  /** Degrees clockwise about the middle of its box (and of each copy's), which is the box before it is turned. */
  rotation: z.number().min(-180).max(180).default(0),
  /** Whether it is laid as a cut-out, or as a framed inset because the cut-out was too unsure. */
  as: z.enum(["cutout", "inset"]),
  /** Whether it stands on the ground, and so touches it with a shadow. */
  grounded: z.boolean(),
  z: z.int(),
});

export const PlanText = z.object({
  content: z.string(),
  position: z.enum(POSITIONS).nullable(),
  box: Box.nullable(),
  font: z.string().nullable(),
  colour: Colour.nullable(),
});

/** One colour, or two and more from top to bottom; none where it is transparent. */
export const Backdrop = z.object({ kind: z.enum(["plain", "gradient"]), colours: z.array(Colour), name: z.string() });

export const Plan = z.object({
  engine: z.string(),
  seed: z.int(),
  /** Null until pixels were measured. */
  size: z.object({ width: z.int(), height: z.int() }).nullable(),
  references: z.array(PlanReference),
  layout: z.enum(["scene", "backdrop", "collage"]),
  backdrop: Backdrop.nullable(),
  /** The part of the scene reference that is shown, in its own pixels (at most 1600 on the longer edge). */
  crop: Box.nullable(),
  /** The boxes of a collage, in the order of `references`. */
  cells: z.array(Box),
  subjects: z.array(PlanSubject),
  looks: z.array(z.enum(LOOKS)),
  texts: z.array(PlanText),
  /** Whether subjects cast shadows on the ground. */
  shadow: z.boolean(),
  /** Where the scene's light comes from: -1 left, 0 above, 1 right. */
  light: z.number().min(-1).max(1),
  /** How well the placement scored among its candidates, 0 to 1, higher is better; null where nothing was placed. */
  score: z.number().nullable(),
  /** What the prompt asked for that this engine does not do, in words. */
  unsupported: z.array(z.string()),
});

export type Role = (typeof ROLES)[number];
export type Relation = (typeof RELATIONS)[number];
export type Position = (typeof POSITIONS)[number];
export type Scale = (typeof SCALES)[number];
export type Look = (typeof LOOKS)[number];
export type Box = z.infer<typeof Box>;
export type Backdrop = z.infer<typeof Backdrop>;
export type PlanReference = z.infer<typeof PlanReference>;
export type PlanSubject = z.infer<typeof PlanSubject>;
export type PlanText = z.infer<typeof PlanText>;
export type Plan = z.infer<typeof Plan>;
