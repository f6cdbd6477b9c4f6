import { skipBack, type Token, wordAt } from "../tokens/token.ts";
import { amountOf } from "../vocabulary/counts.ts";
import { readRoleCue } from "../vocabulary/cues.ts";
import { readLook } from "../vocabulary/looks.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import {
  DETERMINERS,
  IMAGE_NOUNS,
  PICTURES,
  PLACE_NOUNS,
  RENDITION_NOUNS,
  SOURCE_FILLERS,
} from "../vocabulary/words.ts";
import { type Facet, facetOf } from "./facets.ts";
import { areLooks, type NounPhrase, readNounPhrase, type Search } from "./nounPhrase.ts";
import { isModifier, isNominal, isSideOfThing, isVerbal } from "./nouns.ts";
import { beforeViews, furtherViews, isOne } from "./views.ts";

/** One mention of references: "the small dog from 0", "image 1's colours", "2". Tokens `from` up to, not including, `to`. */
export interface Thing {
  from: number;
  to: number;
  references: number[];
  /** Further pictures of the same thing: "the shoe from 0 and 1". */
  views: number[];
  facet: Facet;
  /** The noun, or null where the picture as a whole is meant. */
  head: string | null;
  /** The tokens before the noun within its phrase, where adjectives stand. */
  adjectives: Token[];
  determiner: string | null;
  /** How many the phrase itself says: 3 for "three dogs", null for "the three dogs". */
  amount: number | null;
  phrase: string;
  place: boolean;
  /** "0 is a fox": says only what the reference shows. */
  defines: boolean;
}

/** Every mention of a reference with the noun phrase it belongs to, in order and never overlapping. */
export function findThings(tokens: readonly Token[], prompt: string, given: number): Thing[] {
  const things: Thing[] = [];
  const allNamed = new Set(tokens.flatMap(({ references }) => references)).size === given;
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].kind !== "reference") continue;
    const floor = things.at(-1)?.to ?? 0;
    const thing =
      possessed(tokens, at, prompt) ??
      defined(tokens, at, floor, prompt) ??
      announced(tokens, at, floor, prompt) ??
      sourced(tokens, { at, floor, allNamed }, prompt) ??
      whole(tokens, at);
    things.push(withFacet(tokens, thing, floor));
    at = Math.max(at, thing.to - 1);
  }
  return things;
}

function whole(tokens: readonly Token[], at: number): Thing {
  const base = { from: at, to: at + 1, references: tokens[at].references, views: [], facet: "content" as const };
  return {
    ...base,
    head: null,
    adjectives: [],
    determiner: null,
    amount: null,
    phrase: "",
    place: false,
    defines: false,
  };
}

/** "0's red car": the noun comes after. */
function possessed(tokens: readonly Token[], at: number, prompt: string): Thing | null {
  if (tokens[at + 1]?.kind !== "possessive") return null;
  let to = at + 2;
  while (isSideOfThing(tokens, to)) to += 1;
  while (isNominal(tokens, to) && to < at + 7 && !(to > at + 2 && (isVerbal(tokens, to) || endsFacet(tokens, to))))
    to += 1;
  if (to === at + 2) return { ...whole(tokens, at), to };
  return { ...described(tokens, upTo(at + 2, to), prompt), from: at, to, references: tokens[at].references };
}

export const SHOWING = new Set("is are shows show depict depicts contains has features : =".split(" "));

/** "0 is a fox", "image 1 shows the desk", "1 = cat", "0 and 1 show the same fox": only where nothing but the noun follows. */
function defined(tokens: readonly Token[], at: number, floor: number, prompt: string): Thing | null {
  const { to: verb, views } = furtherViews(tokens, at);
  if (!SHOWING.has(wordAt(tokens, verb)) || at < floor) return null;
  const isDetermined = DETERMINERS.has(wordAt(tokens, verb + 1));
  if (!isDetermined && (tokens[verb].kind !== "colon" || readLook(tokens, verb + 1))) return null;
  const first = isDetermined ? verb + 2 : verb + 1;
  if (views.length > 0 && wordAt(tokens, first) !== "same") return null;
  let to = first;
  while (isNominal(tokens, to) && to < verb + 7) to += 1;
  if (to === first) return null;
  const ends =
    tokens[to] === undefined ||
    ["comma", "stop"].includes(tokens[to].kind) ||
    ["and", "but", "while"].includes(wordAt(tokens, to));
  const noun = described(tokens, upTo(verb + 1, to), prompt);
  if (readRoleCue(tokens, verb)) return null;
  if (!ends || noun.facet !== "content" || noun.head === null || RENDITION_NOUNS.has(noun.head)) return null;
  return { ...noun, from: at, to, references: tokens[at].references, views, defines: true };
}

/** "make 0's background green": the colour is no part of the phrase, but "0's colour scheme" is one. */
function endsFacet(tokens: readonly Token[], at: number): boolean {
  return facetOf(wordAt(tokens, at - 1)) !== "content" && facetOf(wordAt(tokens, at)) === "content";
}

/** "the dog from 0", "dog [0]", "the dog shown in 0", "a table like in 0": the noun comes before. */
function sourced(
  tokens: readonly Token[],
  { at, floor, allNamed }: Pick<Search, "at" | "floor" | "allNamed">,
  prompt: string,
): Thing | null {
  const before = at - 1 > floor ? wordAt(tokens, at - 1) : "";
  if (before === "on") return null;
  const source = ["from", "in", "of"].includes(before) ? before : "";
  let end = source === "" ? at : at - 1;
  if (source === "in" && ["like", "as"].includes(wordAt(tokens, end - 1)) && end - 1 > floor) end -= 1;
  const seen = beforeViews(tokens, end, floor);
  const canBeSeveral = source !== "" || seen < end;
  end = seen;
  if (source !== "") end = beforeFillers(tokens, end, floor);
  const found = readNounPhrase(tokens, { at, floor, end, source, allNamed });
  if (!found) return source === "from" ? { ...whole(tokens, at), from: at - 1 } : null;
  const { to, views } = canBeSeveral && isOne(tokens, found) ? furtherViews(tokens, at) : { to: at + 1, views: [] };
  const noun = described(tokens, found, prompt);
  if (wordAt(tokens, found.head) === "backgrounds") {
    // "the backgrounds of 0 and 1"
    const all = furtherViews(tokens, at);
    return { ...noun, from: found.from, to: all.to, references: [...tokens[at].references, ...all.views] };
  }
  // "the shirt from 0 with the print from 1", but not "the print from 1 on the wall"
  const isPrint = wordAt(tokens, found.head) === "print" && wordAt(tokens, found.from - 1) === "with";
  const facet = isPrint ? "pattern" : noun.facet;
  return { ...noun, facet, from: found.from, to, references: tokens[at].references, views };
}

/** "from 0 take the chair", "from 1 the rug": where a clause begins with the source, its noun comes after. */
function announced(tokens: readonly Token[], at: number, floor: number, prompt: string): Thing | null {
  const before = tokens[at - 2];
  const starts = before === undefined || ["comma", "stop", "colon"].includes(before.kind) || before.word === "and";
  if (wordAt(tokens, at - 1) !== "from" || at - 1 < floor || !starts) return null;
  const next = tokens[at + 1]?.kind === "comma" ? at + 2 : at + 1;
  const from = verbOf(wordAt(tokens, next)) === "use" ? next + 1 : next;
  let to = from + 1;
  while (isNominal(tokens, to) && !isVerbal(tokens, to)) to += 1;
  const isAnothers = ["from", "of", "in"].includes(wordAt(tokens, to)) && tokens[to + 1]?.kind === "reference";
  if (!DETERMINERS.has(wordAt(tokens, from)) || to === from + 1 || isAnothers || tokens[to]?.kind === "reference")
    return null;
  return { ...described(tokens, upTo(from, to), prompt), from: at - 1, to, references: tokens[at].references };
}

/** Skips "shown", "that is", and what commas part: ", taken", ", not the cat,". */
function beforeFillers(tokens: readonly Token[], end: number, floor: number): number {
  const at = skipBack(tokens, end, floor, SOURCE_FILLERS);
  if (tokens[at - 1]?.kind !== "comma" || at - 2 <= floor) return at;
  // "the dog, not the cat, from 0"
  let not = at - 2;
  while (not > floor && not > at - 6 && wordAt(tokens, not) !== "not" && tokens[not].kind === "word") not -= 1;
  if (wordAt(tokens, not) === "not") return tokens[not - 1]?.kind === "comma" ? not - 1 : not;
  return at < end ? at - 1 : at;
}

function described(
  tokens: readonly Token[],
  { from, head, lead, to }: NounPhrase,
  prompt: string,
): Omit<Thing, "from" | "to" | "references"> {
  const first = wordAt(tokens, from);
  const determiner = DETERMINERS.has(first) ? first : null;
  const noun = wordAt(tokens, head);
  const isPicture = IMAGE_NOUNS.has(noun) || PICTURES.has(noun) || WHOLES.has(noun);
  return {
    facet: facetOf(noun),
    head: isPicture ? null : noun,
    adjectives: tokens.slice(determiner === null ? from : from + 1, lead),
    determiner,
    amount: amountOf(tokens.slice(from, lead + 1))?.value ?? null,
    phrase: prompt.slice(tokens[from].start, tokens[to - 1].end),
    place: PLACE_NOUNS.has(noun) || PLACE_NOUNS.has(noun.replace(/s$/, "")),
    defines: false,
    views: [],
  };
}

/** "the weather in 0": nothing in the picture, but how all of it is. */
const WHOLES = new Set("background content day night weather season time light".split(" "));

const upTo = (from: number, to: number): NounPhrase => ({ from, head: to - 1, to, lead: to - 1 });

/** "the style of [the painting in 2]": takes in what stands before and names a side of the thing. */
function withFacet(tokens: readonly Token[], thing: Thing, floor: number): Thing {
  let at = thing.from - 1;
  // "the style of Monet's painting in 1"
  if (tokens[at]?.kind === "possessive")
    do at -= 1;
    while (at > floor && isNominal(tokens, at));
  // "the colors of the photo of my house (0)"
  if (wordAt(tokens, at) === "of" && IMAGE_NOUNS.has(wordAt(tokens, at - 1)))
    at = skipBack(tokens, at - 1, floor, DETERMINERS) - 1;
  while (at > floor && SOURCE_FILLERS.has(wordAt(tokens, at)) && wordAt(tokens, at) !== "from") at -= 1;
  const isSurrounded = ["behind", "around"].includes(wordAt(tokens, at));
  if (!isSurrounded && !["of", "from", "in", "on"].includes(wordAt(tokens, at))) return thing;
  at -= 1;
  while (at > floor && SOURCE_FILLERS.has(wordAt(tokens, at))) at -= 1;
  const facet = at >= floor ? facetOf(wordAt(tokens, at)) : "content";
  if (isSurrounded && facet !== "background") return thing;
  if (facet === "content" || thing.facet !== "content") return thing;
  // "in lego style on the beach from 1"
  if (wordAt(tokens, at + 1) === "on" && facet !== "pattern") return thing;
  let from = at;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  if (from - 1 >= floor && DETERMINERS.has(wordAt(tokens, from - 1))) from -= 1;
  // "put a black background behind the dog from 0"
  if (isSurrounded && /^an?$/.test(wordAt(tokens, from))) return thing;
  // "with vivid colors in the forest from 1": new ones
  const isNew = !/^(?:the|its|his|her|their|those|same)$/.test(wordAt(tokens, from));
  if (wordAt(tokens, at + 1) === "in" && facet !== "background" && thing.head !== null && isNew) return thing;
  // "the tiles as texture on the bathtub from 0"
  if (wordAt(tokens, at + 1) === "on" && wordAt(tokens, from - 1) === "as") return thing;
  if (wordAt(tokens, at + 1) === "in" && areLooks(tokens, from, at + 1)) return thing;
  return { ...thing, from, facet };
}
