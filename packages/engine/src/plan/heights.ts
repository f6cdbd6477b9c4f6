import type { PlanSubject, Scale } from "@pastiche/contract";
import type { IntentSubject } from "../prompt/intent.ts";
import { realHeight } from "./realHeight.ts";
import type { Size } from "./size.ts";
import type { Anchor } from "./wish.ts";

/** Height of a subject as wide as tall, as a share of the frame's shorter side. */
const SHARE: Record<Scale, number> = { tiny: 0.13, small: 0.26, normal: 0.48, large: 0.64, huge: 0.82 };
/** Real sizes are followed this far, in the exponent: a dog beside a house still wants to be seen. */
const REALISM = 0.6;
/** Least and most of what the subject would be by itself. */
const WITHIN = [0.65, 1.7];

interface Figure {
  subject: IntentSubject;
  aspect: number;
  /** Whether it is half a figure, cut off below by its photograph. */
  half: boolean;
  as: PlanSubject["as"];
}

/** A print shows more than its subject, and wants to be looked into. */
const PRINT = 1.4;

/**
 * How tall each subject should be at the nearest depth, in pixels: by area rather than height, so that a long thing is
 * not as tall as a tall one; then towards their real sizes where at least two are known and the prompt names none.
 */
export function chooseHeights(figures: Figure[], frame: Size): number[] {
  const short = Math.min(frame.width, frame.height);
  const alone = figures.map(({ subject, aspect, half, as }) => {
    // Half a figure at the frame's edge stands nearer than a whole one.
    const height = ((half ? 1.5 : as === "inset" ? PRINT : 1) * SHARE[subject.scale] * short) / Math.sqrt(aspect);
    return Math.min(height, 0.86 * frame.height, (0.86 * frame.width) / aspect);
  });
  const metres = figures.map(({ subject, half, as }) =>
    subject.scale === "normal" && !half && as === "cutout" ? realHeight(subject.phrase) : null,
  );
  const ratios = metres.flatMap((height, i) => (height === null ? [] : [Math.log(alone[i] / height ** REALISM)]));
  if (ratios.length < 2) return alone;
  const pxPerMetre = Math.exp(ratios.reduce((a, b) => a + b, 0) / ratios.length);
  return alone.map((height, i) => {
    const real = metres[i];
    return real === null ? height : within(pxPerMetre * real ** REALISM, height);
  });
}

/** The same beside one thing that stands in the frame already. */
export function heightBeside(
  { subject, heightPx }: { subject: IntentSubject; heightPx: number },
  anchor: Anchor,
): number {
  const own = realHeight(subject.phrase);
  const other = realHeight(anchor.phrase);
  if (own === null || other === null || subject.scale !== "normal") return heightPx;
  return within(anchor.box.height * (own / other) ** REALISM, heightPx);
}

function within(height: number, alone: number): number {
  return Math.min(WITHIN[1] * alone, Math.max(WITHIN[0] * alone, height));
}
