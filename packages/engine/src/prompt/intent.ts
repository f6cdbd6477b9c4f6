import type { AspectRatio, Backdrop, Look, Plan, PlanSubject, PlanText, Role } from "@pastiche/contract";

/** What a prompt asks for, before any pixel is looked at. The plan completes it with geometry. */
export interface Intent {
  /** One for each reference, in order. A null role: the prompt did not say, and saliency decides. */
  references: { index: number; role: Role | null; phrase: string }[];
  /** Null where it depends on pixels (no reference named, or roles left open). */
  layout: Plan["layout"] | null;
  /** How a collage is laid: cells as they fit best, side by side, or one above the other. */
  arrangement: "grid" | "row" | "column" | null;
  /** The indices of all references, as a collage's cells follow one another. */
  order: number[];
  /** The frame that the prompt asks for. */
  format: AspectRatio | null;
  backdrop: Backdrop | null;
  subjects: IntentSubject[];
  /**
   * Where no reference is named but things are spoken of ("put three small bears on the left of the table"): what was asked
   * of the thing to be placed, and the words for what it is placed on. Roles stay open; whoever gives them uses it.
   */
  unnamed: { subject: Omit<IntentSubject, "reference" | "target">; scenePhrase: string } | null;
  /** References whose background alone changes, so that they stay where their picture has them. */
  staying: number[];
  /** References that show a subject once more: one of them is laid, and the others are not used. */
  views: View[];
  looks: Look[];
  /** With the colour, `#rrggbb`, that the prompt gives them. */
  texts: Pick<PlanText, "content" | "position" | "colour">[];
  /** "on a transparent background", "remove the background of 0" with nothing put in its place. */
  transparent: boolean;
  /** Null where the prompt does not speak of shadows. */
  shadow: boolean | null;
  /** What was asked for that this engine does not do, each as `word: reason`. */
  unsupported: string[];
}

export interface View {
  index: number;
  /** The reference that shows the same thing, and was named first. */
  of: number;
}

export type IntentSubject = Omit<PlanSubject, "box" | "copies" | "source" | "rotation" | "as" | "grounded" | "z">;
