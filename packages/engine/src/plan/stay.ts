import type { Intent } from "../prompt/intent.ts";
import type { Placed } from "./arrange.ts";
import { cutSides } from "./cutSides.ts";
import { frameScene } from "./frameScene.ts";
import { asInset, type Reference } from "./reference.ts";
import type { Size } from "./size.ts";

/**
 * The reference whose background alone changes, so that its subject stays where its photograph has it; null where more is
 * asked, or where the cut-out is too unsure to stand there by itself.
 */
export function stayingOf({ staying, subjects, texts, backdrop }: Intent, references: Reference[]): number | null {
  const [subject] = subjects;
  if (subjects.length !== 1 || !staying.includes(subject.reference) || texts.length > 0 || backdrop) return null;
  const { cutOut } = references[subject.reference];
  const changed = subject.position !== null || subject.scale !== "normal" || subject.count > 1;
  return changed || !cutOut || asInset(cutOut) ? null : subject.reference;
}

/** Its box in a frame that shows as much of its photograph as fits. */
export function stay(reference: Reference, frame: Size): Placed {
  const { cutOut } = reference;
  if (!cutOut) throw new Error("what stays was not cut out");
  const crop = frameScene(reference, frame);
  const scale = frame.width / crop.width;
  const { x, y, width, height } = cutOut.box;
  const box = {
    x: Math.round((x - crop.x) * scale),
    y: Math.round((y - crop.y) * scale),
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return { boxes: [box], behindScene: false, grounded: !cutSides(cutOut).bottom };
}
