import { skipBack, type Token, wordAt } from "../tokens/token.ts";
import { COLOURS } from "../vocabulary/colours.ts";
import { readLook } from "../vocabulary/looks.ts";
import { readRelation } from "../vocabulary/places.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import { BEINGS, CLOTHES, DETERMINERS, FACES, SOURCE_FILLERS } from "../vocabulary/words.ts";
import { facetOf } from "./facets.ts";
import { isHead, isModifier } from "./nouns.ts";

/** A noun with what describes it, before and after: tokens `from` up to `to`, the noun itself at `head`. */
export interface NounPhrase {
  from: number;
  head: number;
  to: number;
  /** Where the words before the noun end: those of "the biggest" in "the biggest of the cups", which has its noun after them. */
  lead: number;
}

/** Where a phrase is looked for: between `floor` and the word that leads to its reference, which stands at `at`. */
export interface Search {
  floor: number;
  end: number;
  at: number;
  /** "from", "in", "of", or nothing: "my dog (0)". */
  source: string;
  /** Every picture is named somewhere, so that no noun is left over for one that is not. */
  allNamed: boolean;
}

/** The phrase that ends before `end`: "the small dog", "the dog on the left", "the man with glasses", "the smaller of the two cups". */
export function readNounPhrase(tokens: readonly Token[], search: Search): NounPhrase | null {
  const { floor, end, source } = search;
  const beside = sideBefore(tokens, floor, end) ?? dressBefore(tokens, floor, end);
  const aside = beside === null ? null : (theOne(tokens, floor, beside) ?? plainPhrase(tokens, floor, beside, true));
  const isLike = ["like", "as"].includes(wordAt(tokens, end - 3));
  const plain = (isLike ? theOne(tokens, floor, end) : null) ?? plainPhrase(tokens, floor, end, source !== "");
  let phrase = aside && isMeant(tokens, aside, search) ? aside : plain;
  for (let outer = phrase; outer; outer = outerPhrase(tokens, outer, search)) phrase = outer;
  return phrase && { ...phrase, to: end };
}

/** "a tiny robot" */
function plainPhrase(tokens: readonly Token[], floor: number, end: number, isSourced: boolean): NounPhrase | null {
  const head = end - 1;
  if (head < floor || !isHead(tokens, head, isSourced)) return null;
  const lead = leadBefore(tokens, floor, head);
  const isKnown = ["in", "from", "of"].includes(wordAt(tokens, end)) && wordAt(tokens, lead) === "the";
  const isWish = !isKnown && (isIndefinite(wordAt(tokens, lead)) || !["from", "of"].includes(wordAt(tokens, end)));
  // "remove the colors from 0"
  if (facetOf(wordAt(tokens, head)) === "palette" && /^(?:remove|drop|strip|lose)$/.test(wordAt(tokens, lead - 1)))
    return null;
  if (isWish && areLooks(tokens, lead, end)) return null;
  return { from: lead, head, to: end, lead: head };
}

/** "the one", where more is said of it. */
function theOne(tokens: readonly Token[], floor: number, end: number): NounPhrase | null {
  const from = end - 2;
  const isThere = from >= floor && wordAt(tokens, from) === "the" && wordAt(tokens, end - 1) === "one";
  return isThere ? { from, head: end - 1, to: end, lead: end - 1 } : null;
}

/** "sepia tone 0", "cooler colors in 0": a wish and no thing. */
export function areLooks(tokens: readonly Token[], from: number, end: number): boolean {
  let at = DETERMINERS.has(wordAt(tokens, from)) ? from + 1 : from;
  for (let look = readLook(tokens, at); look && at < end; look = readLook(tokens, at)) at += look.length;
  return at >= end;
}

/** Where the adjectives and the article before a noun begin. */
function leadBefore(tokens: readonly Token[], floor: number, head: number): number {
  let from = head;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  if (from - 1 >= floor && DETERMINERS.has(wordAt(tokens, from - 1))) from -= 1;
  // "half a dozen eggs"
  const isHalf = wordAt(tokens, from - 1) === "half" && wordAt(tokens, from + 1) === "dozen";
  return isHalf && from - 1 >= floor ? from - 1 : from;
}

const SIDE =
  /^(?:(?:first|second|third|fourth|fifth|last) )?(?:on|at|in|to|from|near|by) (?:(?:the|its|far|very|extreme) )*(?:(?:top|bottom|upper|lower|left|right|middle|center|leftmost|rightmost|front|foreground) )+(?:hand )?(?:(?:side|corner|edge|half|part|row|end) )?$/;
const MOST_SIDE_WORDS = 8;

/** Where "that is on the left", "from the right-hand side" begins, if one ends at `end`: of two things it says which. */
function sideBefore(tokens: readonly Token[], floor: number, end: number): number | null {
  let words = "";
  let found: number | null = null;
  for (let i = end - 1; i > floor && i >= end - MOST_SIDE_WORDS && tokens[i].kind === "word"; i--) {
    words = `${tokens[i].word} ${words}`;
    if (SIDE.test(words)) found = i;
  }
  if (found === null) return null;
  // "the white horse, second from the right"
  const comma = tokens[found - 1]?.kind === "comma" && found - 1 > floor ? found - 1 : found;
  return skipBack(tokens, comma, floor, SOURCE_FILLERS);
}

/** Where the "in black" of "the lady in black" begins. */
function dressBefore(tokens: readonly Token[], floor: number, end: number): number | null {
  const isWorn = COLOURS.has(wordAt(tokens, end - 1)) && wordAt(tokens, end - 2) === "in";
  return isWorn && end - 3 >= floor && BEINGS.has(wordAt(tokens, end - 3)) ? end - 2 : null;
}

/** "put a cat on the left of 0" says where it goes; "the cat on the left from 0", "the cat on the left of 0 on the sofa" which it is. */
function isMeant(tokens: readonly Token[], phrase: NounPhrase, { at, source }: Search): boolean {
  const { from, head } = phrase;
  if (hasTextNoun(tokens, phrase)) return false;
  if (source === "from" || source === "") return true;
  const article = wordAt(tokens, from);
  const isKnown = DETERMINERS.has(article) ? !isIndefinite(article) : BEINGS.has(wordAt(tokens, head));
  return isKnown && (isPlacedNext(tokens, at + 1) || verbOf(wordAt(tokens, from - 1)) !== "place");
}

const hasTextNoun = (tokens: readonly Token[], { from, head }: NounPhrase) =>
  tokens.slice(from, head + 1).some(({ kind, word }) => kind === "text" || TEXT_NOUNS.has(word));

const TEXT_NOUNS = new Set("text word words caption headline title slogan".split(" "));

/** The phrase whose noun the one given only describes: "[the man with] glasses", "[the smaller of] the two cups". */
function outerPhrase(tokens: readonly Token[], inner: NounPhrase, search: Search): NounPhrase | null {
  const { floor } = search;
  const at = inner.from - 1;
  const join = wordAt(tokens, at);
  if (at - 1 < floor) return null;
  if (join === "of") return partOf(tokens, inner, floor, at);
  const before = skipBack(tokens, at, floor, RELATIVES);
  const outer = plainPhrase(tokens, floor, before, false);
  if (!outer || facetOf(wordAt(tokens, outer.head)) !== "content") return null;
  const isLike = (join === "like" || join === "as") && wordAt(tokens, inner.head) === "one";
  return isLike || describes(tokens, outer, inner, join, search) ? outer : null;
}

const RELATIVES = new Set("that who which is are".split(" "));
const STANDING = new Set("on under behind beside near by at inside".split(" "));
const WORN = new Set("wearing wears holding holds carrying carries".split(" "));

/** Whether "with glasses", "in the red dress", "wearing a hat" says which one is meant, and does not bring in another. */
function describes(
  tokens: readonly Token[],
  outer: NounPhrase,
  inner: NounPhrase,
  join: string,
  { at, source, allNamed }: Search,
): boolean {
  const article = wordAt(tokens, inner.from);
  if (WORN.has(join)) return isIndefinite(article) || !DETERMINERS.has(article);
  const noun = wordAt(tokens, inner.head);
  const isBeing = BEINGS.has(wordAt(tokens, outer.head));
  const isDress = join === "in" && isBeing && (CLOTHES.has(noun) || COLOURS.has(noun));
  if (STANDING.has(join))
    return (
      allNamed &&
      source !== "" &&
      article === "the" &&
      isPlacedNext(tokens, at + 1) &&
      wordAt(tokens, outer.from) === "the" &&
      !hasTextNoun(tokens, outer)
    );
  if (join !== "with" && !isDress) return false;
  const verb = verbOf(wordAt(tokens, outer.from - 1));
  if (verb !== null && TAKES_WITH.has(verb)) return false;
  if (article !== "the") return isBeing || DETERMINERS.has(wordAt(tokens, outer.from));
  // "the beach with the dog from 0": a dog is brought to a beach that no number was given for.
  const isKnown = DETERMINERS.has(wordAt(tokens, outer.from)) && !isIndefinite(wordAt(tokens, outer.from));
  return (isKnown || isBeing) && (allNamed || source === "in" || isPlacedNext(tokens, at + 1));
}

const TAKES_WITH: ReadonlySet<string> = new Set(
  "replace blend cover dress match paint tint apply change give write".split(" "),
);

/** "[a cup of] coffee", "[the biggest of] the balloons", "[the red one of] the cars", but not "[the roof of] the house". */
function partOf(tokens: readonly Token[], inner: NounPhrase, floor: number, at: number): NounPhrase | null {
  const noun = wordAt(tokens, at - 1);
  const lead = leadBefore(tokens, floor, at - 1);
  const isTheOne = wordAt(tokens, lead) === "the" && !/^(?:in|on|at|to)$/.test(wordAt(tokens, lead - 1));
  if (isTheOne && (noun === "one" || CHOICE.test(noun))) return { ...inner, from: lead, lead };
  if (DETERMINERS.has(wordAt(tokens, inner.from)) && !FACES.has(noun)) return null;
  return noun !== "one" && facetOf(noun) === "content" && isHead(tokens, at - 1, false)
    ? { from: lead, head: at - 1, to: inner.to, lead: at - 1 }
    : null;
}

const CHOICE =
  /^(?:left|right|upper|lower|middle|left-?most|right-?most|topmost|first|second|third|fourth|fifth|last|other|\p{L}{2,}est|smaller|larger|bigger|taller|shorter|older|younger)$/u;

const isIndefinite = (word: string) => /^(?:an?|some|another)$/.test(word);

/** Whether what follows a reference sets it in relation to another: "… on the beach from 1". */
function isPlacedNext(tokens: readonly Token[], at: number): boolean {
  const isMoved = /^(?:is|are|goes|stands|sits)$/.test(wordAt(tokens, at));
  if (!readRelation(tokens, at) && !isMoved) return false;
  for (let i = at + 1; i < tokens.length && tokens[i].kind !== "stop"; i++)
    if (tokens[i].kind === "reference") return true;
  return false;
}
