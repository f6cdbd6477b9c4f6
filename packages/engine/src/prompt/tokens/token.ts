/** One word, number, mark of punctuation, tagged reference or quoted text of a prompt. */
export interface Token {
  kind: "word" | "number" | "reference" | "text" | "comma" | "colon" | "stop" | "possessive";
  /** Lower case in the grammar's own spelling; the sign itself for punctuation. */
  word: string;
  /** As written; of a quoted text only what stands between the quotes. */
  raw: string;
  /** Place in the prompt, in UTF-16 units. */
  start: number;
  end: number;
  /** Which references a reference token names; empty for every other kind. */
  references: number[];
}

/** The word of a token, or nothing beyond the end. */
export const wordAt = (tokens: readonly Pick<Token, "word">[], at: number): string => tokens[at]?.word ?? "";

/** The first place from `at` on whose word is in none of the sets. */
export function skip(tokens: readonly Token[], at: number, ...sets: ReadonlySet<string>[]): number {
  let i = at;
  while (sets.some((set) => set.has(wordAt(tokens, i)))) i += 1;
  return i;
}

/** The same backwards: the first end of a run, not before `floor`, whose last word is in none of the sets. */
export function skipBack(tokens: readonly Token[], end: number, floor: number, ...sets: ReadonlySet<string>[]): number {
  let i = end;
  while (i - 1 > floor && sets.some((set) => set.has(wordAt(tokens, i - 1)))) i -= 1;
  return i;
}
