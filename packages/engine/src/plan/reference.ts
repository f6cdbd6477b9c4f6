import type { Box, PlanSubject } from "@pastiche/contract";
import type { CutOut } from "../cutout/cutOut.ts";
import type { Plane, Raster } from "../pixels/index.ts";
import type { Seen } from "../request.ts";
import type { Size } from "./size.ts";

/** A reference as far as planning goes. */
export interface Reference {
  raster: Raster;
  /** 0 to 1 over the whole picture. */
  saliency: Plane;
  /** Null where the reference is not cut out. */
  cutOut: CutOut | null;
  /** Where what is found of it as a scene is kept for the next time. */
  kept?: Pick<Seen, "measure" | "stage">;
}

/** Below this confidence a cut-out would look torn: the subject comes as a framed inset instead. */
export const LEAST_CONFIDENCE = 0.3;

export function asInset(cutOut: CutOut): boolean {
  return cutOut.confidence < LEAST_CONFIDENCE || cutOut.box.width < 8 || cutOut.box.height < 8;
}

/** The part of a reference that is laid down. */
export function sourceOf({ cutOut, raster }: Reference, as: PlanSubject["as"]): Box {
  return cutOut && as === "cutout" ? cutOut.box : insetBox(cutOut?.box ?? null, raster);
}

/** What an inset shows: the salient part with some air around it, or the whole picture. */
export function insetBox(subject: Box | null, picture: Size): Box {
  if (!subject || subject.width < 8 || subject.height < 8)
    return { x: 0, y: 0, width: picture.width, height: picture.height };
  const air = 0.12 * Math.max(subject.width, subject.height);
  const x = Math.max(0, Math.round(subject.x - air));
  const y = Math.max(0, Math.round(subject.y - air));
  return {
    x,
    y,
    width: Math.min(picture.width, Math.round(subject.x + subject.width + air)) - x,
    height: Math.min(picture.height, Math.round(subject.y + subject.height + air)) - y,
  };
}
