import { readLook } from "../vocabulary/looks.ts";
import { DETERMINERS, isPlural, NUMBER_WORDS, ROLE_NOUNS } from "../vocabulary/words.ts";
import { digitOf, isPlainNoun, rangeEnd, spokenRangeEnd, upTo } from "./digits.ts";
import { type Token, wordAt } from "./token.ts";

/** Tokens that name references. */
export interface Found {
  length: number;
  references: number[];
}

const COLLECTIONS = new Set("collage grid sheet mosaic montage moodboard board strip row tile".split(" "));

export const UNITS = new Set(
  "o'clock am pm percent times x copies degrees px pixels k d mm cm m km minutes hours seconds years days weeks people person star stars th of % minute hour second year day week".split(
    " ",
  ),
);
const MEASURED = new Set(
  "at top version level iso f about approximately roughly size scale age aged chapter number channel route highway exactly least most euro dollar".split(
    " ",
  ),
);

/** A digit alone is a reference, unless it counts or measures something. */
export function bareNumber(
  tokens: readonly Token[],
  at: number,
  references: number,
  before: readonly Token[],
): Found | null {
  const token = tokens[at];
  const index = token.kind === "number" ? digitOf(token) : null;
  if (index === null || index >= references) return null;
  const previous = before.at(-1);
  const next = tokens[at + 1];
  if (previous && MEASURED.has(previous.word) && next?.kind !== "possessive") return null;
  // "a 2", "the 2 dogs" count; "the 0 in the 1" is how some speak of references.
  const isCounted =
    previous?.word === "the" ? isPlainNoun(next) : DETERMINERS.has(previous?.word ?? "") && previous?.word !== "that";
  if (isCounted) return null;
  const isTimes = next?.word === "times" && countsAt(tokens[at + 2]);
  // "clean 0 of all people": nobody speaks of none of something.
  const isNoneOf = index === 0 && next?.word === "of";
  if (next && UNITS.has(next.word) && !isTimes && !isNoneOf) return null;
  if (isBargain(tokens, at) || isEstimate(tokens, at)) return null;
  const range = previous?.word === "of" || previous?.word === "" ? rangeEnd(tokens, at, references) : null;
  if (range !== null && !isPlainNoun(tokens[at + 2])) return { length: 2, references: upTo(index, range) };
  const isList = previous?.word === "from" && isPlural(before.at(-2)?.word ?? "");
  const spoken =
    isList || [1, 2].some((back) => COLLECTIONS.has(wordAt(tokens, at - back)))
      ? spokenRangeEnd(tokens, at, references)
      : null;
  if (spoken !== null && spoken > index) return { length: 3, references: upTo(index, spoken) };
  // "scene: 1 subject: 0"
  const isLabelled =
    (previous?.kind === "colon" && tokens[at + 2]?.kind === "colon") ||
    (ROLE_NOUNS.has(previous?.word ?? "") && ROLE_NOUNS.has(next?.word ?? "") && tokens[at + 2]?.kind === "number");
  if (
    isPlainNoun(next) &&
    !isParticiple(tokens, at + 1) &&
    !isLookAlone(tokens, at + 1) &&
    !isTimes &&
    !isLabelled &&
    !isRoleNamed(tokens, at + 1)
  ) {
    const sourced = ["from", "in", "of"].includes(previous?.word ?? "");
    // "give the dog in 0 wings": nobody counts none.
    if (!sourced || (isPlural(next.word) && index > 0)) return null;
  }
  return { length: 1, references: [index] };
}

/** "0 hidden behind": what was done with it, and no noun. */
function isParticiple(tokens: readonly Token[], at: number): boolean {
  const isDone = /\p{L}ed$|(?:hidden|shown|seen|taken|torn|broken|worn)$/u.test(wordAt(tokens, at));
  return isDone && !isPlainNoun(tokens[at + 1]);
}

/** "0 warmer": no count, since nothing follows that it could be of. */
function isLookAlone(tokens: readonly Token[], at: number): boolean {
  const look = readLook(tokens, at);
  return look !== null && !isPlainNoun(tokens[at + look.length]);
}

/** "0 subject, 1 background": the part that a picture plays, and nothing after it. */
function isRoleNamed(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return ROLE_NOUNS.has(wordAt(tokens, at)) && (next === undefined || next.kind === "comma" || next.kind === "stop");
}

const countsAt = (token: Token | undefined) => token?.kind === "number" || NUMBER_WORDS.has(token?.word ?? "");

/** "2 for 1" is a bargain, unless something is swapped for something or the first is clearly a source ("of 2 for 1"). */
function isBargain(tokens: readonly Token[], at: number): boolean {
  const isPair = (first: number) =>
    tokens[first]?.kind === "number" && wordAt(tokens, first + 1) === "for" && tokens[first + 2]?.kind === "number";
  const first = isPair(at) ? at : isPair(at - 2) ? at - 2 : null;
  if (first === null || ["of", "from", "in"].includes(wordAt(tokens, first - 1))) return false;
  const before = tokens.slice(Math.max(0, first - 8), first);
  return !before.some((token) => /^(?:swap|exchange|replac|substitut|switch|trad|chang|use)/.test(token.word));
}

/** "2 or 3 dogs", "1-2 people". */
function isEstimate(tokens: readonly Token[], at: number): boolean {
  const isRange = (i: number) => ["or", "to"].includes(wordAt(tokens, i));
  if (isRange(at + 1) && tokens[at + 2]?.kind === "number" && isPlainNoun(tokens[at + 3])) return true;
  return isRange(at - 1) && tokens[at - 2]?.kind === "number" && isPlainNoun(tokens[at + 1]);
}
