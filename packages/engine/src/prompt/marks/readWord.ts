import { type Token, wordAt } from "../tokens/tokens.ts";
import { ACTIONS, BASE_ACTIONS } from "../vocabulary/actions.ts";
import { endsPhrase } from "../vocabulary/backdrops.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import { BACKGROUND_NOUNS, COPULAS, DETERMINERS, PRONOUNS } from "../vocabulary/words.ts";
import type { Mark } from "./marks.ts";
import type { Thing } from "./things.ts";

/** One token that begins no phrase. `heads` are the nouns that references were named for. */
export function readWord(
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
  // "the running shoes", "a bit of"
  const isNominal = determined && (before === "a" || (tokens[at + 1]?.kind === "word" && !endsPhrase(tokens, at + 1)));
  if (action && !isNominal) {
    const verb = verbOf(word);
    const startsClause =
      previous === undefined || (previous.kind === "sign" && ["stop", "and", "comma"].includes(previous.sign));
    if (!verb || !startsClause) return { kind: "action", action };
  }
  const isGrading = before === "color" && previous?.kind === "verb";
  const isNoun = determined || (NOUN_OR_VERB.has(word) && !startsPart(previous) && !isGrading);
  const verb = isNoun ? null : isTakenAway(tokens, at) ? "remove" : verbOf(word);
  if (verb) return { kind: "verb", verb, passive: isPassive(word, before, previous) };
  if (COPULAS.has(word)) return { kind: "sign", sign: "copula" };
  return { kind: "word", word, determined };
}

/** "take out the cars", "edit them out" */
function isTakenAway(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:take|takes|taking|edit|photoshop)$/.test(tokens[at].word) && /^(?:out|away|off)$/.test(wordAt(tokens, at + 1))
  );
}

/** Nouns that command only at the start: "texture the ball with". */
const NOUN_OR_VERB = new Set(["texture", "pattern", "style", "color", "grade", "print", "copy"]);

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

/** "put her on the bench", but "her cat". */
const POSSESSIVE_PRONOUNS = new Set(["her", "his", "this", "these"]);

/** "the vase is placed on", "the vase from 1 placed on": the thing before is what is placed. */
function isPassive(word: string, before: string, previous: Mark | undefined): boolean {
  if (COPULAS.has(before)) return true;
  return previous?.kind === "thing" && /(?:ed|put|set|hung|laid|goes|sits|stands|lies|taken|go|sit|stand)$/.test(word);
}
