import { SHOWING } from "../marks/things.ts";
import { CLOTHES, DETERMINERS, FUNCTION_WORDS, isPlural } from "../vocabulary/words.ts";
import { isSign, isWord, lastWord, newNoun, plainNoun, startsPart, VAGUE } from "./ahead.ts";
import type { Talk } from "./talk.ts";

const HAVING: ReadonlySet<string> = new Set(["wearing", "sporting", "holding", "carrying", "clutching", "gripping"]);

/** "with a hat and a balloon": new things that no reference was named for. */
export function noteBrought(talk: Talk, at: number): void {
  const { marks } = talk;
  if (tellsWhatIsShown(talk, at)) return;
  let from = at + 1;
  let noun = broughtNoun(talk, at);
  while (noun !== null) {
    if (!VAGUE.has(lastWord(noun)) && !MEASURES.has(lastWord(noun)) && !/^\d/.test(lastWord(noun)))
      noteUnseen(talk, noun);
    while (["word", "scale", "look"].includes(marks[from]?.kind)) from += 1;
    const isListed = isSign(marks[from], "and", "comma");
    from += 1;
    noun = isListed ? broughtNoun(talk, from - 1) : null;
  }
}

/** "a hat", "clouds": what comes right after `at`, if it is new. */
export const broughtNoun = (talk: Talk, at: number): string | null => newNoun(talk.marks, at + 1) ?? bareNoun(talk, at);

export function noteUnseen({ reading }: Talk, phrase: string): void {
  if (!reading.unseen.includes(phrase)) reading.unseen.push(phrase);
}

/** "wearing sunglasses", "holding flowers", "with clouds"; but "with snow", "holding its toy". */
function bareNoun({ marks }: Talk, at: number): string | null {
  const [mark, first] = [marks[at], marks[at + 1]];
  if (first?.kind !== "word" || FUNCTION_WORDS.has(first.word) || DETERMINERS.has(first.word)) return null;
  const noun = plainNoun(marks, at + 1);
  if (noun === null || marks[at + 1 + noun.split(" ").length]?.kind === "text") return null;
  const isHad = mark.kind === "action" && HAVING.has(mark.action.name);
  return isHad || CLOTHES.has(lastWord(noun)) || isPlural(lastWord(noun)) ? noun : null;
}

/** "0 is a man with a hat", "1 shows a girl holding a balloon" */
function tellsWhatIsShown({ marks }: Talk, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && marks[i].kind !== "thing" && !isSign(marks[i], "stop", "comma")) i -= 1;
  const verb = marks[i + 1];
  const isTold = isSign(verb, "copula", "colon") || (verb?.kind === "word" && SHOWING.has(verb.word));
  return marks[i]?.kind === "thing" && isTold && isWord(marks[i + 2], "a", "an", "the", "some", "my", "our");
}

/** "with a scale of 2", "with an opacity": no things. */
const MEASURES = new Set(
  "scale size ratio width height opacity transparency margin gap space padding resolution blur focus".split(" "),
);

/** "and a small rabbit next to it", "there are birds in the sky": beside those that were named, something new that has its own place. */
export function readStranger(talk: Talk, at: number): void {
  const { marks } = talk;
  const isThere = isSign(marks[at - 1], "copula") && isWord(marks[at - 2], "there");
  if (!(isThere || startsPart(marks, at))) return;
  const noun = isThere ? broughtNoun(talk, at - 1) : newNoun(marks, at);
  if (noun === null || VAGUE.has(lastWord(noun))) return;
  let end = at;
  while (["word", "scale", "look"].includes(marks[end]?.kind) && !isWord(marks[end], "of")) end += 1;
  const isOfNamed = marks[end]?.kind === "relation" && marks[end + 1]?.kind === "thing";
  const isPlaced = marks[end]?.kind === "position" || marks[end]?.kind === "relation";
  if (!isThere && !isPlaced && !talk.ofStranger) return;
  // "a dragon next to the knight from 0": where that stands is said next.
  if (isPlaced && isOfNamed) noteUnseen(talk, noun);
  else if (talk.reading.said.length > 0) {
    noteUnseen(talk, noun);
    talk.ofStranger = true;
  }
}
