import { type Token, wordAt } from "../tokens/token.ts";
import { ACTIONS } from "../vocabulary/actions.ts";
import { COLOURS } from "../vocabulary/colours.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import {
  COPULAS,
  DETERMINERS,
  DOERS,
  FUNCTION_WORDS,
  IMAGE_NOUNS,
  NUMBER_WORDS,
  OTHER_VERBS,
  PICTURES,
  PLACE_VERBS,
  POSITIONAL,
  PREPOSITIONS,
  PRONOUNS,
  RENDITION_NOUNS,
  STYLE_NOUNS,
} from "../vocabulary/words.ts";
import { facetOf } from "./facets.ts";

/** A noun that a source may follow. "in" follows many adjectives too ("small in 1"), so they are left out. */
export function isHead(tokens: readonly Token[], at: number, isSourced: boolean): boolean {
  const token = tokens[at];
  if (token?.kind === "text") return isSourced;
  if (!isNominal(tokens, at)) return false;
  if (isVerbal(tokens, at) && !DETERMINERS.has(wordAt(tokens, at - 1)) && !isCompound(tokens, at)) return false;
  // "make it rain in 0", "color 0": a wish and no thing.
  const isBare = !DETERMINERS.has(wordAt(tokens, at - 1)) && tokens[at - 1]?.kind !== "possessive";
  if (isBare && wordAt(tokens, at + 1) === "in" && WEATHER.has(token.word)) return false;
  const startsClause = at === 0 || tokens[at - 1].kind === "stop" || wordAt(tokens, at - 1) === "and";
  if (isBare && !isSourced && startsClause && facetOf(token.word) !== "content") return false;
  const isOrder = /(?:i[sz]e|ify)$/.test(token.word) || (startsClause && verbOf(token.word) !== null);
  if (isBare && !isSourced && isOrder) return false;
  // "oil on canvas from 0"
  if (token.word === "canvas" && wordAt(tokens, at - 1) === "on") return false;
  // "a vintage photo of 0" is a wish, "the old photo from 0" all of 0.
  if (IMAGE_NOUNS.has(token.word)) return isSourced && wordAt(tokens, at + 1) !== "of";
  // "the mosaic from 1", but not "a mosaic from 0, 1 and 2"
  if (token.word === "mosaic") return wordAt(tokens, at - 1) === "the" && wordAt(tokens, at + 1) === "from";
  if (PICTURES.has(token.word)) return ["from", "in"].includes(wordAt(tokens, at + 1));
  const isBareNumber = NUMBER_WORDS.has(token.word) && wordAt(tokens, at - 1) !== "the";
  // "the red one from 0"
  if (token.word === "one") return isSourced && isModifier(tokens, at - 1);
  return !RENDITION_NOUNS.has(token.word) && !NEVER_HEADS.has(token.word) && !isBareNumber;
}

/** "the shaving brush from 1": a verb's plain form after a noun that does nothing itself. */
function isCompound(tokens: readonly Token[], at: number): boolean {
  const isPlain = !/(?:ing|ed|s)$/.test(wordAt(tokens, at)) && !DOERS.has(wordAt(tokens, at - 1));
  return isPlain && DETERMINERS.has(wordAt(tokens, at - 2)) && /^(?:from|of|in)$/.test(wordAt(tokens, at + 1));
}

const WEATHER = new Set(
  "spring summer autumn winter rain raining snow snowing fog mist haze night sunset dusk dawn".split(" "),
);

const NEVER_HEADS = new Set(
  "use take black white gray small tiny huge large big little tall centered mirrored flipped happily alone darker brighter warmer cooler softer colder brighten darken lighten sharpen desaturate transparent visible appear opacity way see".split(
    " ",
  ),
);

export function isModifier(tokens: readonly Token[], at: number): boolean {
  if (wordAt(tokens, at) === "and") return isColourWord(wordAt(tokens, at - 1)) && isColourWord(wordAt(tokens, at + 1));
  if (
    wordAt(tokens, at) === "high" ||
    wordAt(tokens, at) === "very" ||
    wordAt(tokens, at) === "living" ||
    wordAt(tokens, at) === "low"
  )
    return true;
  if (wordAt(tokens, at) === "half")
    return /^(?:transparent|opaque|translucent|sized?|scale)$/.test(wordAt(tokens, at + 1));
  if (tokens[at]?.kind === "number") return !wordAt(tokens, at).endsWith("%");
  if (isSideOfThing(tokens, at)) return true;
  return isNominal(tokens, at) && !isVerbal(tokens, at);
}

/** "the left dog", "the top right icon", but not "on the left [the dog]" or, where a clause begins, "on the left dog". */
export function isSideOfThing(tokens: readonly Token[], at: number): boolean {
  const next = wordAt(tokens, at + 1) === "hand" ? at + 2 : at + 1;
  if (!SIDES.has(wordAt(tokens, at)) || !(isNoun(tokens, next) || isSideOfThing(tokens, next))) return false;
  let first = at;
  while (SIDES.has(wordAt(tokens, first - 1))) first -= 1;
  const leader = wordAt(tokens, first - 2);
  const startsClause = first < 3 || tokens[first - 3].kind === "comma" || tokens[first - 3].kind === "stop";
  if (tokens[first - 1]?.kind === "possessive") return true;
  return DETERMINERS.has(wordAt(tokens, first - 1)) && !(startsClause && /^(?:on|at|in|to)$/.test(leader));
}

const isNoun = (tokens: readonly Token[], at: number) =>
  isNominal(tokens, at) && (wordAt(tokens, at) === "one" || !RENDITION_NOUNS.has(wordAt(tokens, at)));

const SIDES = new Set("left right top bottom middle center upper lower leftmost rightmost front".split(" "));

const isColourWord = (text: string) => COLOURS.has(text);

export function isNominal(tokens: readonly Token[], at: number): boolean {
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
  const text = wordAt(tokens, at);
  if (STYLE_NOUNS.has(text) || text === "print" || text === "grade") {
    const isListed = ["comma", "colon", "reference"].includes(tokens[at - 1]?.kind ?? "");
    if (["of", "from", "in"].includes(wordAt(tokens, at + 1)) || (isListed && tokens[at + 1]?.kind === "reference"))
      return true;
  }
  // "the walking stick", "the water drop"
  let first = at;
  while (first > at - 4 && tokens[first - 1]?.kind === "word" && !FUNCTION_WORDS.has(wordAt(tokens, first - 1)))
    first -= 1;
  if (first < at && DETERMINERS.has(wordAt(tokens, first - 1))) return true;
  // "in park 1"
  if (/^(?:park|stand|show|display|set)$/.test(text) && PREPOSITIONS.has(wordAt(tokens, at - 1))) return true;
  return (
    DETERMINERS.has(wordAt(tokens, at - 1)) || (tokens[at - 1]?.kind === "possessive" && tokens[at].kind === "word")
  );
}

/** An action is an adjective at the start of its phrase ("the running shoes") and a verb after a noun ("woman driving car"). */
export function isVerbal(tokens: readonly Token[], at: number): boolean {
  if (!ACTIONS.has(wordAt(tokens, at))) return false;
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
