import type { Role } from "@pastiche/contract";
import type { Mark } from "../marks/marks.ts";
import { DETERMINERS } from "../vocabulary/words.ts";
import { isSign, startsPart } from "./ahead.ts";
import { makeScene } from "./mention.ts";
import { readBackground } from "./picture.ts";
import type { Talk } from "./talk.ts";

type CueRole = Exclude<Role, "unused">;

/** "look like", "painted in": what is named next gives its style, colours or pattern. */
export function readLikeness(talk: Talk, role: CueRole, at: number): void {
  // "make it look like my dog (0) is sleeping"
  const [next, after] = [talk.marks[at + 1], talk.marks[at + 2]];
  // "what would the sofa from 0 look like in the room from 1?"
  if (next?.kind === "relation" && after?.kind === "thing" && after.thing.place) return;
  const isPainted = talk.marks[at + 3]?.kind === "verb";
  const isDoing = (isSign(after, "copula") && !isPainted) || after?.kind === "action";
  if (next?.kind === "thing" && next.thing.head !== null && isDoing) return;
  const isColouring = talk.verb === "tint" || talk.verb === "match";
  talk.nextRole = role === "style" && isColouring ? "palette" : role;
}

/** "as the background", "for the style": the role of the thing beside it, named before or after. */
export function readCue(
  talk: Talk,
  { role, announces, within }: Pick<Extract<Mark, { kind: "cue" }>, "role" | "announces" | "within">,
  at: number,
): void {
  const { marks, reading, latest, verb } = talk;
  const next = marks[at + 1];
  // "its background swapped for 1", "change the background to 1"
  const isExchanged = next?.kind === "verb" && (next.verb === "replace" || next.verb === "change");
  const isToChange = (verb === "replace" || verb === "change") && talk.group.length === 0 && isObject(marks, at);
  if (role === "scene" && (isExchanged || isToChange)) {
    readBackground(talk, at);
    return;
  }
  const target = next?.kind === "verb" && next.verb === "use" ? marks[at + 2] : next;
  const starts = startsPart(marks, isDeterminer(marks[at - 1]) ? at - 1 : at);
  const previous = marks[at - 1];
  const named = previous?.kind === "thing" ? previous.thing.references.at(-1) : undefined;
  // "put 1 behind 0 as the background"
  const behind = reading.links.find((link) => link.target === named && link.relation === "behind" && role === "scene");
  const said = reading.said.find(({ index }) => index === (behind?.source ?? named)) ?? latest;
  if (behind) reading.links.splice(reading.links.indexOf(behind), 1);
  if (!said || (announces && target?.kind === "thing") || (starts && (target?.kind === "thing" || !latest))) {
    talk.nextRole = role;
    return;
  }
  reading.links = reading.links.filter((link) => !(link.source === said.index && link.soft));
  // "the villain from 2 in the background"
  if (role === "scene" && within && !said.whole && !said.place) said.isBehind = true;
  else if (role === "scene") {
    makeScene(talk, said);
    talk.group = talk.group.filter((one) => one !== said);
  } else said.role = role;
}

/** "change the background": right after the verb. */
function isObject(marks: Talk["marks"], at: number): boolean {
  return marks[isDeterminer(marks[at - 1]) ? at - 2 : at - 1]?.kind === "verb";
}

const isDeterminer = (mark: Mark | undefined) => mark?.kind === "word" && DETERMINERS.has(mark.word);
