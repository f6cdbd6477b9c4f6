import { correctWish } from "../tokens/spelling.ts";
import type { Token } from "../tokens/token.ts";
import { COPULAS, FUNCTION_WORDS, OTHER_VERBS, PLACE_VERBS } from "../vocabulary/words.ts";
import type { Thing } from "./things.ts";

/** Mends slips in words that wish for something. What references show is called what it is called. */
export function mendWishes(tokens: readonly Token[], things: readonly Thing[]): Token[] {
  const heads = new Set(things.map(({ head }) => head));
  return tokens.map((token, at) => {
    const isNamed = things.some(({ from, to }) => at >= from && at < to) || heads.has(token.word);
    return token.kind !== "word" || isNamed || isKnown(token.word)
      ? token
      : { ...token, word: correctWish(token.word) };
  });
}

const isKnown = (word: string) =>
  FUNCTION_WORDS.has(word) || PLACE_VERBS.has(word) || OTHER_VERBS.has(word) || COPULAS.has(word);
