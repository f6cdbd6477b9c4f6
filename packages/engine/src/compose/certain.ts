import type { Plane } from "../pixels/index.ts";
import { LEAST_CONFIDENCE, type Reference } from "../plan/reference.ts";

/** Above this mean of 4 s (1 - s) over a picture's saliency nothing is told from anything. */
const MOST_DOUBT = 0.7;

/**
 * What of a scene is a thing for certain, 0 to 1: weather and light stop at no edge that was only guessed.
 * @param busy the scene's matte where that is sure, else its saliency.
 */
export function certain(busy: Plane, { cutOut, saliency }: Pick<Reference, "cutOut" | "saliency">): Plane {
  if (cutOut && cutOut.confidence >= LEAST_CONFIDENCE) return busy;
  let doubt = 0;
  for (const s of saliency.data) doubt += (4 * s * (1 - s)) / saliency.data.length;
  const trust = Math.min(1, Math.max(0, (MOST_DOUBT - doubt) / 0.2));
  return { ...busy, data: busy.data.map((s) => trust * Math.min(1, Math.max(0, (s - 0.25) / 0.5))) };
}
