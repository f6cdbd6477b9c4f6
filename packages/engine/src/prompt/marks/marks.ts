import type { Backdrop, Look, Position, Relation, Role, Scale } from "@pastiche/contract";
import type { Token } from "../tokens/tokens.ts";
import { ACTIONS, type Action, BASE_ACTIONS } from "../vocabulary/actions.ts";
import { endsPhrase, readBackdrop } from "../vocabulary/backdrops.ts";
import { type Colour, readColour } from "../vocabulary/colours.ts";
import {
  readCollage,
  readFlip,
  readLift,
  readLikeness,
  readRoleCue,
  readShadow,
  readTransparent,
} from "../vocabulary/cues.ts";
import { readLook } from "../vocabulary/looks.ts";
import { readCount, readOpacity, readPercentScale, readScale } from "../vocabulary/measures.ts";
import type { Match } from "../vocabulary/phrases.ts";
import { readPosition, readRelation } from "../vocabulary/places.ts";
import { readBareText } from "../vocabulary/texts.ts";
import { type Verb, verbOf } from "../vocabulary/verbs.ts";
import { BACKGROUND_NOUNS, COPULAS, DETERMINERS, PRONOUNS } from "../vocabulary/words.ts";
import type { Thing } from "./things.ts";

/** What the grammar understood at one place of the prompt. */
export type Mark =
  | { kind: "thing"; thing: Thing }
  | { kind: "again"; thing: Thing }
  | { kind: "pronoun"; many: boolean }
  | { kind: "relation"; relation: Relation; word: string }
  | { kind: "action"; action: Action }
  | { kind: "verb"; verb: Verb; passive: boolean }
  | { kind: "likeness"; role: Exclude<Role, "unused"> }
  | { kind: "cue"; role: Exclude<Role, "unused"> }
  | { kind: "position"; position: Position; phrase: string }
  | { kind: "scale"; scale: Scale; command: boolean }
  | { kind: "count"; count: number; before: boolean }
  | { kind: "opacity"; opacity: number }
  | { kind: "flip"; how: "flip" | "upside down" | "rotated" }
  | { kind: "colour"; colour: Colour; version: boolean }
  | { kind: "backdrop"; backdrop: Backdrop }
  | { kind: "background" }
  | { kind: "look"; look: Look }
  | { kind: "text"; content: string }
  | { kind: "collage"; arrangement: "grid" | "row" | "column"; sure: boolean }
  | { kind: "transparent" }
  | { kind: "lift" }
  | { kind: "shadow"; shadow: boolean }
  | { kind: "sign"; sign: "with" | "to" | "and" | "for" | "comma" | "stop" | "colon" | "copula" }
  | { kind: "word"; word: string; determined: boolean };

/** Reads the whole prompt from left to right, the longest reading first. Between two things no phrase crosses a thing. */
export function readMarks(tokens: readonly Token[], things: readonly Thing[], prompt: string): Mark[] {
  const heads = new Map<string, Thing>();
  for (const thing of things) if (thing.head !== null && !heads.has(thing.head)) heads.set(thing.head, thing);
  const marks: Mark[] = [];
  let at = 0;
  for (const thing of things) {
    readSegment(tokens.slice(at, thing.from), heads, prompt, marks);
    marks.push({ kind: "thing", thing });
    at = thing.to;
  }
  readSegment(tokens.slice(at), heads, prompt, marks);
  return marks;
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

/** In order of preference where two read equally many tokens. */
const READERS: Reader[] = [
  map(readTransparent, () => ({ kind: "transparent" })),
  map(readBackdrop, (backdrop) => ({ kind: "backdrop", backdrop })),
  map(readRoleCue, (role) => ({ kind: "cue", role })),
  map(readCollage, (collage) => ({ kind: "collage", ...collage })),
  (tokens, at) => {
    // "I'd like the tiger": a wish.
    if (tokens[at].word === "like" && WISHERS.has(tokens[at - 1]?.word ?? "")) return null;
    const match = readLikeness(tokens, at);
    return match && { length: match.length, value: { kind: "likeness", role: match.value } };
  },
  map(readLook, (look) => ({ kind: "look", look })),
  map(readShadow, (shadow) => ({ kind: "shadow", shadow })),
  map(readLift, () => ({ kind: "lift" })),
  map(readFlip, (how) => ({ kind: "flip", how })),
  map(readCount, (count) => ({ kind: "count", ...count })),
  map(readOpacity, (opacity) => ({ kind: "opacity", opacity })),
  map(readPercentScale, (scale) => ({ kind: "scale", scale, command: false })),
  (tokens, at) => {
    const match = readScale(tokens, at);
    const command = SCALE_COMMANDS.has(tokens[at].word);
    return match && { length: match.length, value: { kind: "scale", scale: match.value, command } };
  },
  (tokens, at) => {
    const match = readPosition(tokens, at);
    const phrase = tokens.slice(at, at + (match?.length ?? 0)).map((token) => token.word);
    return (
      match && { length: match.length, value: { kind: "position", position: match.value, phrase: phrase.join(" ") } }
    );
  },
  (tokens, at) => {
    const match = readRelation(tokens, at);
    return match && { length: match.length, value: { kind: "relation", relation: match.value, word: tokens[at].word } };
  },
  readColouring,
];

function readSegment(tokens: readonly Token[], heads: ReadonlyMap<string, Thing>, prompt: string, marks: Mark[]): void {
  let at = 0;
  while (at < tokens.length) {
    const text = readBareText(tokens, at, prompt);
    if (text) {
      marks.push({ kind: "text", content: text.value });
      at += text.length;
      continue;
    }
    let best: Match<Mark> | null = null;
    for (const read of READERS) {
      const match = read(tokens, at);
      if (match && match.length > (best?.length ?? 0)) best = match;
    }
    if (best && !isShadowedByVerb(tokens, at, best)) {
      marks.push(best.value);
      at += best.length;
      continue;
    }
    marks.push(readSingle(tokens, at, heads, marks.at(-1)));
    at += 1;
  }
}

/** "the mirror" is a thing to stand before; "mirror the horse" is a wish. */
function isShadowedByVerb(tokens: readonly Token[], at: number, match: Match<Mark>): boolean {
  if (match.value.kind !== "flip") return false;
  const before = tokens[at - 1]?.word ?? "";
  return match.length <= 2 && ["mirror", "flip"].includes(tokens[at].word) && DETERMINERS.has(before);
}

/** "in red", "a red version of", "painted blue": a colour that is no background. */
function readColouring(tokens: readonly Token[], at: number): Match<Mark> | null {
  let from = at;
  const cues = [
    "in",
    "colored",
    "painted",
    "tinted",
    "to",
    "into",
    "dyed",
    "recolored",
    "but",
    "colour",
    "color",
    "turned",
  ];
  const isCued = cues.includes(tokens[at]?.word ?? "");
  if (isCued) from += 1;
  if (
    isCued &&
    ["a", "an", "bright", "the", "color", ":"].includes(tokens[from]?.word ?? "") &&
    !readColour(tokens, from)
  )
    from += 1;
  const colour = readColour(tokens, from);
  if (!colour) return null;
  let end = from + colour.length;
  const version = ["version", "variant", "variation", "edition", "colorway", "one", "copy"].includes(
    tokens[end]?.word ?? "",
  );
  const tint = ["tint", "tinted", "tone", "hue", "colored", "color"].includes(tokens[end]?.word ?? "");
  if (version || tint) end += 1;
  const isPaired = tokens[end]?.word === "and" && readColour(tokens, end + 1) !== null;
  if (!version && !tint && (isPaired || !endsPhrase(tokens, end))) return null;
  if (version && tokens[end]?.word === "of") end += 1;
  return { length: end - at, value: { kind: "colour", colour: colour.value, version } };
}

function readSingle(
  tokens: readonly Token[],
  at: number,
  heads: ReadonlyMap<string, Thing>,
  previous: Mark | undefined,
): Mark {
  const token = tokens[at];
  const { word } = token;
  const before = tokens[at - 1]?.word ?? "";
  const determined = DETERMINERS.has(before);
  if (token.kind === "text") return { kind: "text", content: token.raw };
  if (token.kind === "comma") return { kind: "sign", sign: "comma" };
  if (token.kind === "stop") return { kind: "sign", sign: "stop" };
  if (token.kind === "colon") return { kind: "sign", sign: "colon" };
  if (word === "and" || word === "then" || word === "plus") return { kind: "sign", sign: "and" };
  if (word === "with" || word === "featuring" || word === "including" || word === "containing")
    return { kind: "sign", sign: "with" };
  if (word === "to") return { kind: "sign", sign: "to" };
  if (word === "for") return { kind: "sign", sign: "for" };
  if (BACKGROUND_NOUNS.has(word)) return { kind: "background" };
  const known = heads.get(word);
  if (known && (determined || previous?.kind === "relation" || startsPart(previous)))
    return { kind: "again", thing: known };
  if (POSSESSIVE_PRONOUNS.has(word) && endsPhrase(tokens, at + 1)) return { kind: "pronoun", many: word === "these" };
  if (PRONOUNS.has(word)) return { kind: "pronoun", many: word === "them" || word === "they" || word === "everything" };
  const action = ACTIONS.get(word) ?? (followsDoer(previous, before) ? BASE_ACTIONS.get(word) : undefined);
  const adjectival = determined && tokens[at + 1]?.kind === "word" && !endsPhrase(tokens, at + 1);
  if (action && !adjectival) {
    const verb = verbOf(word);
    const startsClause =
      previous === undefined || (previous.kind === "sign" && ["stop", "and", "comma"].includes(previous.sign));
    if (!verb || !startsClause) return { kind: "action", action };
  }
  const verb = determined || (NOUN_OR_VERB.has(word) && !startsPart(previous)) ? null : verbOf(word);
  if (verb) return { kind: "verb", verb, passive: isPassive(word, before, previous) };
  if (COPULAS.has(word)) return { kind: "sign", sign: "copula" };
  return { kind: "word", word, determined };
}

/** Nouns that command only at the start: "texture the ball with". */
const NOUN_OR_VERB = new Set(["texture", "pattern", "style", "color", "grade", "print", "copy"]);

function startsPart(previous: Mark | undefined): boolean {
  return previous === undefined || (previous.kind === "sign" && ["stop", "and", "comma"].includes(previous.sign));
}

/** "let the girl from 0 hold", "he should ride": a plain verb, since who does it came before. */
function followsDoer(previous: Mark | undefined, before: string): boolean {
  return (
    previous?.kind === "thing" || previous?.kind === "again" || ["should", "must", "can", "to", "will"].includes(before)
  );
}

/** "put her on the bench", but "her cat". */
const POSSESSIVE_PRONOUNS = new Set(["her", "his", "this", "these"]);

/** "the vase is placed on", "the vase from 1 placed on": the thing before is what is placed. */
function isPassive(word: string, before: string, previous: Mark | undefined): boolean {
  if (COPULAS.has(before)) return true;
  return previous?.kind === "thing" && /(?:ed|put|set|hung|laid|goes|sits|stands|lies|taken|go|sit|stand)$/.test(word);
}
