import {
  DETERMINERS,
  FUNCTION_WORDS,
  IMAGE_NOUNS,
  IMAGE_PLURALS,
  NUMBER_WORDS,
  ORDINALS,
  PICTURES,
} from "../vocabulary/words.ts";
import { digitOf, rangeEnd, spokenRangeEnd, upTo } from "./digits.ts";
import { bareNumber, type Found } from "./numbers.ts";
import { type Token, wordAt } from "./token.ts";

/**
 * Joins what names a reference ("image 0", "the second photo", "both pictures", a bare 0) into one reference token.
 * A number that counts or measures something, or is at or beyond `references`, stays a number.
 */
export function nameReferences(tokens: readonly Token[], references: number): Token[] {
  const wordBase = spelledBase(tokens, references);
  const named: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const found =
      afterImageNoun(tokens, at, references, wordBase) ??
      ordinal(tokens, at, references) ??
      allOfThem(tokens, at, references) ??
      bareNumber(tokens, at, references, named);
    if (!found) {
      named.push(tokens[at]);
      at += 1;
      continue;
    }
    // "the dog form 0": no form has a number.
    const before = named.at(-1);
    if (before?.word === "form") named[named.length - 1] = { ...before, word: "from" };
    // "the photo 0": its article belongs to it.
    const article = named.at(-1);
    const start =
      (found.length > 1 || tokens[at].kind === "word") && article && DETERMINERS.has(article.word)
        ? (named.pop()?.start ?? 0)
        : tokens[at].start;
    const last = tokens[at + found.length - 1];
    named.push({ kind: "reference", word: "<reference>", raw: "", start, end: last.end, references: found.references });
    at += found.length;
  }
  return named;
}

/** "image two" is index 2 as "image 2" is, unless that overruns what was given and no zero is named: then people count from one. */
function spelledBase(tokens: readonly Token[], references: number): number {
  let highest = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < tokens.length; i++) {
    const value = NUMBER_WORDS.get(wordAt(tokens, i + 1));
    if (!IMAGE_NOUNS.has(wordAt(tokens, i)) || value === undefined) continue;
    highest = Math.max(highest, value);
    lowest = Math.min(lowest, value);
  }
  return highest >= references && lowest > 0 ? 1 : 0;
}

function afterImageNoun(tokens: readonly Token[], at: number, references: number, wordBase: number): Found | null {
  const plural = IMAGE_PLURALS.has(wordAt(tokens, at));
  // "in the style of the painting 2"
  const isWork = PICTURES.has(wordAt(tokens, at)) && DETERMINERS.has(wordAt(tokens, at - 1));
  if (!plural && !isWork && !IMAGE_NOUNS.has(wordAt(tokens, at))) return null;
  let i = at + 1;
  if (IMAGE_NOUNS.has(wordAt(tokens, i))) i += 1;
  if (["number", "no", "nr", "index"].includes(wordAt(tokens, i))) i += wordAt(tokens, i + 1) === "." ? 2 : 1;
  const token = tokens[i];
  if (!token) return null;
  if (token.kind === "reference") return { length: i + 1 - at, references: token.references };
  const index = token.kind === "number" ? digitOf(token) : spelled(token.word, wordBase);
  if (index === null || index < 0 || index >= references) return null;
  const end = plural ? rangeEnd(tokens, i, references) : null;
  if (end !== null) return { length: i + 2 - at, references: upTo(index, end) };
  const spoken = plural ? spokenRangeEnd(tokens, i, references) : null;
  if (spoken !== null && spoken > index) return { length: i + 3 - at, references: upTo(index, spoken) };
  return { length: i + 1 - at, references: [index] };
}

function spelled(text: string, base: number): number | null {
  const value = NUMBER_WORDS.get(text);
  return value === undefined ? null : value - base;
}

function ordinal(tokens: readonly Token[], at: number, references: number): Found | null {
  const index = wordAt(tokens, at) === "last" ? references - 1 : ORDINALS.get(wordAt(tokens, at));
  if (index === undefined || index >= references) return null;
  let i = at + 1;
  while (
    ["reference", "input", "source", "uploaded", "given"].includes(wordAt(tokens, i)) &&
    IMAGE_NOUNS.has(wordAt(tokens, i + 1))
  )
    i += 1;
  if (IMAGE_NOUNS.has(wordAt(tokens, i)) || wordAt(tokens, i) === "one")
    return { length: i + 1 - at, references: [index] };
  const sourced = ["from", "of", "in"].includes(wordAt(tokens, at - (DETERMINERS.has(wordAt(tokens, at - 1)) ? 2 : 1)));
  const next = tokens[i];
  const alone = next?.kind !== "word" || (FUNCTION_WORDS.has(next.word) && next.word !== "half");
  // "the second image for the background and the first for the foreground"
  const isAnother = wordAt(tokens, at - 1) === "the" && tokens.some((_, i) => i < at && ordinalImage(tokens, i));
  return (sourced || isAnother) && alone ? { length: 1, references: [index] } : null;
}

const ordinalImage = (tokens: readonly Token[], at: number) =>
  (ORDINALS.has(wordAt(tokens, at)) || wordAt(tokens, at) === "last") && IMAGE_NOUNS.has(wordAt(tokens, at + 1));

const QUANTIFIERS = new Set(["both", "all", "these", "those", "every", "each", "the", "my"]);

/** "both photos", "all of the images", "the three pictures", "all 4 of them". */
function allOfThem(tokens: readonly Token[], at: number, references: number): Found | null {
  if (!QUANTIFIERS.has(wordAt(tokens, at))) return null;
  let i = at + 1;
  while (
    wordAt(tokens, i) === "of" ||
    DETERMINERS.has(wordAt(tokens, i)) ||
    NUMBER_WORDS.get(wordAt(tokens, i)) !== undefined ||
    tokens[i]?.kind === "number"
  )
    i += 1;
  if (["reference", "input", "source"].includes(wordAt(tokens, i))) i += 1;
  const plural = IMAGE_PLURALS.has(wordAt(tokens, i)) && wordAt(tokens, i) !== "ones";
  const singular = ["every", "each"].includes(wordAt(tokens, at)) && IMAGE_NOUNS.has(wordAt(tokens, i));
  if (!plural && !singular) return null;
  const after = tokens[i + 1];
  if (after?.kind === "number" || after?.kind === "reference" || ["from", "of", "in"].includes(after?.word ?? "")) {
    if (tokens[i + 2]?.kind === "number" || tokens[i + 2]?.kind === "reference" || after.kind !== "word") return null;
  }
  return { length: i + 1 - at, references: upTo(0, references - 1) };
}
