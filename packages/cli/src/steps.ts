const WORDS: Record<string, string> = {
  parsePrompt: "reading the prompt",
  makePlan: "planning",
  cutOut: "cutting out",
  compose: "composing",
  finish: "finishing",
};

/** What an engine does, for a person; the steps of engines elsewhere keep their own names. */
export function stepInWords(step: string): string {
  return WORDS[step] ?? step;
}
