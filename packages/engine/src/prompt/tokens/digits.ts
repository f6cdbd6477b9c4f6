import { ACTIONS } from "../vocabulary/actions.ts";
import { COPULAS, FUNCTION_WORDS, OTHER_VERBS, PLACE_VERBS, POSITIONAL } from "../vocabulary/words.ts";
import { type Token, wordAt } from "./token.ts";

/** The digit of a number that stands alone: not 4k, 0.5, $2 or the 3 of "3-legged" (the tokens keep what touches it). */
export function digitOf(token: Token): number | null {
  return /^\d$/.test(token.word) ? Number(token.word) : null;
}

const KNOWN_PLAIN_ADJECTIVES = new Set(
  "small tiny huge large big little mirrored flipped centered blurred painted".split(" "),
);

/** A noun that the number before it would count: "3 dogs". */
export function isPlainNoun(token: Token | undefined): token is Token {
  if (token?.kind !== "word") return false;
  const { word } = token;
  if (FUNCTION_WORDS.has(word) || COPULAS.has(word) || POSITIONAL.has(word) || KNOWN_PLAIN_ADJECTIVES.has(word))
    return false;
  return !PLACE_VERBS.has(word) && !OTHER_VERBS.has(word) && !ACTIONS.has(word) && !word.endsWith("ing");
}

/** "0-3": the dash leaves no token, so the numbers stand together. "0 to 3" is read the same after a plural. */
export function rangeEnd(tokens: readonly Token[], at: number, references: number): number | null {
  const next = tokens[at + 1];
  const index = next?.kind === "number" && next.start === tokens[at].end + 1 ? digitOf(next) : null;
  return index !== null && index < references ? index : null;
}

/** "a contact sheet of 0 to 3", "images 0 through 3". */
export function spokenRangeEnd(tokens: readonly Token[], at: number, references: number): number | null {
  const end = tokens[at + 2];
  if (
    !["to", "through", "until"].includes(wordAt(tokens, at + 1)) ||
    end?.kind !== "number" ||
    isPlainNoun(tokens[at + 3])
  )
    return null;
  const index = digitOf(end);
  return index !== null && index < references ? index : null;
}

export const upTo = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
