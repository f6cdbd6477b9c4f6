import type { Plan } from "@pastiche/contract";
import { createPlane, cropPlane, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { LEAST_CONFIDENCE, type Reference } from "../plan/reference.ts";
import { doubtIn, trustIn } from "../plan/trustIn.ts";

/** From this doubt on nothing is told from anything. */
const MOST_DOUBT = 0.7;

/** Subjects, and what the scene is about: its matte where that is sure, else its saliency as far as that can be trusted. */
export function busyPlane(plan: Plan, references: Reference[], subjects: Plane): Plane {
  const scene = plan.references.find(({ role }) => role === "scene");
  if (!scene || !plan.crop) return subjects;
  const { cutOut, raster, saliency } = references[scene.index];
  const sure = cutOut && cutOut.confidence >= LEAST_CONFIDENCE;
  const full = sure ? alphaOf(cutOut.raster) : resizePlane(trusted(saliency), raster.width, raster.height);
  const out = resizePlane(cropPlane(full, plan.crop), subjects.width, subjects.height);
  for (let p = 0; p < out.data.length; p++) out.data[p] = Math.max(out.data[p], subjects.data[p]);
  return out;
}

/** Subjects, and the scene's own thing beside them where it was cut out surely: a guessed edge would show in snow. */
export function thingsPlane(plan: Plan, references: Reference[], subjects: Plane): Plane {
  const scene = plan.references.find(({ role }) => role === "scene");
  const cutOut = scene ? references[scene.index].cutOut : null;
  return cutOut && cutOut.confidence >= LEAST_CONFIDENCE ? busyPlane(plan, references, subjects) : subjects;
}

/**
 * What of a scene is a thing for certain, 0 to 1: weather and light stop at no edge that was only guessed.
 * @param busy the scene's matte where that is sure, else its saliency.
 */
export function certain(busy: Plane, { cutOut, saliency }: Pick<Reference, "cutOut" | "saliency">): Plane {
  if (cutOut && cutOut.confidence >= LEAST_CONFIDENCE) return busy;
  const trust = Math.min(1, Math.max(0, (MOST_DOUBT - doubtIn(saliency)) / 0.2));
  return { ...busy, data: busy.data.map((s) => trust * Math.min(1, Math.max(0, (s - 0.25) / 0.5))) };
}

function trusted(saliency: Plane): Plane {
  const trust = trustIn(saliency);
  return { ...saliency, data: saliency.data.map((value) => value * trust) };
}

function alphaOf({ width, height, data }: Raster): Plane {
  const plane = createPlane(width, height);
  for (let p = 0; p < plane.data.length; p++) plane.data[p] = data[p * 4 + 3] / 255;
  return plane;
}
