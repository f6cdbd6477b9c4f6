import type { Intent } from "../prompt/intent.ts";
import { unusedView } from "../prompt/marks/views.ts";

/** As sure as this more, another picture of a subject is laid in place of the one that was named first. */
const CLEARLY = 0.05;

/**
 * Of several pictures of one subject ("the shoe from 0 and 1") takes the one that is cut out most surely: what stands before
 * a busy background in one often stands free in another. Where a person gave hints for the first, that one is meant.
 * @param confidence how sure the cut-out of each reference is, 0 to 1; null where nothing was cut out.
 */
export function chooseView(
  intent: Intent,
  confidence: readonly (number | null)[],
  isHinted: readonly boolean[],
): Intent {
  return intent.views.reduce((chosen, { index, of }) => {
    const subject = chosen.subjects.find(({ reference }) => originOf(chosen, reference) === of);
    const sureOfIt = confidence[index];
    const sureOfOther = subject === undefined ? null : confidence[subject.reference];
    if (subject === undefined || sureOfIt === null || sureOfOther === null || isHinted[subject.reference])
      return chosen;
    return sureOfIt > sureOfOther + CLEARLY ? exchange(chosen, subject.reference, index) : chosen;
  }, intent);
}

/** The first picture that showed the thing which a reference shows. */
function originOf({ views }: Intent, reference: number): number {
  return views.find(({ index }) => index === reference)?.of ?? reference;
}

/** The roles of two references, and everything that speaks of the one, go to the other. */
function exchange(intent: Intent, from: number, to: number): Intent {
  const { phrase } = intent.references[from];
  const renamed = (reference: number) => (reference === from ? to : reference === to ? from : reference);
  return {
    ...intent,
    references: intent.references.map((one) => ({ ...intent.references[renamed(one.index)], index: one.index })),
    subjects: intent.subjects.map((subject) => ({ ...subject, reference: renamed(subject.reference) })),
    staying: intent.staying.map(renamed),
    unsupported: intent.unsupported.map((what) => (what === unusedView(phrase, to) ? unusedView(phrase, from) : what)),
  };
}
