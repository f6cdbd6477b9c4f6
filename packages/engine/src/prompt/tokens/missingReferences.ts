import {
  DETERMINERS,
  FUNCTION_WORDS,
  IMAGE_NOUNS,
  PALETTE_NOUNS,
  PATTERN_NOUNS,
  STYLE_NOUNS,
} from "../vocabulary/words.ts";
import { digitOf, isPlainNoun } from "./digits.ts";
import { UNITS } from "./numbers.ts";
import { type Token, wordAt } from "./token.ts";

/** Numbers that name pictures which were not given ("the bear from 5" with two of them), each as `number: reason`. */
export function missingReferences(tokens: readonly Token[], references: number): string[] {
  const given = references === 1 ? "there is only reference 0" : `there are only references 0 to ${references - 1}`;
  const missing = tokens.flatMap((token, at) => {
    const index = token.kind === "number" ? digitOf(token) : null;
    const isBeyond = index !== null && index >= references && namesPicture(tokens, at);
    return isBeyond ? [index] : [];
  });
  return [...new Set(missing)].map((index) => `${index}: ${given}`);
}

/** "from 5", "image 5", "the dog in 5", "the style of 5", "the dog [5]", "0 and 5", but not "from 5 pm", "from 5 to 9", "5 dogs". */
function namesPicture(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  const isRange = next?.kind === "number" || ["to", "until", "till", "through", "or"].includes(wordAt(tokens, at + 1));
  if (isRange || (next && UNITS.has(next.word)) || isPlainNoun(next)) return false;
  const lead = wordAt(tokens, at - 1);
  const noun = wordAt(tokens, at - 2);
  if (lead === "from" || IMAGE_NOUNS.has(lead) || /^[[{]/.test(tokens[at].raw)) return true;
  if (lead === "of") return STYLE_NOUNS.has(noun) || PALETTE_NOUNS.has(noun) || PATTERN_NOUNS.has(noun);
  if (lead === "and") return tokens[at - 2]?.kind === "reference";
  return lead === "in" && isDetermined(tokens, at - 2);
}

/** "the small dog", before "in 5": no "split in 5". */
function isDetermined(tokens: readonly Token[], noun: number): boolean {
  for (let at = noun; at >= noun - 3; at--) {
    const word = wordAt(tokens, at);
    if (DETERMINERS.has(word)) return at < noun;
    if (
      tokens[at]?.kind !== "word" ||
      FUNCTION_WORDS.has(word) ||
      /^(?:split|cut|divided|fold|folded|broken)$/.test(word)
    )
      return false;
  }
  return false;
}
