import type { Role } from "@pastiche/contract";
import type { Token } from "../tokens/tokens.ts";
import { ACTIONS } from "../vocabulary/actions.ts";
import { COLOURS } from "../vocabulary/colours.ts";
import {
  BACKGROUND_NOUNS,
  COPULAS,
  DETERMINERS,
  FUNCTION_WORDS,
  IMAGE_NOUNS,
  OTHER_VERBS,
  PALETTE_NOUNS,
  PATTERN_NOUNS,
  PLACE_NOUNS,
  PLACE_VERBS,
  POSITIONAL,
  PRONOUNS,
  RENDITION_NOUNS,
  SOURCE_FILLERS,
  STYLE_NOUNS,
} from "../vocabulary/words.ts";

/** What of a reference is meant: all or something in it (`content`), or only a side of it. */
export type Facet = "content" | "background" | Extract<Role, "style" | "palette" | "pattern">;

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

const word = (tokens: readonly Token[], at: number) => tokens[at]?.word ?? "";

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
  if (!SHOWING.has(word(tokens, at + 1)) || !DETERMINERS.has(word(tokens, at + 2)) || at < floor) return null;
  let to = at + 3;
  while (isNominal(tokens, to) && to < at + 8) to += 1;
  const ends =
    tokens[to] === undefined ||
    ["comma", "stop"].includes(tokens[to].kind) ||
    ["and", "but", "while"].includes(word(tokens, to));
  const noun = nounPhrase(tokens, at + 2, to, prompt);
  if (to === at + 3 || !ends || noun.facet !== "content" || noun.head === null || RENDITION_NOUNS.has(noun.head))
    return null;
  return { ...noun, from: at, to, references: tokens[at].references, defines: true };
}

/** "make 0's background green": the colour is no part of the phrase, but "0's colour scheme" is one. */
function endsFacet(tokens: readonly Token[], at: number): boolean {
  return facetOf(word(tokens, at - 1)) !== "content" && facetOf(word(tokens, at)) === "content";
}

/** "the dog from 0", "dog [0]", "the dog shown in 0": the noun comes before. */
function sourced(tokens: readonly Token[], at: number, floor: number, prompt: string): Thing | null {
  let end = at;
  let isSourced = false;
  if (["from", "in", "of", "on"].includes(word(tokens, at - 1)) && at - 1 > floor) {
    end = at - 1;
    isSourced = word(tokens, at - 1) !== "on";
    if (word(tokens, at - 1) === "from" || end - 1 > floor)
      while (end - 1 > floor && SOURCE_FILLERS.has(word(tokens, end - 1))) end -= 1;
    if (word(tokens, at - 1) === "on") return null;
  }
  if (end - 1 < floor || !isHead(tokens, end - 1, isSourced))
    return isSourced && word(tokens, at - 1) === "from" ? { ...whole(tokens, at), from: at - 1 } : null;
  let from = end - 1;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  const determiner = from - 1 >= floor && DETERMINERS.has(word(tokens, from - 1)) ? 1 : 0;
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
  const first = word(tokens, from);
  const determiner = DETERMINERS.has(first) ? first : null;
  const noun = word(tokens, to - 1);
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

function facetOf(noun: string): Facet {
  if (STYLE_NOUNS.has(noun)) return "style";
  if (PALETTE_NOUNS.has(noun)) return "palette";
  if (PATTERN_NOUNS.has(noun)) return "pattern";
  if (BACKGROUND_NOUNS.has(noun)) return "background";
  return "content";
}

/** "the style of [the painting in 2]": takes in what stands before and names a side of the thing. */
function withFacet(tokens: readonly Token[], thing: Thing, floor: number): Thing {
  let at = thing.from - 1;
  while (at > floor && SOURCE_FILLERS.has(word(tokens, at)) && word(tokens, at) !== "from") at -= 1;
  if (!["of", "from", "in", "on"].includes(word(tokens, at))) return thing;
  at -= 1;
  while (at > floor && SOURCE_FILLERS.has(word(tokens, at))) at -= 1;
  const facet = at >= floor ? facetOf(word(tokens, at)) : "content";
  if (facet === "content" || thing.facet !== "content") return thing;
  let from = at;
  while (from - 1 >= floor && isModifier(tokens, from - 1)) from -= 1;
  if (from - 1 >= floor && DETERMINERS.has(word(tokens, from - 1))) from -= 1;
  return { ...thing, from, facet };
}

/** A noun that a source may follow. "in" follows many adjectives too ("small in 1"), so they are left out. */
function isHead(tokens: readonly Token[], at: number, isSourced: boolean): boolean {
  const token = tokens[at];
  if (token?.kind === "text") return isSourced;
  if (!isNominal(tokens, at)) return false;
  if (isVerbal(tokens, at) && !DETERMINERS.has(word(tokens, at - 1))) return false;
  // "make it rain in 0", "color 0": a wish and no thing.
  const isBare = !DETERMINERS.has(word(tokens, at - 1)) && tokens[at - 1]?.kind !== "possessive";
  if (isBare && word(tokens, at + 1) === "in" && WEATHER.has(token.word)) return false;
  const startsClause = at === 0 || tokens[at - 1].kind === "stop" || word(tokens, at - 1) === "and";
  if (isBare && !isSourced && startsClause && facetOf(token.word) !== "content") return false;
  if (IMAGE_NOUNS.has(token.word)) return isSourced;
  if (PICTURES.has(token.word)) return ["from", "in"].includes(word(tokens, at + 1));
  return !RENDITION_NOUNS.has(token.word) && !NEVER_HEADS.has(token.word);
}

/** Kinds of picture: "the painting in 2" is all of 2, "a painting of 0" a wish. */
const PICTURES = new Set(
  "painting drawing sketch poster portrait print watercolor artwork illustration cartoon render rendering".split(" "),
);

const WEATHER = new Set("rain snow fog mist haze night sunset dusk dawn".split(" "));

const NEVER_HEADS = new Set(
  "small tiny huge large big little tall centered mirrored flipped happily alone darker brighter warmer cooler softer colder brighten darken lighten sharpen desaturate transparent visible appear".split(
    " ",
  ),
);

function isModifier(tokens: readonly Token[], at: number): boolean {
  if (word(tokens, at) === "and") return isColourWord(word(tokens, at - 1)) && isColourWord(word(tokens, at + 1));
  if (
    word(tokens, at) === "high" ||
    word(tokens, at) === "very" ||
    word(tokens, at) === "living" ||
    word(tokens, at) === "low"
  )
    return true;
  if (word(tokens, at) === "half")
    return /^(?:transparent|opaque|translucent|sized?|scale)$/.test(word(tokens, at + 1));
  if (tokens[at]?.kind === "number") return true;
  return isNominal(tokens, at) && !isVerbal(tokens, at);
}

const isColourWord = (text: string) => COLOURS.has(text);

function isNominal(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word") return false;
  const { word: text } = token;
  if (
    FUNCTION_WORDS.has(text) ||
    PRONOUNS.has(text) ||
    COPULAS.has(text) ||
    (POSITIONAL.has(text) && text !== "corner" && text !== "hand")
  )
    return false;
  if (PLACE_VERBS.has(text) || OTHER_VERBS.has(text)) return isNounByPlace(tokens, at);
  return true;
}

/** Verbs that are nouns or adjectives after an article or an adjective: "the painted vase", "the watch", "a cover". */
function isNounByPlace(tokens: readonly Token[], at: number): boolean {
  const text = word(tokens, at);
  if (STYLE_NOUNS.has(text) || text === "print" || text === "grade") {
    const isListed = tokens[at - 1]?.kind === "comma" || tokens[at - 1]?.kind === "colon";
    if (["of", "from", "in"].includes(word(tokens, at + 1)) || (isListed && tokens[at + 1]?.kind === "reference"))
      return true;
  }
  // "the walking stick", "the water drop"
  const described = tokens[at - 1]?.kind === "word" && !FUNCTION_WORDS.has(word(tokens, at - 1));
  if (described && DETERMINERS.has(word(tokens, at - 2))) return true;
  return DETERMINERS.has(word(tokens, at - 1)) || (tokens[at - 1]?.kind === "possessive" && tokens[at].kind === "word");
}

/** An action is an adjective at the start of its phrase ("the running shoes") and a verb after a noun ("woman driving car"). */
function isVerbal(tokens: readonly Token[], at: number): boolean {
  if (!ACTIONS.has(word(tokens, at))) return false;
  const before = tokens[at - 1];
  if (!before) return false;
  if (before.kind === "reference") return true;
  return (
    (before.kind === "word" &&
      !DETERMINERS.has(before.word) &&
      !FUNCTION_WORDS.has(before.word) &&
      !PLACE_VERBS.has(before.word) &&
      isNominal(tokens, at - 1)) ||
    COPULAS.has(before.word)
  );
}
