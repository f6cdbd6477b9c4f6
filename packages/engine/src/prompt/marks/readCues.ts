import { isPlainNoun } from "../tokens/digits.ts";
import { type Token, wordAt } from "../tokens/token.ts";
import { readCollage, readLikeness, readRoleCue } from "../vocabulary/cues.ts";
import { ofMaterial } from "../vocabulary/limits.ts";
import { readLook } from "../vocabulary/looks.ts";
import type { Match } from "../vocabulary/phrases.ts";
import { readRelation } from "../vocabulary/places.ts";
import { DETERMINERS } from "../vocabulary/words.ts";
import type { Mark } from "./marks.ts";

/** "as the background", "style:", but not "create a scene with", "less colour, more mood: 0", "a surreal scene: the teacup from 0". */
export function roleCue(tokens: readonly Token[], at: number): Match<Mark> | null {
  const match = readRoleCue(tokens, at);
  if (!match || /^(?:more|less|an?)$/.test(wordAt(tokens, at - 1))) return null;
  if (match.length === 1 && ["scene", "setting"].includes(tokens[at].word)) return null;
  const last = tokens[at + match.length - 1];
  if (/^an?$/.test(wordAt(tokens, at - 2)) && last.kind === "colon") return null;
  const announces = [":", "of", "from"].includes(last.word);
  return {
    length: match.length,
    value: { kind: "cue", role: match.value, announces, within: tokens[at].word === "in" },
  };
}

/** "side by side", but not "to compare their size". */
export function collage(tokens: readonly Token[], at: number): Match<Mark> | null {
  const match = wordAt(tokens, at - 1) === "to" ? null : readCollage(tokens, at);
  return match && { length: match.length, value: { kind: "collage", ...match.value } };
}

/** "look like", "painted in", "wrapped in" */
export function likeness(tokens: readonly Token[], at: number): Match<Mark> | null {
  // "restyle 0 after 1": the word alone between two things.
  if (["after", "as"].includes(tokens[at].word) && tokens.length === 1)
    return { length: 1, value: { kind: "likeness", role: "style" } };
  const match = readLikeness(tokens, at);
  if (!match || isNoLikeness(tokens, at, at + match.length)) return null;
  const material = match.value === "pattern" ? materialOf(tokens, at, at + match.length) : null;
  return material ?? { length: match.length, value: { kind: "likeness", role: match.value } };
}

const WISHERS = new Set(["i'd", "we'd", "you'd", "would", "i", "we", "i’d", "we’d"]);

/** The words from `at` up to `next` speak of something else. */
function isNoLikeness(tokens: readonly Token[], at: number, next: number): boolean {
  // "I'd like the tiger": a wish.
  if (tokens[at].word === "like" && WISHERS.has(wordAt(tokens, at - 1))) return true;
  // "style transfer: content 0, style 1"
  if (wordAt(tokens, at + 1) === "transfer" && next < tokens.length) return true;
  // "look as though it rained"
  if (wordAt(tokens, next - 1) === "as" && ["if", "though"].includes(wordAt(tokens, next))) return true;
  // "what would the bear look like on the table?"
  return wordAt(tokens, next) !== "in" && next < tokens.length && readRelation(tokens, next) !== null;
}

/** "made of glass", "covered in red ribbon" */
function materialOf(tokens: readonly Token[], at: number, noun: number): Match<Mark> | null {
  let end = noun;
  while (isPlainNoun(tokens[end])) end += 1;
  if (end === noun || DETERMINERS.has(wordAt(tokens, noun)) || readLook(tokens, noun)) return null;
  const words = tokens.slice(at, end).map(({ raw }) => raw);
  return { length: end - at, value: { kind: "limit", what: ofMaterial(words.join(" ")) } };
}
