import type { Position, Relation } from "@pastiche/contract";
import type { Mark } from "../marks/marks.ts";
import { amountOf } from "../vocabulary/counts.ts";
import { IMAGE_NOUNS, PLACE_NOUNS, RENDITION_NOUNS } from "../vocabulary/words.ts";
import { plainNoun } from "./ahead.ts";

/** What was said of things that no reference was named for: "put three bears on the table". */
export interface SpokenOf {
  /** The thing to be placed, and what it is placed on; empty where no noun stands there. */
  phrase: string;
  scenePhrase: string;
  relation: Relation | null;
  position: Position | null;
  count: number | null;
}

/** Reads a prompt that names no reference: the first noun before and the first noun after what sets them in relation. */
export function readSpokenOf(marks: readonly Mark[]): SpokenOf {
  const at = marks.findIndex((mark) => mark.kind === "relation" || mark.kind === "action" || isTo(mark));
  const before = firstNoun(at < 0 ? marks : marks.slice(0, at));
  const after = at < 0 ? "" : firstNoun(marks.slice(at + 1));
  const isWorn = marks[at]?.kind === "action" && marks[at].action.inverse;
  const [placed, scenePhrase] = isWorn ? [after, before] : [before, after];
  return { ...counted(placed), scenePhrase, ...placeAt(marks, at, scenePhrase) };
}

const isTo = (mark: Mark) => mark.kind === "sign" && mark.sign === "to";

function firstNoun(marks: readonly Mark[]): string {
  for (let at = 0; at < marks.length; at++) {
    const noun = plainNoun(marks, at);
    const head = noun === null ? "" : headOf(noun);
    if (noun !== null && !IMAGE_NOUNS.has(head) && !RENDITION_NOUNS.has(head)) return noun;
  }
  return "";
}

const headOf = (phrase: string) => phrase.slice(phrase.lastIndexOf(" ") + 1);

/** "three bears" */
function counted(phrase: string): { phrase: string; count: number | null } {
  const words = phrase.split(" ");
  const amount = amountOf(words.map((word) => ({ word })));
  return amount ? { phrase: words.slice(amount.length).join(" "), count: amount.value } : { phrase, count: null };
}

function placeAt(marks: readonly Mark[], at: number, scenePhrase: string): Pick<SpokenOf, "relation" | "position"> {
  const isPlace = PLACE_NOUNS.has(headOf(scenePhrase));
  const mark = marks[at];
  const next = marks[at + 1];
  // "sitting on": what the preposition says
  const said = mark?.kind === "action" && next?.kind === "relation" ? next : mark;
  if (said?.kind === "action") return { relation: said.action.relation, position: null };
  if (said?.kind === "relation") {
    const side = said.relation === "left-of" ? "left" : said.relation === "right-of" ? "right" : null;
    // "on the left of the room" is a part of it
    return isPlace && side && said.word !== "to"
      ? { relation: "in", position: side }
      : { relation: said.relation, position: null };
  }
  return { relation: scenePhrase === "" ? null : isPlace ? "in" : "on", position: null };
}
