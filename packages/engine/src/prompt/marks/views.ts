import { skipBack, type Token, wordAt } from "../tokens/token.ts";
import { readRoleCue } from "../vocabulary/cues.ts";
import { verbOf } from "../vocabulary/verbs.ts";
import { isPlural, NUMBER_WORDS } from "../vocabulary/words.ts";
import { facetOf } from "./facets.ts";
import type { NounPhrase } from "./nounPhrase.ts";

/** One thing, of which there may be several pictures: "the shoe", but not "the shoes" or "the cat and the dog". */
export function isOne(tokens: readonly Token[], { from, head }: NounPhrase): boolean {
  const noun = wordAt(tokens, head);
  const isListed = tokens[from - 1]?.kind === "comma" || wordAt(tokens, from - 1) === "and";
  const verb = verbOf(wordAt(tokens, from - 1));
  return facetOf(noun) === "content" && !isPlural(noun) && !isListed && verb !== "blend";
}

const SEVERAL = new Set("both each together side".split(" "));

const VIEWS = new Set("views angles sides shots perspectives".split(" "));

/** "the shoe, two views: 0 and 1", "the shoe from two sides in 0 and 1" */
export function beforeViews(tokens: readonly Token[], end: number, floor: number): number {
  const to = tokens[end - 1]?.kind === "colon" ? end - 1 : end;
  if (to - 1 <= floor || !VIEWS.has(wordAt(tokens, to - 1))) return end;
  const from = skipBack(tokens, to - 1, floor, SIGHTS);
  return tokens[from - 1]?.kind === "comma" ? from - 1 : from;
}

const SIGHTS = new Set([...NUMBER_WORDS.keys(), ..."different several from as in seen shown".split(" ")]);

/** "… 0 and 1", "… 0, 1 and 2", where nothing but the numbers stands in the list. */
export function furtherViews(tokens: readonly Token[], at: number): { to: number; views: number[] } {
  const views: number[] = [];
  let to = at + 1;
  for (;;) {
    let next = to;
    while (tokens[next]?.kind === "comma" || wordAt(tokens, next) === "and") next += 1;
    if (next === to || tokens[next]?.kind !== "reference") break;
    views.push(...tokens[next].references);
    to = next + 1;
  }
  const isEach =
    tokens[to]?.kind === "possessive" || SEVERAL.has(wordAt(tokens, to)) || readRoleCue(tokens, to) !== null;
  return isEach ? { to: at + 1, views: [] } : { to, views };
}

/** What is said of a picture that shows a thing once more. */
export function unusedView(phrase: string, index: number): string {
  return `${phrase} in ${index}: of several pictures of one thing this engine lays the one that it cuts out most surely`;
}
