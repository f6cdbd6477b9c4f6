import { facetOf } from "../marks/facets.ts";
import type { Mark } from "../marks/marks.ts";
import { UNITS } from "../tokens/numbers.ts";
import { DETERMINERS, FUNCTION_WORDS, IMAGE_NOUNS, NUMBER_WORDS, RENDITION_NOUNS } from "../vocabulary/words.ts";

type Marks = readonly Mark[];

export function isSign(mark: Mark | undefined, ...signs: Extract<Mark, { kind: "sign" }>["sign"][]): boolean {
  return mark?.kind === "sign" && signs.includes(mark.sign);
}

/** Whether a clause or a part of one begins at `at`. */
export function startsPart(marks: Marks, at: number): boolean {
  return at === 0 || isSign(marks[at - 1], "stop", "comma", "and") || isWord(marks[at - 1], "but", "while", "whereas");
}

/** Whether a clause or a part of one ends with `at`. */
export function endsPart(marks: Marks, at: number): boolean {
  return marks[at + 1] === undefined || isSign(marks[at + 1], "stop", "comma", "and");
}

/** Whether another thing is named before the sentence ends. */
export function thingFollows(marks: Marks, at: number): boolean {
  return comesBeforeStop(marks, at, ["thing"]);
}

export function colourFollows(marks: Marks, at: number): boolean {
  return comesBeforeStop(marks, at, ["colour"]);
}

export function relationFollows(marks: Marks, at: number): boolean {
  return comesBeforeStop(marks, at, ["relation"]);
}

/** Whether something follows in this sentence that could be a new background. */
export function backgroundFollows(marks: Marks, at: number): boolean {
  return comesBeforeStop(marks, at, ["thing", "colour", "backdrop", "look", "word"]);
}

function comesBeforeStop(marks: Marks, at: number, kinds: Mark["kind"][]): boolean {
  for (let i = at + 1; i < marks.length && !isSign(marks[i], "stop"); i++)
    if (kinds.includes(marks[i].kind)) return true;
  return false;
}

/** "the background of 0 should be white", "… is 1": what it becomes, after nothing but words. */
export function isToBecome(marks: Marks, at: number): boolean {
  let i = at + 1;
  while (marks[i]?.kind === "word" || isSign(marks[i], "copula", "colon", "to") || isExchange(marks[i])) i += 1;
  const isSaid = marks.slice(at + 1, i).some((mark) => isSign(mark, "copula"));
  return ["colour", "backdrop"].includes(marks[i]?.kind) || (isSaid && marks[i]?.kind === "thing");
}

/** "is replaced by", "gets swapped for" */
function isExchange(mark: Mark | undefined): boolean {
  if (mark?.kind === "verb") return mark.passive && (mark.verb === "replace" || mark.verb === "change");
  return (mark?.kind === "relation" && mark.word === "by") || isSign(mark, "with", "for");
}

/** "the background of 0 blurry" */
export function isBlurredNext(marks: Marks, at: number): boolean {
  return isWord(stateOf(marks, at), "blurry", "blurred", "blurrier", "blur", "fuzzy", "defocused", "unsharp");
}

/** "the background of 0 transparent" */
export function isTransparentNext(marks: Marks, at: number): boolean {
  return isWord(stateOf(marks, at), "transparent", "invisible", "clear");
}

/** "is blurry", "to transparent" */
function stateOf(marks: Marks, at: number): Mark | undefined {
  return marks[isSign(marks[at + 1], "copula", "to") ? at + 2 : at + 1];
}

/** "'SALE' at the top", "'SALE' written across the top" */
export function followsText(marks: Marks, at: number): boolean {
  let i = at - 1;
  while (["word", "verb", "ink"].includes(marks[i]?.kind)) i -= 1;
  return marks[i]?.kind === "text";
}

/** "at the top write": a text stands within the next few marks. */
export function textFollows(marks: Marks, at: number): boolean {
  if (marks[at - 1]?.kind === "thing") return false;
  for (let i = at + 1; i < Math.min(marks.length, at + 7); i++) {
    // "in the corner, headline 'SALE' at the top": that has its own place.
    if (marks[i].kind === "text") return !(isParted(marks, at, i) && marks[i + 1]?.kind === "position");
    // "at the top of 0 write"
    const before = marks[i - 1];
    const isWhole = marks[i].kind === "thing" && before.kind === "word" && before.word === "of";
    // "at the top, in bold, 'SALE'", but not "the pie from 0 in the center, title 'Pie'"
    const isBetween = isSign(marks[i], "comma") && startsPart(marks, at);
    if (!isWhole && !["word", "verb", "pronoun"].includes(marks[i].kind) && !isBetween && !isSign(marks[i], "copula"))
      return false;
  }
  return false;
}

const isParted = (marks: Marks, from: number, to: number) =>
  marks.slice(from, to).some((mark) => isSign(mark, "comma"));

/** "the person" of "remove the person": the noun that begins at `at`, for which no reference was named, with its article. */
export function plainNoun(marks: Marks, at: number): string | null {
  const words: string[] = [];
  for (let i = at; i < marks.length; i++) {
    const mark = marks[i];
    const isLead = words.length === 0 && (isWord(mark, "of", "all", "any") || mark.kind === "colour");
    // "a vintage hat"
    const isAdjective = mark.kind === "look" && DETERMINERS.has(words.at(-1) ?? "") && marks[i + 1]?.kind === "word";
    if (isLead || isAdjective || mark.kind === "scale") continue;
    if (mark.kind !== "word" || (FUNCTION_WORDS.has(mark.word) && !DETERMINERS.has(mark.word))) break;
    words.push(mark.word);
  }
  const noun = words.at(-1);
  if (noun === "'s") return null;
  return noun === undefined || DETERMINERS.has(noun) || facetOf(noun) !== "content" ? null : words.join(" ");
}

/** "a beach", "some palms", "two balloons": a noun that brings in something new. */
export function newNoun(marks: Marks, at: number): string | null {
  const mark = marks[at];
  const isNew = isWord(mark, "a", "an", "some", "another", "several", "many") || isSeveral(mark);
  if (!isNew || isOfText(marks, at)) return null;
  const noun = plainNoun(marks, at);
  if (noun === null || noun === (mark?.kind === "word" && mark.word)) return null;
  const last = lastWord(noun);
  // "20 years"
  if (UNITS.has(last)) return null;
  return RENDITION_NOUNS.has(last) || (IMAGE_NOUNS.has(last) && last !== "frame") ? null : noun;
}

const isSeveral = (mark: Mark | undefined) =>
  mark?.kind === "word" && ((NUMBER_WORDS.get(mark.word) ?? 0) > 1 || /^(?:[2-9]|\d\d)$/.test(mark.word));

export const isWord = (mark: Mark | undefined, ...words: string[]) =>
  mark?.kind === "word" && words.includes(mark.word);

/** "big, bold" lettering: only words stand between this and a text. */
export function isOfText(marks: Marks, at: number): boolean {
  let i = at + 1;
  while (marks[i]?.kind === "word") i += 1;
  return marks[i]?.kind === "text";
}

/** The next mark of the same part that names or relates something. */
export function nextContent(marks: Marks, at: number): Mark | undefined {
  for (let i = at + 1; i < marks.length && !isSign(marks[i], "stop", "comma", "and"); i++)
    if (["thing", "text", "relation", "action", "pronoun"].includes(marks[i].kind)) return marks[i];
  return undefined;
}

/** "add a bit of contrast", "give it a different look": no things. */
export const VAGUE = new Set(
  `text quote message tagline caption headline title slogan subtitle bit touch little lot hint pop splash sense feeling feel mood vibe atmosphere effect filter twist boost makeover finish masterpiece work piece new different modern clean nice
   cool warm bright dark soft details lines edges corners letters shapes highlights shadows reflections margins borders contrasts features vibes emotions proportions effects
   one ones studio colorful vibrant vivid bold minimal minimalist abstract realistic photorealistic simple cinematic dramatic moody stunning beautiful gorgeous lovely cozy cosy epic magical mystical romantic spooky scary funny cute happy festive summery elegant
   lights words captions filters columns rows panels`.split(/\s+/),
);

export const lastWord = (phrase: string) => phrase.slice(phrase.lastIndexOf(" ") + 1);
