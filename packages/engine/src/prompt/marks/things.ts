import { type Token, wordAt } from "../tokens/token.ts";
import { DETERMINERS, IMAGE_NOUNS, PLACE_NOUNS, RENDITION_NOUNS, SOURCE_FILLERS } from "../vocabulary/words.ts";
import { type Facet, facetOf } from "./facets.ts";
import { isHead, isModifier, isNominal, isVerbal, PICTURES } from "./nouns.ts";

/** One mention of references: "the small dog from 0", "image 1's colours", "2". Tokens `from` up to, not including, `to`. */
export interface Thing {
  from: number;
  to: number;
  references: number[];
  facet: Facet;
  /** The noun, or null where the picture as a whole is meant. */
  head: string | null;
  /** The tokens before the noun within its phrase, where adjectives stand. */
  adjectives: Token[];
  determiner: string | null;
  phrase: string;
  place: boolean;
  /** "0 is a fox": says only what the reference shows. */
  defines: boolean;
}

/** Every mention of a reference with the noun phrase it belongs to, in order and never overlapping. */
export function findThings(tokens: readonly Token[], prompt: string): Thing[] {
  const things: Thing[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].kind !== "reference") continue;
    const floor = things.at(-1)?.to ?? 0;
    const thing =
      possessed(tokens, at, prompt) ??
      defined(tokens, at, floor, prompt) ??
      sourced(tokens, at, floor, prompt) ??
      whole(tokens, at);
    things.push(withFacet(tokens, thing, floor));
    at = Math.max(at, thing.to - 1);
  }
  return things;
}

function whole(tokens: readonly Token[], at: number): Thing {
  const base = { from: at, to: at + 1, references: tokens[at].references, facet: "content" as const };
  return { ...base, head: null, adjectives: [], determiner: null, phrase: "", place: false, defines: false };
}

/** "0's red car": the noun comes after. */
function possessed(tokens: readonly Token[], at: number, prompt: string): Thing | null {
  if (tokens[at + 1]?.kind !== "possessive") return null;
  let to = at + 2;
  while (isNominal(tokens, to) && to < at + 7 && !(to > at + 2 && (isVerbal(tokens, to) || endsFacet(tokens, to))))
    to += 1;
  if (to === at + 2) return { ...whole(tokens, at), to };
  return { ...nounPhrase(tokens, at + 2, to, prompt), from: at, to, references: tokens[at].references };
}

const SHOWING = new Set("is shows show depicts contains has features : =".split(" "));

/** "0 is a fox", "image 1 shows the desk": only where nothing but the noun follows. */
function defined(tokens: readonly Token[], at: number, floor: number, prompt: string): Thing | null {
  if (!SHOWING.has(wordAt(tokens, at + 1)) || !DETERMINERS.has(wordAt(tokens, at + 2)) || at < floor) return null;
  let to = at + 3;
  while (isNominal(tokens, to) && to < at + 8) to += 1;
  const ends =
    tokens[to] === undefined ||
    ["comma", "stop"].includes(tokens[to].kind) ||
    ["and", "but", "while"].includes(wordAt(tokens, to));
  const noun = nounPhrase(tokens, at + 2, to, prompt);
  if (to === at + 3 || !ends || noun.facet !== "content" || noun.head === null || RENDITION_NOUNS.has(noun.head))
    return null;
  return { ...noun, from: at, to, references: tokens[at].references, defines: true };
}

/** "make 0's background green": the colour is no part of the phrase, but "0's colour scheme" is one. */
function endsFacet(tokens: readonly Token[], at: number): boolean {
  return facetOf(wordAt(tokens, at - 1)) !== "content" && facetOf(wordAt(tokens, at)) === "content";
}

/** "the dog from 0", "dog [0]", "the dog shown in 0": the noun comes before. */
function sourced(tokens: readonly Token[], at: number, floor: number, prompt: string): Thing | null {
  let end = at;
  let isSourced = false;
  if (["from", "in", "of", "on"].includes(wordAt(tokens, at - 1)) && at - 1 > floor) {
    end = at - 1;
    isSourced = wordAt(tokens, at - 1) !== "on";
    if (wordAt(tokens, at - 1) === "from" || end - 1 > floor)
      while (end - 1 > floor && SOURCE_FILLERS.has(wordAt(tokens, end - 1))) end -= 1;
    if (wordAt(tokens, at - 1) === "on") return null;
  }
  if (end - 1 < floor || !isHead(tokens, end - 1, isSourced))
    return isSourced && wordAt(tokens, at - 1) === "from" ? { ...whole(tokens, at), from: at - 1 } : null;
  let from = end - 1;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  const determiner = from - 1 >= floor && DETERMINERS.has(wordAt(tokens, from - 1)) ? 1 : 0;
  return {
    ...nounPhrase(tokens, from - determiner, end, prompt),
    from: from - determiner,
    to: at + 1,
    references: tokens[at].references,
  };
}

function nounPhrase(
  tokens: readonly Token[],
  from: number,
  to: number,
  prompt: string,
): Omit<Thing, "from" | "to" | "references"> {
  const first = wordAt(tokens, from);
  const determiner = DETERMINERS.has(first) ? first : null;
  const noun = wordAt(tokens, to - 1);
  const adjectives = tokens.slice(determiner === null ? from : from + 1, to - 1);
  const phrase = prompt.slice(tokens[from].start, tokens[to - 1].end);
  const place = PLACE_NOUNS.has(noun) || PLACE_NOUNS.has(noun.replace(/s$/, ""));
  const isPicture = IMAGE_NOUNS.has(noun) || PICTURES.has(noun) || noun === "background";
  return {
    facet: facetOf(noun),
    head: isPicture ? null : noun,
    adjectives,
    determiner,
    phrase,
    place,
    defines: false,
  };
}

/** "the style of [the painting in 2]": takes in what stands before and names a side of the thing. */
function withFacet(tokens: readonly Token[], thing: Thing, floor: number): Thing {
  let at = thing.from - 1;
  // "the style of Monet's painting in 1"
  if (tokens[at]?.kind === "possessive")
    do at -= 1;
    while (at > floor && isNominal(tokens, at));
  while (at > floor && SOURCE_FILLERS.has(wordAt(tokens, at)) && wordAt(tokens, at) !== "from") at -= 1;
  if (!["of", "from", "in", "on"].includes(wordAt(tokens, at))) return thing;
  at -= 1;
  while (at > floor && SOURCE_FILLERS.has(wordAt(tokens, at))) at -= 1;
  const facet = at >= floor ? facetOf(wordAt(tokens, at)) : "content";
  if (facet === "content" || thing.facet !== "content") return thing;
  let from = at;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  if (from - 1 >= floor && DETERMINERS.has(wordAt(tokens, from - 1))) from -= 1;
  return { ...thing, from, facet };
}
