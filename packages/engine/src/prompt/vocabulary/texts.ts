import type { Position } from "@pastiche/contract";
import { type Token, wordAt } from "../tokens/token.ts";
import { type Colour, readColour } from "./colours.ts";
import { type Match, phraseTable } from "./phrases.ts";
import { readPosition, SIDES } from "./places.ts";
import { DETERMINERS, FUNCTION_WORDS, OTHER_VERBS } from "./words.ts";

/** `sure` cues take what follows as it stands; after the others a text begins with a noun or a capital. */
const readCue = phraseTable<"sure" | "noun">([
  ["says|saying|reads|reading|titled|entitled|captioned|headlined|labeled|labelled|inscribed|say|read", "sure"],
  ["write|writes|written|type|spell ~ text|words|word|title|caption|headline?", "sure"],
  ["words|word|phrase", "noun"],
  [
    "text|caption|headline|title|slogan|tagline|heading|lettering|inscription|message|quote|subtitle|banner that|which? says|reads|saying|reading?",
    "noun",
  ],
]);

/** A text to be set that stands without quotes: "that says HELLO", "titled Summer Nights at the top". */
export function readBareText(tokens: readonly Token[], at: number, prompt: string): Match<BareText> | null {
  // "top text: SUMMER", "Bottom: Sale"
  const side = SIDES.get(wordAt(tokens, at)) ?? null;
  const start = side ? at + 1 : at;
  const cue = readCue(tokens, start);
  const isLabel = side !== null && tokens[start]?.kind === "colon";
  if (!cue && !isLabel) return null;
  let from = start + (cue?.length ?? 0);
  // "a caption at the bottom: Summer"
  const placed = readPosition(tokens, from);
  if (placed && tokens[from + placed.length]?.kind === "colon") from += placed.length;
  const position = from > start + (cue?.length ?? 0) ? (placed?.value ?? null) : side;
  const isColon = tokens[from]?.kind === "colon";
  if (isColon) from += 1;
  if (quoteFollows(tokens, from) || readCue(tokens, from)) return null;
  let to = from;
  while (to < tokens.length && to < from + 12 && !endsText(tokens, to, from)) to += 1;
  if (to === from) return null;
  const first = tokens[from];
  const capital = /^\p{Lu}/u.test(first.raw);
  if (!capital && FUNCTION_WORDS.has(first.word) && !(cue?.value === "sure" && isColon)) return null;
  if (!capital && !cue) return null;
  if (!capital && OTHER_VERBS.has(first.word)) return null;
  const content = prompt.slice(first.start, tokens[to - 1].end).trim();
  return { length: to - at, value: { content, position } };
}

interface BareText {
  content: string;
  position: Position | null;
}

function quoteFollows(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < Math.min(tokens.length, from + 10); i++) {
    if (tokens[i].kind === "text") return true;
    if (tokens[i].kind === "stop") return false;
  }
  return false;
}

const INKS = new Set(
  "letters lettering font type typeface writing bold italic capitals caps script handwriting serif sans".split(" "),
);
/** "in big red letters", "with a bold font", and "in red" right after a text: how words are to look. */
export function readInk(tokens: readonly Token[], at: number): Match<{ colour: Colour | null }> | null {
  if (!["in", "with", "using"].includes(tokens[at].word)) return null;
  const plain = tokens[at - 1]?.kind === "text" ? readColour(tokens, at + 1) : null;
  if (plain && !INKS.has(wordAt(tokens, at + 1 + plain.length)))
    return { length: 1 + plain.length, value: { colour: plain.value } };
  let to = at + 1;
  while (to < at + 6 && tokens[to]?.kind === "word" && !INKS.has(tokens[to].word)) to += 1;
  if (!INKS.has(tokens[to]?.word)) return null;
  while (INKS.has(tokens[to]?.word)) to += 1;
  const words = tokens.slice(at + 1, to).filter(({ word }) => !DETERMINERS.has(word));
  const colour = words.map((_, i) => readColour(words, i)).find((found) => found !== null) ?? null;
  return { length: to - at, value: { colour: colour?.value ?? null } };
}

const PLACES = new Set("over on across above below under onto against in at along".split(" "));

function endsText(tokens: readonly Token[], at: number, from: number): boolean {
  const token = tokens[at];
  if (token.kind === "comma" || token.kind === "stop" || token.kind === "reference" || token.kind === "text")
    return true;
  if (at === from) return false;
  const position = readPosition(tokens, at);
  if (position && PLACES.has(token.word)) return true;
  const capital = /^\p{Lu}/u.test(token.raw);
  if (capital) return false;
  if (token.word === "to" && at + 1 >= tokens.length) return true;
  if (PLACES.has(token.word)) {
    // "in red letters", "over the beach from 0", "on it": what follows says how or where, unless the text goes on in capitals.
    const rest = tokens.slice(at + 1, at + 5);
    return (
      at + 1 >= tokens.length ||
      rest.some((next) => INKS.has(next.word) || next.word === "it") ||
      readColour(tokens, at + 1) !== null ||
      !rest.some((next) => /^\p{Lu}/u.test(next.raw))
    );
  }
  return token.word === "with" || (token.word === "and" && OTHER_VERBS.has(tokens[at + 1]?.word ?? ""));
}
