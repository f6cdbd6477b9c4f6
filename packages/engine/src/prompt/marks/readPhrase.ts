import { isPlainNoun } from "../tokens/digits.ts";
import { skip, type Token } from "../tokens/token.ts";
import { endsPhrase, readBackdrop } from "../vocabulary/backdrops.ts";
import { readCount } from "../vocabulary/counts.ts";
import {
  readCollage,
  readFlip,
  readInstead,
  readLift,
  readLikeness,
  readRoleCue,
  readShadow,
  readSurroundings,
  readTransparent,
} from "../vocabulary/cues.ts";
import { readFormat } from "../vocabulary/formats.ts";
import { ofMaterial, readLimit } from "../vocabulary/limits.ts";
import { readLook } from "../vocabulary/looks.ts";
import { readOpacity } from "../vocabulary/opacity.ts";
import type { Match } from "../vocabulary/phrases.ts";
import { readPosition, readRelation, SIDES } from "../vocabulary/places.ts";
import { readPercentScale, readScale } from "../vocabulary/scales.ts";
import { readInk } from "../vocabulary/texts.ts";
import { DETERMINERS } from "../vocabulary/words.ts";
import type { Mark } from "./marks.ts";
import { readColouring } from "./readColouring.ts";

/** The longest phrase of the vocabulary that starts at a token. */
export function readPhrase(tokens: readonly Token[], at: number, isNamedNext = false): Match<Mark> | null {
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

const WISHERS = new Set(["i'd", "we'd", "you'd", "would", "i", "we", "i’d", "we’d"]);
const SCALE_COMMANDS = new Set("shrink downsize downscale enlarge magnify upsize upscale scale resize blow".split(" "));

const COMING = /ing$|^(?:comes|climbs|crawls|jumps|leaps|looks|peeks|pops|rises|sticks)$/;

/** In order of preference where two read equally many tokens. */
const READERS: Reader[] = [
  map(readTransparent, () => ({ kind: "transparent" })),
  map(readBackdrop, (backdrop) => ({ kind: "backdrop", backdrop })),
  map(readFormat, (ratio) => ({ kind: "format", ratio })),
  map(readLimit, (what) => ({ kind: "limit", what })),
  map(readInstead, () => ({ kind: "instead" })),
  (tokens, at) => {
    const match = readRoleCue(tokens, at);
    // "create a scene with"
    if (match?.length === 1 && ["scene", "setting"].includes(tokens[at].word)) return null;
    // "less colour, more mood: 0 in monochrome", "a surreal scene: the teacup from 0"
    if (/^(?:more|less|an?)$/.test(tokens[at - 1]?.word ?? "")) return null;
    if (/^an?$/.test(tokens[at - 2]?.word ?? "") && tokens[at + (match?.length ?? 0) - 1]?.kind === "colon")
      return null;
    const announces = [":", "of", "from"].includes(tokens[at + (match?.length ?? 0) - 1]?.word ?? "");
    return (
      match && {
        length: match.length,
        value: { kind: "cue", role: match.value, announces, within: tokens[at].word === "in" },
      }
    );
  },
  map(readInk, (ink) => ({ kind: "ink", ...ink })),
  (tokens, at) => {
    // "to compare their size"
    const match = tokens[at - 1]?.word === "to" ? null : readCollage(tokens, at);
    return match && { length: match.length, value: { kind: "collage", ...match.value } };
  },
  (tokens, at) => {
    // "I'd like the tiger": a wish.
    if (tokens[at].word === "like" && WISHERS.has(tokens[at - 1]?.word ?? "")) return null;
    // "restyle 0 after 1": the word alone between two things.
    if (["after", "as"].includes(tokens[at].word) && tokens.length === 1)
      return { length: 1, value: { kind: "likeness", role: "style" } };
    const match = readLikeness(tokens, at);
    // "style transfer: content 0, style 1"
    if (tokens[at + 1]?.word === "transfer" && at + 2 < tokens.length) return null;
    // "look as though it rained"
    const last = tokens[at + (match?.length ?? 0) - 1]?.word;
    const next = at + (match?.length ?? 0);
    if (last === "as" && ["if", "though"].includes(tokens[next]?.word ?? "")) return null;
    // "made of glass"
    const isNamed = isPlainNoun(tokens[next]) && !DETERMINERS.has(tokens[next].word) && readLook(tokens, next) === null;
    const isOfMaterial = match?.value === "pattern" && isNamed;
    if (match && isOfMaterial) {
      let end = next;
      while (isPlainNoun(tokens[end])) end += 1;
      const words = tokens.slice(at, end).map(({ raw }) => raw);
      return { length: end - at, value: { kind: "limit", what: ofMaterial(words.join(" ")) } };
    }
    // "what would the bear look like on the table?"
    if (match && tokens[next]?.word !== "in" && next < tokens.length && readRelation(tokens, next)) return null;
    return match && { length: match.length, value: { kind: "likeness", role: match.value } };
  },
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
