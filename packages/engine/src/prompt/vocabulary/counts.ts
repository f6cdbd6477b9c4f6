import { skip, type Token, wordAt } from "../tokens/token.ts";
import type { Match } from "./phrases.ts";
import { DETERMINERS, isPlural, NUMBER_WORDS } from "./words.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const MULTIPLES: ReadonlyMap<string, number> = new Map([
  ["pair", 2],
  ["couple", 2],
  ["duo", 2],
  ["duplicate", 2],
  ["trio", 3],
  ["few", 3],
  ["several", 4],
  ["bunch", 5],
  ["handful", 5],
  ["numerous", 6],
  ["many", 6],
  ["lots", 6],
  ["plenty", 6],
  ["multiple", 4],
  ["dozen", 12],
  ["dozens", 12],
  ["countless", 12],
  ["hundred", 100],
  ["hundreds", 100],
  ["thousand", 1000],
  ["thousands", 1000],
  ["million", 1_000_000],
  ["millions", 1_000_000],
]);
const COPY_NOUNS = words("copies copy duplicates instances clones repetitions versions variants variations");
/** "two cans of the soda from 0": as many of it. */
const PORTIONS = words(
  "bottles cans cups glasses mugs jars bowls boxes packs packets bags tubes tins slices pieces bunches bars rolls loaves scoops pots vases plates bouquets",
);
const COPY_ADJECTIVES = words("identical more small tiny large big mirrored");
/** "twice the size", "three times as big" speak of size. */
const OF_SIZE = words("as the its size big bigger larger smaller");

/** `before` the thing is named or after; `pair` where it may be one that belongs together ("a pair of boots"). */
export interface Count {
  count: number;
  before: boolean;
  pair: boolean;
}

/** "3 copies of", "two of the", "a dozen", "three times", "twice": how often a subject is laid. */
export function readCount(tokens: readonly Token[], at: number): Match<Count> | null {
  const isArticle = DETERMINERS.has(wordAt(tokens, at)) && !/^(?:the|each|every)$/.test(wordAt(tokens, at));
  const from = isArticle ? at + 1 : at;
  const pair = wordAt(tokens, from) === "pair";
  const found = (end: number, count: number, before: boolean) => ({ length: end - at, value: { count, before, pair } });

  const once = wordAt(tokens, from);
  const isOfSize = (i: number) => OF_SIZE.has(wordAt(tokens, i));
  if (once === "twice" && !isOfSize(from + 1)) return found(from + 1, 2, false);
  if (once === "thrice" && !isOfSize(from + 1)) return found(from + 1, 3, false);

  const after = ["times", "x"].includes(once) ? numberAt(tokens, from + 1) : null;
  if (after !== null) return found(from + 2, after, false);
  if (wordAt(tokens, at) === "some" && wordAt(tokens, at + 1) === "of") return found(at + 2, 3, true);
  const amount = readAmount(tokens, from);
  if (!amount) return null;
  const noun = from + amount.length;
  if (wordAt(tokens, noun) === "times" && !isOfSize(noun + 1)) return found(noun + 1, amount.value, false);
  const copies = skip(tokens, noun, COPY_ADJECTIVES);
  const isCopies = COPY_NOUNS.has(wordAt(tokens, copies));
  const end = isCopies ? copies + 1 : copies;
  // "all four of us"
  if (["all", "both"].includes(wordAt(tokens, at - 1)) || wordAt(tokens, end + 1) === "us") return null;
  if (wordAt(tokens, end) === "of") return found(end + 1, amount.value, true);
  const isPortion = PORTIONS.has(wordAt(tokens, end)) && wordAt(tokens, end + 1) === "of";
  if (isPortion && end + 2 === tokens.length) return found(end + 2, amount.value, true);
  return isCopies ? found(end, amount.value, false) : null;
}

/** How many a noun phrase says there are, with its article: "three dogs", "half a dozen eggs", "many balloons"; null for "the three dogs". */
export function amountOf(phrase: readonly Word[]): Match<number> | null {
  const first = wordAt(phrase, 0);
  const hedged = HEDGES.has(first) ? 1 : 0;
  const from = ["a", "an", "some", "another"].includes(wordAt(phrase, hedged)) ? hedged + 1 : hedged;
  const amount = readAmount(phrase, from);
  const length = from + (amount?.length ?? 0);
  if (amount && amount.value > 0 && length < phrase.length) return { length, value: amount.value };
  return first === "some" && isPlural(wordAt(phrase, phrase.length - 1)) ? { length: 1, value: 3 } : null;
}

/** "exactly three dogs" */
const HEDGES = words("exactly precisely about around roughly approximately only just maybe");

type Word = Pick<Token, "word">;

/** "3", "several", "two dozen", "half a dozen". */
function readAmount(tokens: readonly Word[], at: number): Match<number> | null {
  const half = /^half (?:a )?dozen\b/.exec([0, 1, 2].map((i) => wordAt(tokens, at + i)).join(" "));
  if (half) return { length: half[0].split(" ").length, value: 6 };
  const number = numberAt(tokens, at);
  const next = number === null ? at : at + 1;
  const multiple = MULTIPLES.get(wordAt(tokens, next));
  if (multiple !== undefined) return { length: next + 1 - at, value: (number ?? 1) * multiple };
  return number === null ? null : { length: 1, value: number };
}

/** A small whole number in digits or letters. */
function numberAt(tokens: readonly Word[], at: number): number | null {
  const word = wordAt(tokens, at);
  return /^\d{1,2}x?$/.test(word) ? Number.parseInt(word, 10) : (NUMBER_WORDS.get(word) ?? null);
}
