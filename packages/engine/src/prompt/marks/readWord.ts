import { type Token, wordAt } from "../tokens/token.ts";
import { ACTIONS, type Action, BASE_ACTIONS } from "../vocabulary/actions.ts";
import { endsPhrase } from "../vocabulary/backdrops.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import {
  BACKGROUND_NOUNS,
  COPULAS,
  DETERMINERS,
  DOERS,
  FUNCTION_WORDS,
  NUMBER_WORDS,
  OTHER_VERBS,
  PRONOUNS,
} from "../vocabulary/words.ts";
import type { Mark } from "./marks.ts";
import type { Thing } from "./things.ts";

type Heads = ReadonlyMap<string, Thing>;

/**
 * One token that begins no phrase. `heads` are the nouns that references were named for; `previous` is the mark before it,
 * and `isNamedNext` whether a reference is named right after these tokens.
 */
export function readWord(
  tokens: readonly Token[],
  at: number,
  { heads, previous, isNamedNext }: { heads: Heads; previous: Mark | undefined; isNamedNext: boolean },
): Mark {
  const token = tokens[at];
  const sign = SIGNS.get(token.word);
  if (token.kind === "text") return { kind: "text", content: token.raw, position: null };
  if (sign) return { kind: "sign", sign };
  if (BACKGROUND_NOUNS.has(token.word)) return { kind: "background" };
  // "hide the rabbit from 1 behind the tree": a command that places.
  const isBase = BASE_ACTIONS.has(token.word) && !/(?:ing|ed|s)$/.test(token.word);
  const isOrder = isBase && startsPart(previous) && tokens[at + 1] === undefined && isNamedNext;
  if (isOrder && verbOf(token.word) === null) return { kind: "verb", verb: "place", word: token.word, passive: false };
  return (
    again(tokens, at, heads, previous) ??
    pronoun(tokens, at) ??
    action(tokens, at, previous) ??
    command(tokens, at, previous) ?? { kind: "word", word: token.word }
  );
}

const SIGNS: ReadonlyMap<string, Extract<Mark, { kind: "sign" }>["sign"]> = new Map([
  [",", "comma"],
  [".", "stop"],
  [":", "colon"],
  ["and", "and"],
  ["then", "and"],
  ["plus", "and"],
  ["with", "with"],
  ["featuring", "with"],
  ["including", "with"],
  ["containing", "with"],
  ["to", "to"],
  ["for", "for"],
]);

const isDetermined = (tokens: readonly Token[], at: number) => DETERMINERS.has(wordAt(tokens, at - 1));

/** "the cat", after "the cat from 0". */
function again(tokens: readonly Token[], at: number, heads: Heads, previous: Mark | undefined): Mark | null {
  const thing = heads.get(tokens[at].word);
  if (!thing) return null;
  return isDetermined(tokens, at) || previous?.kind === "relation" || startsPart(previous)
    ? { kind: "again", thing }
    : null;
}

function pronoun(tokens: readonly Token[], at: number): Mark | null {
  const { word } = tokens[at];
  // "put her on the bench", but "her cat"
  const isPossessive = ["her", "his", "this", "these"].includes(word);
  if (isPossessive ? !endsPhrase(tokens, at + 1) : !PRONOUNS.has(word)) return null;
  return { kind: "pronoun", many: ["these", "them", "they", "everything"].includes(word) };
}

function action(tokens: readonly Token[], at: number, previous: Mark | undefined): Mark | null {
  const { word } = tokens[at];
  const before = wordAt(tokens, at - 1);
  const found =
    ACTIONS.get(word) ?? (followsDoer(previous, before) ? BASE_ACTIONS.get(word) : undefined) ?? doing(word, previous);
  if (!found || isAppearance(tokens, at) || (verbOf(word) && startsPart(previous))) return null;
  // "two rows of"
  if (NUMBER_WORDS.has(before) || /^\d/.test(before)) return null;
  // "the running shoes", "a bit of"
  const isDescribing = tokens[at + 1]?.kind === "word" && !endsPhrase(tokens, at + 1);
  return isDetermined(tokens, at) && (before === "a" || isDescribing) ? null : { kind: "action", action: found };
}

/** "the dog from 0 napping", "the man from 0 repairing the car": whatever it is, a pose. */
function doing(word: string, previous: Mark | undefined): Action | undefined {
  const isDoer = previous?.kind === "thing" && DOERS.has(previous.thing.head ?? "");
  const isKnown = verbOf(word) !== null || FUNCTION_WORDS.has(word) || OTHER_VERBS.has(word) || NO_DEEDS.has(word);
  if (!isDoer || isKnown || !/\p{L}{2}ing$/u.test(word)) return undefined;
  return { relation: "beside", inverse: false, supported: false, name: word };
}

const NO_DEEDS = new Set(
  "saying reading missing being having including featuring containing evening morning during spring".split(" "),
);

/** "looks vintage", "reads 'SALE'": nobody does anything. */
function isAppearance(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (/^look/.test(tokens[at].word))
    return !/^(?:at|in|into|to|toward|towards|up|down|out|over|away|back|through)$/.test(next?.word ?? "");
  return /^read/.test(tokens[at].word) && (next?.kind === "text" || next?.kind === "colon");
}

function command(tokens: readonly Token[], at: number, previous: Mark | undefined): Mark | null {
  const { word } = tokens[at];
  const before = wordAt(tokens, at - 1);
  const isGrading = before === "color" && previous?.kind === "verb";
  const isCompound = NOUNS_TOO.has(word) && previous?.kind === "word" && !FUNCTION_WORDS.has(previous.word);
  const isNoun = isDetermined(tokens, at) || isCompound || (NOUN_OR_VERB.has(word) && !isAsked(previous) && !isGrading);
  const verb = isNoun ? null : isTakenAway(tokens, at) ? "remove" : verbOf(word);
  if (verb) return { kind: "verb", verb, word, passive: isPassive(word, before, previous) };
  return COPULAS.has(word) ? { kind: "sign", sign: "copula" } : null;
}

/** "take out the cars", "edit them out", "I don't want the cars" */
function isTakenAway(tokens: readonly Token[], at: number): boolean {
  const isRefused =
    /^(?:want|like|need|keep)$/.test(tokens[at].word) && /^(?:don't|don’t|dont|not)$/.test(wordAt(tokens, at - 1));
  return (
    isRefused ||
    (/^(?:take|takes|taking|edit|photoshop|knock|mask|key|crop)$/.test(tokens[at].word) &&
      /^(?:out|away|off)$/.test(wordAt(tokens, at + 1)))
  );
}

/** Nouns that command only at the start: "texture the ball with". */
const NOUN_OR_VERB = new Set(["texture", "pattern", "style", "color", "tone", "grade", "print", "copy"]);

/** "please texture the ball with", and where a part begins. */
const isAsked = (previous: Mark | undefined) =>
  startsPart(previous) || (previous?.kind === "word" && /^(?:please|pls|kindly|just|now|to|you)$/.test(previous.word));

/** Nouns after another: "an album cover", "a fashion show". */
const NOUNS_TOO = new Set("cover coat dress show display set cut drop rest stand park match".split(" "));

function startsPart(previous: Mark | undefined): boolean {
  return previous === undefined || (previous.kind === "sign" && ["stop", "and", "comma"].includes(previous.sign));
}

/** "let the girl from 0 hold", "he should ride": a plain verb, since who does it came before. */
function followsDoer(previous: Mark | undefined, before: string): boolean {
  return (
    previous?.kind === "thing" ||
    previous?.kind === "again" ||
    ["should", "shall", "must", "can", "may", "to", "will"].includes(before)
  );
}

/** "the vase is placed on", "the vase from 1 placed on": the thing before is what is placed. */
function isPassive(word: string, before: string, previous: Mark | undefined): boolean {
  if (COPULAS.has(before)) return true;
  return previous?.kind === "thing" && /(?:ed|put|set|hung|laid|goes|sits|stands|lies|taken|go|sit|stand)$/.test(word);
}
