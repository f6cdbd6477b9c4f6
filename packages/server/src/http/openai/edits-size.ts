import { ASPECT_RATIOS, type AspectRatio, UPSCALE_FACTORS, type UpscaleFactor } from "@pastiche/contract";
import type { Size } from "../../files/reshape.ts";

/** What the engines make without being told to enlarge it. */
const USUAL_PIXELS = 1024 * 1024;
/** A picture may be scaled by this much beyond what was made, unseen. */
const UNSEEN = 1.35;

/** How a picture of exactly this size is made: in the nearest ratio, and enlarged by the engine where it is large. */
export function planSize({ width, height }: Size): { aspectRatio: AspectRatio; upscale: UpscaleFactor | null } {
  const wanted = Math.log(width / height);
  const distance = (ratio: AspectRatio) => Math.abs(Math.log(quotient(ratio)) - wanted);
  const aspectRatio = ASPECT_RATIOS.toSorted((a, b) => distance(a) - distance(b))[0];
  // What is cut off has to be made as well.
  const madeWidth = Math.max(width, height * quotient(aspectRatio));
  const scale = Math.sqrt(madeWidth ** 2 / quotient(aspectRatio) / USUAL_PIXELS);
  const upscale = UPSCALE_FACTORS.find((factor) => factor * UNSEEN >= scale) ?? 4;
  return { aspectRatio, upscale: scale <= UNSEEN ? null : upscale };
}

function quotient(ratio: AspectRatio): number {
  const [width, height] = ratio.split(":").map(Number);
  return width / height;
}
