import type { Relation } from "@pastiche/contract";
import type { Mark } from "../marks/marks.ts";
import type { Action } from "../vocabulary/actions.ts";
import { isMaterial } from "../vocabulary/backdrops.ts";
import { KEEPS, replacing } from "../vocabulary/limits.ts";
import { RESTYLES } from "../vocabulary/verbs.ts";
import { CLOTHES, CONTAINERS, PLACE_NOUNS, SEATS } from "../vocabulary/words.ts";
import { endsPart, isSign, isWord, lastWord, newNoun, plainNoun, relationFollows, VAGUE } from "./ahead.ts";
import { broughtNoun, noteBrought, noteUnseen } from "./brought.ts";
import { cannot, closeGroup, type Talk } from "./talk.ts";

/** "on", "in front of": its other end is named next. */
export function readRelation(talk: Talk, relation: Relation, word: string, at: number): void {
  const { pending, marks } = talk;
  // "in front of, not behind, the fence"
  if (isWord(marks[at - 1], "not")) return;
  // "the face from 0 on the left, the explosion from 1 behind"
  if (relation === "behind" && endsPart(marks, at) && marks[at - 1]?.kind === "thing" && talk.latest)
    talk.latest.isBehind = true;
  const next = marks[at + 1];
  if (word === "by" && pending?.word === "passive") return;
  // "an image where the bear from 0 stands on the table"
  if (word === "where" && talk.group.length === 0) return;
  // "worn by": the one named next wears.
  if (word === "by" && pending?.inverse) {
    talk.pending = { ...pending, inverse: false, word };
    return;
  }
  // "on the ledge in 1", "on a chair in the room from 1": the noun between has no reference of its own, and what was said of it holds.
  const isOfNoun = relation === "in" && next?.kind === "thing" && (next.thing.head === null || next.thing.place);
  const isAfterNoun = pending !== null && pending.words > (next?.kind === "thing" && next.thing.place ? 1 : 0);
  if (isOfNoun && isAfterNoun && !pending.word.endsWith("ing")) return;
  const place = liesInNamed(marks, at + 1) ? null : newNoun(marks, at + 1);
  const isMadeInto = talk.verb === "change" && (word === "into" || word === "to");
  if (place && ((isMadeInto && !VAGUE.has(lastWord(place))) || isTaken(lastWord(place)))) noteUnseen(talk, place);
  else if (place && relation !== "in" && relation !== "on") talk.reading.unseenAround.push(place);
  // "on wood"
  if (next?.kind === "word" && isMaterial(next.word) && marks[at + 2]?.kind !== "word") noteUnseen(talk, next.word);
  talk.pending = next?.kind === "colour" ? null : { relation, inverse: false, word, words: 0 };
}

/** "a chair in the room from 1": it is in that picture, and nothing new. */
function liesInNamed(marks: Talk["marks"], at: number): boolean {
  let end = at;
  while (marks[end]?.kind === "word") end += 1;
  const [after, next] = [marks[end], marks[end + 1]];
  // "on a grass green background"
  if (after?.kind === "backdrop") return true;
  return after?.kind === "relation" && after.relation === "in" && next?.kind === "thing";
}

/** "in a cup", "on a beach": what somebody or something is in or on. */
const isTaken = (noun: string) =>
  noun === "frame" || [PLACE_NOUNS, CONTAINERS, CLOTHES, SEATS].some((nouns) => nouns.has(noun));

/** "sitting", "riding", "wearing": the nearest placement, and a note where a pose would have to change. */
export function readAction(talk: Talk, { relation, inverse, supported, name }: Action, at: number): void {
  if (!supported) cannot(talk, `${name}: this engine does not change a pose`);
  if (inverse) noteBrought(talk, at);
  if (talk.fronted && talk.group.length === 0) return;
  const next = talk.marks[at + 1];
  // "drinking from the river from 1"
  if (inverse && isWord(next, "from", "of")) {
    talk.pending = { relation: "beside", inverse: false, word: name, words: 0 };
    return;
  }
  const isPassive = next?.kind === "relation" && next.word === "by" && !inverse;
  // "the horse from 1 ridden by the nun from 0": the one named next is placed on the one named before.
  talk.pending = isPassive
    ? { relation, inverse: true, word: "passive", words: 0 }
    : { relation, inverse, word: name, words: 0 };
}

type Command = Pick<Extract<Mark, { kind: "verb" }>, "verb" | "word" | "passive">;

/** "the car in 0 should be": a thing was just named, and no side of its picture. */
function isOfThing(marks: Talk["marks"], at: number): boolean {
  let i = at - 1;
  while (isSign(marks[i], "copula")) i -= 1;
  const named = marks[i];
  return named?.kind === "thing" && named.thing.facet === "content" && named.thing.head !== null && !named.thing.place;
}

/** A command begins a new group, unless it only tells more of those just named. */
export function readCommand(talk: Talk, { verb: said, word, passive }: Command, at: number): void {
  const { group, marks } = talk;
  const previous = marks[at - 1];
  // "hide the cables in 0", but not "hide the egg from 0 behind the tree"
  const verb = word === "hide" && !relationFollows(marks, at) ? "remove" : said;
  // "the car in 0 should be replaced by the horse from 1"
  if (verb === "replace" && passive && group.length > 0 && isOfThing(marks, at)) {
    talk.replaced = group[group.length - 1];
    cannot(talk, replacing(talk.replaced.phrase));
  }
  // "don't use 2"
  if (verb === "use" && isWord(previous, "don't", "don’t", "dont", "not", "never")) {
    talk.nextRole = "unused";
    return;
  }
  // "restyle 0 using 1"
  if (word === "using" && RESTYLES.test(talk.word)) {
    talk.nextRole = "style";
    return;
  }
  if (verb === "match" && group.length > 0) {
    talk.afterTo = true;
    return;
  }
  // "… is tiny and sits on": said of the same one, since nothing else is named.
  const next = marks[at + 1];
  const isOwn = verb === "place" && (next?.kind === "relation" || next?.kind === "position");
  if ((passive || isOwn) && group.length > 0) return;
  if (talk.nextRole && (verb === "use" || previous?.kind === "cue")) return;
  const waits = talk.fronted !== null && group.length === 0 && !talk.addsUnseen;
  if (waits || (verb === "write" && previous?.kind !== "thing")) {
    talk.verb = verb;
    return;
  }
  if (previous?.kind === "thing" && group.length > 0) return;
  closeGroup(talk);
  talk.verb = verb;
  talk.word = word;
  talk.awaits = null;
  const added =
    verb === "place" || verb === "give" ? broughtNoun(talk, marks[at + 1]?.kind === "pronoun" ? at + 1 : at) : null;
  talk.addsUnseen = added !== null && !VAGUE.has(lastWord(added));
  if (added && talk.addsUnseen) noteUnseen(talk, added);
  talk.taken = verb === "remove" || verb === "replace" ? plainNoun(marks, at + 1) : null;
  if (talk.taken && verb === "remove") cannot(talk, `removing ${talk.taken}: ${KEEPS}`);
  if (talk.taken && verb === "replace" && !/(?:places|positions|sides|order)$/.test(talk.taken))
    cannot(talk, replacing(talk.taken));
}
