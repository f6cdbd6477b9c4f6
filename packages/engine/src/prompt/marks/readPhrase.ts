import { skip, type Token } from "../tokens/token.ts";
import { endsPhrase, readBackdrop } from "../vocabulary/backdrops.ts";
import { readCount } from "../vocabulary/counts.ts";
import { readFlip, readInstead, readLift, readShadow, readSurroundings, readTransparent } from "../vocabulary/cues.ts";
import { readFormat } from "../vocabulary/formats.ts";
import { readLimit } from "../vocabulary/limits.ts";
import { readLook } from "../vocabulary/looks.ts";
import { readOpacity } from "../vocabulary/opacity.ts";
import type { Match } from "../vocabulary/phrases.ts";
import { readPosition, readRelation, SIDES } from "../vocabulary/places.ts";
import { readPercentScale, readScale } from "../vocabulary/scales.ts";
import { readInk } from "../vocabulary/texts.ts";
import { DETERMINERS } from "../vocabulary/words.ts";
import type { Mark } from "./marks.ts";
import { readColouring } from "./readColouring.ts";
import { collage, likeness, roleCue } from "./readCues.ts";

/**
 * The longest phrase of the vocabulary that starts at a token.
 * @param isNamedNext whether a reference is named right after these tokens.
 */
export function readPhrase(
  tokens: readonly Token[],
  at: number,
  { isNamedNext }: { isNamedNext: boolean },
): Match<Mark> | null {
  let best: Match<Mark> | null = null;
  for (const read of READERS) {
    const match = read(tokens, at);
    if (match && match.length > (best?.length ?? 0)) best = match;
  }
  if (best && isNamedNext && tellsWhichPicture(tokens, at, best)) return null;
  return best && !isShadowedByVerb(tokens, at, best) ? best : null;
}

/** "the black and white photo 0": how it looks, and no wish. */
function tellsWhichPicture(tokens: readonly Token[], at: number, { value, length }: Match<Mark>): boolean {
  return value.kind === "look" && at + length === tokens.length && /^(?:the|my|our)$/.test(tokens[at - 1]?.word ?? "");
}

type Reader = (tokens: readonly Token[], at: number) => Match<Mark> | null;

const map =
  <T>(read: (tokens: readonly Token[], at: number) => Match<T> | null, mark: (value: T) => Mark): Reader =>
  (tokens, at) => {
    const match = read(tokens, at);
    return match && { length: match.length, value: mark(match.value) };
  };

const SCALE_COMMANDS = new Set("shrink downsize downscale enlarge magnify upsize upscale scale resize blow".split(" "));

const COMING = /ing$|^(?:comes|climbs|crawls|jumps|leaps|looks|peeks|pops|rises|sticks)$/;

/** In order of preference where two read equally many tokens. */
const READERS: Reader[] = [
  map(readTransparent, () => ({ kind: "transparent" })),
  map(readBackdrop, (backdrop) => ({ kind: "backdrop", backdrop })),
  map(readFormat, (ratio) => ({ kind: "format", ratio })),
  map(readLimit, (what) => ({ kind: "limit", what })),
  map(readInstead, () => ({ kind: "instead" })),
  roleCue,
  map(readInk, (ink) => ({ kind: "ink", ...ink })),
  collage,
  likeness,
  map(readSurroundings, () => ({ kind: "background" })),
  map(readLook, (look) => ({ kind: "look", look })),
  map(readShadow, (shadow) => ({ kind: "shadow", shadow })),
  map(readLift, () => ({ kind: "lift" })),
  map(readFlip, (how) => ({ kind: "flip", how })),
  map(readCount, (count) => ({ kind: "count", ...count })),
  map(readOpacity, (opacity) => ({ kind: "opacity", opacity })),
  map(readPercentScale, (scale) => ({ kind: "scale", scale, command: false })),
  (tokens, at) => {
    const match = readScale(tokens, at);
    if (!match || isByALittle(tokens, at)) return null;
    const { length, value: scale } = match;
    const times = /^(\d+)x$/.exec(tokens[at].word);
    if (times && length === 1) return { length, value: { kind: "times", count: Number(times[1]), scale } };
    return { length, value: { kind: "scale", scale, command: SCALE_COMMANDS.has(tokens[at].word) } };
  },
  readTextPlace,
  readBarePosition,
  (tokens, at) => {
    const match = readPosition(tokens, at);
    const phrase = tokens.slice(at, at + (match?.length ?? 0)).map((token) => token.word);
    return (
      match && { length: match.length, value: { kind: "position", position: match.value, phrase: phrase.join(" ") } }
    );
  },
  (tokens, at) => {
    // "peeking out of the pot"
    if (tokens[at].word === "out" && tokens[at + 1]?.word === "of" && COMING.test(tokens[at - 1]?.word ?? ""))
      return { length: 2, value: { kind: "relation", relation: "in", word: "out" } };
    const match = readRelation(tokens, at);
    return match && { length: match.length, value: { kind: "relation", relation: match.value, word: tokens[at].word } };
  },
  readColouring,
];

/** "brighten 0 a little", "a little warmer": no size. */
function isByALittle(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.word ?? "";
  const isAdverb = endsPhrase(tokens, at + 1) || next === "bit" || /\p{L}{3}er$/u.test(next);
  return tokens[at].word === "little" && tokens[at - 1]?.word === "a" && isAdverb;
}

/** "the mirror" is a thing to stand before; "mirror the horse" is a wish. */
function isShadowedByVerb(tokens: readonly Token[], at: number, match: Match<Mark>): boolean {
  if (match.value.kind !== "flip") return false;
  const before = tokens[at - 1]?.word ?? "";
  return match.length <= 2 && ["mirror", "flip"].includes(tokens[at].word) && DETERMINERS.has(before);
}

/** "top text: …", "bottom: …": where the words that come next are to stand. */
function readTextPlace(tokens: readonly Token[], at: number): Match<Mark> | null {
  const position = SIDES.get(tokens[at].word);
  const end = skip(tokens, at + 1, TEXT_NOUNS);
  const next = tokens[end]?.kind === "colon" ? end + 1 : end;
  const isOfText = tokens[next]?.kind === "text" && (next > at + 1 || at === 0);
  return position && isOfText
    ? { length: next - at, value: { kind: "position", position, phrase: tokens[at].word } }
    : null;
}

const TEXT_NOUNS = new Set("text line caption title words headline".split(" "));

/** "0 left, 1 right": a side right after the thing or text that it is said of, with nothing behind it. */
function readBarePosition(tokens: readonly Token[], at: number): Match<Mark> | null {
  const position = SIDES.get(tokens[at].word);
  const next = tokens[at + 1];
  // "left: 0, right: 1"
  if (position && next?.kind === "colon" && at + 2 === tokens.length)
    return { length: 2, value: { kind: "position", position, phrase: tokens[at].word } };
  const stands = at === 0 || tokens[at - 1].kind === "text";
  const ends =
    next === undefined ||
    next.kind === "comma" ||
    next.kind === "stop" ||
    next.word === "and" ||
    readBackdrop(tokens, at + 1) !== null;
  return position && stands && ends
    ? { length: 1, value: { kind: "position", position, phrase: tokens[at].word } }
    : null;
}
