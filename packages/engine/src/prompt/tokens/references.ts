import { ACTIONS } from "../vocabulary/actions.ts";
import {
  COPULAS,
  DETERMINERS,
  FUNCTION_WORDS,
  IMAGE_NOUNS,
  IMAGE_PLURALS,
  NUMBER_WORDS,
  ORDINALS,
  OTHER_VERBS,
  PLACE_VERBS,
  POSITIONAL,
} from "../vocabulary/words.ts";
import type { Token } from "./tokens.ts";

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
    // "the photo 0": its article belongs to it.
    const article = named.at(-1);
    const start =
      found.length > 1 && article && DETERMINERS.has(article.word) ? (named.pop()?.start ?? 0) : tokens[at].start;
    const last = tokens[at + found.length - 1];
    named.push({ kind: "reference", word: "<reference>", raw: "", start, end: last.end, references: found.references });
    at += found.length;
  }
  return named;
}

interface Found {
  length: number;
  references: number[];
}

const word = (tokens: readonly Token[], at: number) => tokens[at]?.word ?? "";

/** "image two" is index 2 as "image 2" is, unless that overruns what was given and no zero is named: then people count from one. */
function spelledBase(tokens: readonly Token[], references: number): number {
  let highest = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < tokens.length; i++) {
    const value = NUMBER_WORDS.get(word(tokens, i + 1));
    if (!IMAGE_NOUNS.has(word(tokens, i)) || value === undefined) continue;
    highest = Math.max(highest, value);
    lowest = Math.min(lowest, value);
  }
  return highest >= references && lowest > 0 ? 1 : 0;
}

function afterImageNoun(tokens: readonly Token[], at: number, references: number, wordBase: number): Found | null {
  const plural = IMAGE_PLURALS.has(word(tokens, at));
  if (!plural && !IMAGE_NOUNS.has(word(tokens, at))) return null;
  let i = at + 1;
  if (IMAGE_NOUNS.has(word(tokens, i))) i += 1;
  if (["number", "no", "nr", "index"].includes(word(tokens, i))) i += word(tokens, i + 1) === "." ? 2 : 1;
  const token = tokens[i];
  if (!token) return null;
  if (token.kind === "reference") return { length: i + 1 - at, references: token.references };
  const index = token.kind === "number" ? single(token) : spelled(token.word, wordBase);
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

/** "0-3": the dash leaves no token, so the numbers stand together. "0 to 3" is read the same after a plural. */
function rangeEnd(tokens: readonly Token[], at: number, references: number): number | null {
  const next = tokens[at + 1];
  const index = next?.kind === "number" && next.start === tokens[at].end + 1 ? single(next) : null;
  return index !== null && index < references ? index : null;
}

/** "a contact sheet of 0 to 3", "images 0 through 3". */
function spokenRangeEnd(tokens: readonly Token[], at: number, references: number): number | null {
  const end = tokens[at + 2];
  if (
    !["to", "through", "until"].includes(word(tokens, at + 1)) ||
    end?.kind !== "number" ||
    isPlainNoun(tokens[at + 3])
  )
    return null;
  const index = single(end);
  return index !== null && index < references ? index : null;
}

const COLLECTIONS = new Set("collage grid sheet mosaic montage moodboard board strip row".split(" "));

const upTo = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

function ordinal(tokens: readonly Token[], at: number, references: number): Found | null {
  const index = word(tokens, at) === "last" ? references - 1 : ORDINALS.get(word(tokens, at));
  if (index === undefined || index >= references) return null;
  let i = at + 1;
  while (
    ["reference", "input", "source", "uploaded", "given"].includes(word(tokens, i)) &&
    IMAGE_NOUNS.has(word(tokens, i + 1))
  )
    i += 1;
  if (IMAGE_NOUNS.has(word(tokens, i)) || word(tokens, i) === "one") return { length: i + 1 - at, references: [index] };
  const sourced = ["from", "of", "in"].includes(word(tokens, at - (DETERMINERS.has(word(tokens, at - 1)) ? 2 : 1)));
  const next = tokens[i];
  const alone = next?.kind !== "word" || (FUNCTION_WORDS.has(next.word) && next.word !== "half");
  return sourced && alone ? { length: 1, references: [index] } : null;
}

const QUANTIFIERS = new Set(["both", "all", "these", "those", "every", "each", "the", "my"]);

/** "both photos", "all of the images", "the three pictures", "all 4 of them". */
function allOfThem(tokens: readonly Token[], at: number, references: number): Found | null {
  if (!QUANTIFIERS.has(word(tokens, at))) return null;
  let i = at + 1;
  while (
    word(tokens, i) === "of" ||
    DETERMINERS.has(word(tokens, i)) ||
    NUMBER_WORDS.get(word(tokens, i)) !== undefined ||
    tokens[i]?.kind === "number"
  )
    i += 1;
  if (["reference", "input", "source"].includes(word(tokens, i))) i += 1;
  const plural = IMAGE_PLURALS.has(word(tokens, i)) && word(tokens, i) !== "ones";
  const singular = ["every", "each"].includes(word(tokens, at)) && IMAGE_NOUNS.has(word(tokens, i));
  if (!plural && !singular) return null;
  const after = tokens[i + 1];
  if (after?.kind === "number" || after?.kind === "reference" || ["from", "of", "in"].includes(after?.word ?? "")) {
    if (tokens[i + 2]?.kind === "number" || tokens[i + 2]?.kind === "reference" || after.kind !== "word") return null;
  }
  return { length: i + 1 - at, references: upTo(0, references - 1) };
}

const UNITS = new Set(
  "o'clock am pm percent times x copies degrees px pixels k d mm cm m km minutes hours seconds years days weeks people person star stars th of % minute hour second year day week".split(
    " ",
  ),
);
const MEASURED = new Set(
  "at top version level iso f about approximately roughly size scale age aged chapter number channel route highway exactly only least most over euro dollar".split(
    " ",
  ),
);

function bareNumber(tokens: readonly Token[], at: number, references: number, before: readonly Token[]): Found | null {
  const token = tokens[at];
  const index = token.kind === "number" ? single(token) : null;
  if (index === null || index >= references) return null;
  const previous = before.at(-1);
  const next = tokens[at + 1];
  if (
    previous &&
    (MEASURED.has(previous.word) || (DETERMINERS.has(previous.word) && !["that"].includes(previous.word)))
  )
    return null;
  if (next && UNITS.has(next.word)) return null;
  if (isBargain(tokens, at) || isEstimate(tokens, at)) return null;
  const range = previous?.word === "of" || previous?.word === "" ? rangeEnd(tokens, at, references) : null;
  if (range !== null && !isPlainNoun(tokens[at + 2])) return { length: 2, references: upTo(index, range) };
  const spoken = COLLECTIONS.has(word(tokens, at - 2)) ? spokenRangeEnd(tokens, at, references) : null;
  if (spoken !== null && spoken > index) return { length: 3, references: upTo(index, spoken) };
  if (isPlainNoun(next)) {
    const sourced = ["from", "in", "of"].includes(previous?.word ?? "");
    if (!sourced || isPlural(next.word)) return null;
  }
  return { length: 1, references: [index] };
}

/** "2 for 1" is a bargain, unless something is swapped for something or the first is clearly a source ("of 2 for 1"). */
function isBargain(tokens: readonly Token[], at: number): boolean {
  const isPair = (first: number) =>
    tokens[first]?.kind === "number" && word(tokens, first + 1) === "for" && tokens[first + 2]?.kind === "number";
  const first = isPair(at) ? at : isPair(at - 2) ? at - 2 : null;
  if (first === null || ["of", "from", "in"].includes(word(tokens, first - 1))) return false;
  const before = tokens.slice(Math.max(0, first - 8), first);
  return !before.some((token) => /^(?:swap|exchange|replac|substitut|switch|trad|chang|use)/.test(token.word));
}

/** "2 or 3 dogs", "1-2 people". */
function isEstimate(tokens: readonly Token[], at: number): boolean {
  const isRange = (i: number) => ["or", "to"].includes(word(tokens, i));
  if (isRange(at + 1) && tokens[at + 2]?.kind === "number" && isPlainNoun(tokens[at + 3])) return true;
  return isRange(at - 1) && tokens[at - 2]?.kind === "number" && isPlainNoun(tokens[at + 1]);
}

/** The digit of a number that stands alone: not 4k, 0.5, $2 or the 3 of "3-legged" (the tokens keep what touches it). */
function single(token: Token): number | null {
  return /^\d$/.test(token.word) ? Number(token.word) : null;
}

const KNOWN_PLAIN_ADJECTIVES = new Set(
  "small tiny huge large big little mirrored flipped centered blurred painted".split(" "),
);

function isPlainNoun(token: Token | undefined): token is Token {
  if (token?.kind !== "word") return false;
  const { word } = token;
  if (FUNCTION_WORDS.has(word) || COPULAS.has(word) || POSITIONAL.has(word) || KNOWN_PLAIN_ADJECTIVES.has(word))
    return false;
  return !PLACE_VERBS.has(word) && !OTHER_VERBS.has(word) && !ACTIONS.has(word) && !word.endsWith("ing");
}

function isPlural(text: string): boolean {
  return /[^su]s$/.test(text) || text === "people" || text === "men" || text === "women" || text === "children";
}
