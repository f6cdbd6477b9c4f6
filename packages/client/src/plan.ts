/** Pixels of the plan's own `size`, before any upscale. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Every decision of the engine, made before a pixel moved. A server may be newer than this client, so that roles,
 * relations and the like are strings here, and a plan may hold more than this. It may be sent back, changed, as
 * {@link PlanOverrides}.
 */
export interface Plan {
  engine: string;
  seed: number;
  size: { width: number; height: number } | null;
  /** `confidence`: how sure the cut-out of a subject is, 0 to 1. */
  references: { index: number; role: string; phrase: string; confidence?: number }[];
  layout: string;
  /** What is behind the subjects where they stand on no scene. Colours as `#rrggbb`, from top to bottom; none: transparent. */
  backdrop: { kind: string; colours: string[]; name: string } | null;
  /** The part of the scene's picture that is shown, in its pixels, at most 1600 on the longer edge. */
  crop: Box | null;
  subjects: {
    reference: number;
    phrase: string;
    relation: string | null;
    target: number | null;
    position: string | null;
    scale: string;
    count: number;
    /** Mirrored, left to right. */
    flip: boolean;
    /** 0 to 1. */
    opacity: number;
    box: Box | null;
    /** The boxes of the second copy and further ones. */
    copies: Box[];
    /** The part of its reference that the boxes hold, in that picture's pixels, at most 1600 on the longer edge. */
    source: Box | null;
    /** Degrees clockwise about the middle of its box. */
    rotation: number;
    as: "cutout" | "inset";
    /** Whether it stands on the ground. */
    grounded: boolean;
    /** Higher is nearer; below 0: behind the scene's main thing. */
    z: number;
  }[];
  looks: LookName[];
  texts: {
    content: string;
    position: PositionName | null;
    box: Box | null;
    font: string | null;
    colour: string | null;
  }[];
  /** What the prompt asked for that this engine does not do, in words. */
  unsupported: string[];
}

export type LookName =
  | "black-and-white"
  | "sepia"
  | "vintage"
  | "watercolor"
  | "oil"
  | "sketch"
  | "comic"
  | "night"
  | "sunset"
  | "snow"
  | "rain"
  | "fog"
  | "warm"
  | "cool"
  | "bright"
  | "dark"
  | "high-contrast"
  | "soft"
  | "blurred-background";
export type PositionName =
  | "center"
  | "top"
  | "bottom"
  | "left"
  | "right"
  | "top-left"
  | "top-right"
  | "bottom-left"
  | "bottom-right";

/** What is null or absent is left as the engine decides. Boxes are in pixels of `size`, where it is given. */
export interface PlanOverrides {
  /** The frame that boxes are given in, where it is not the one of the result. It does not set the size. */
  size?: { width: number; height: number } | null;
  /** For each subject of the plan, in its order. */
  subjects?: (SubjectOverride | null)[] | null;
  /** All texts, in place of the prompt's. */
  texts?: TextOverride[] | null;
  /** All looks, in place of the prompt's. */
  looks?: LookName[] | null;
  /** Colours as `#rrggbb`: one, or two and more from top to bottom. */
  backdrop?: { kind: "plain" | "gradient"; colours: string[]; name: string } | null;
  /** The part of the scene's picture that is shown, in its own pixels. */
  crop?: Box | null;
  shadow?: boolean | null;
  /** Where the light comes from: -1 left, 1 right. */
  light?: number | null;
}

export interface SubjectOverride {
  box?: Box | null;
  /** The boxes of the second copy and further ones. */
  copies?: Box[] | null;
  /** As the plan says: if what is lifted has changed since (by hints, or by `as`), the boxes follow it. */
  source?: Box | null;
  flip?: boolean | null;
  /** -180 to 180 degrees clockwise about the middle of its box. */
  rotation?: number | null;
  /** 0 takes it away, and its shadow. */
  opacity?: number | null;
  /** Higher is nearer; below 0: behind the scene's main thing. */
  z?: number | null;
  as?: "cutout" | "inset" | null;
  /** Whether it stands on the ground, and so casts a shadow. */
  grounded?: boolean | null;
}

export interface TextOverride {
  content: string;
  position?: PositionName | null;
  /** Null: the engine finds a place. */
  box?: Box | null;
  font?: string | null;
  colour?: string | null;
}
