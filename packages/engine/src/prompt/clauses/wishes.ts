import type { Position, Scale } from "@pastiche/contract";
import { isNaturalPair } from "../marks/adjectives.ts";
import { asPlain } from "../vocabulary/backdrops.ts";
import type { Colour } from "../vocabulary/colours.ts";
import type { Count } from "../vocabulary/counts.ts";
import {
  followsText,
  isOfText,
  isSign,
  isWord,
  nextContent,
  plainNoun,
  startsPart,
  textFollows,
  thingFollows,
} from "./ahead.ts";
import { addLink, firmLink, isPlaced } from "./links.ts";
import { readBackdrop } from "./picture.ts";
import { definedOnly, type Modifiers } from "./reading.ts";
import { cannot, closeGroup, type Talk } from "./talk.ts";

/** "in the top left corner": of a text, of the picture, or of a part of it. */
export function readPosition(talk: Talk, position: Position, phrase: string, at: number): void {
  const { marks, reading } = talk;
  // "looking to the left"
  const before = marks[at - 1];
  if (before?.kind === "action" && !before.action.supported && phrase.startsWith("to ")) return;
  if (isBesideTopic(talk, position, phrase)) return;
  const text = followsText(marks, at) ? reading.texts.at(-1) : undefined;
  if (text?.position === null) {
    text.position = position;
    return;
  }
  if (textFollows(marks, at)) {
    talk.textPosition = position;
    return;
  }
  if (phrase === "on top" && firmLink(reading, talk.head, "on")) return;
  // "in the top left corner of 1"
  const next = marks[at + 1];
  const isOf = next?.kind === "word" && next.word === "of";
  const isPart = isOf || (next?.kind === "relation" && marks[at + 2]?.kind === "thing");
  if (isPart && talk.group.length === 0 && thingFollows(marks, at + 2)) talk.frontedPosition = position;
  else modify(talk, { position }, at);
  // "standing in the middle of the field": how it stands says less.
  if (isPart && talk.pending?.words === 0) talk.pending = null;
  if (isPart) talk.pending ??= { relation: "in", inverse: false, word: "of", words: 0 };
}

/** "the lamp from 2 to its right": of the one spoken of before, and no part of the picture. */
function isBesideTopic({ reading, group }: Talk, position: Position, phrase: string): boolean {
  const relation = position === "left" ? "left-of" : position === "right" ? "right-of" : null;
  const source = group.at(-1);
  const topic = reading.said.findLast((one) => one !== source && isPlaced(reading, one));
  if (!relation || !source || !topic || !/\b(?:its|his|her|their)\b/.test(phrase)) return false;
  return addLink(reading, source, topic, relation);
}

export function readScale(talk: Talk, scale: Scale, isCommand: boolean, at: number): void {
  if (isCommand) commandTo(talk, { scale }, at);
  else modify(talk, { scale }, at);
}

/** "2x the chair" is two chairs; "the chair, 2x" is a larger one. */
export function readTimes(talk: Talk, count: number, scale: Scale, at: number): void {
  if (talk.marks[at + 1]?.kind === "thing") readCount(talk, { count, before: true, pair: false }, at);
  else modify(talk, { scale }, at);
}

export function readCount(talk: Talk, { count: asked, before, pair }: Count, at: number): void {
  const next = talk.marks[at + 1];
  if (asked < 1 || (pair && next?.kind === "thing" && isNaturalPair(next.thing))) return;
  const count = limitCount(talk, asked);
  if (before) talk.premodifiers = { ...talk.premodifiers, count };
  else modify(talk, { count }, at);
}

export const MOST_COPIES = 12;

export function limitCount(talk: Talk, count: number): number {
  if (count > MOST_COPIES) cannot(talk, `${count} copies: this engine lays ${MOST_COPIES} at most`);
  return Math.min(MOST_COPIES, count);
}

export function readFlip(talk: Talk, how: "flip" | "upside down" | "rotated", at: number): void {
  const { marks } = talk;
  const next = marks[at + 1];
  const isCommand = next?.kind === "pronoun" || (next?.kind === "thing" && startsPart(marks, at));
  if (how === "upside down") cannot(talk, "upside down: turn it in the plan, by its rotation");
  else if (how === "rotated") cannot(talk, "rotated: turn it in the plan, by its rotation");
  else if (isCommand) commandTo(talk, { flip: true }, at);
  else modify(talk, { flip: true }, at);
}

/** A colour that is no background: of a new background that is awaited, of the next thing ("a red version of") or of the last. */
export function readColour(talk: Talk, colour: Colour, isVersion: boolean, at: number): void {
  const isMadeIt = talk.verb === "change" && talk.marks[at - 1]?.kind === "pronoun";
  const isWanted = isMadeIt || isWord(talk.marks[at - 1], "want", "need", "like", "use", "instead");
  // "remove the background of 0 and make it white", "…, I want white"
  if (talk.awaits === "scene" || (talk.reading.transparent && isWanted)) readBackdrop(talk, asPlain(colour));
  else if (talk.marks[at - 1]?.kind === "text") return;
  else if (isVersion) {
    talk.premodifiers = { ...talk.premodifiers, tint: colour.name };
    talk.reading.lift = true;
  } else modify(talk, { tint: colour.name }, at);
}

/** "mirror the horse from 1", "shrink it": a verb that itself says what is asked. */
function commandTo(talk: Talk, modifiers: Modifiers, at: number): void {
  if (talk.marks[at + 1]?.kind === "pronoun" && talk.head) {
    Object.assign(talk.head, modifiers);
    return;
  }
  closeGroup(talk);
  talk.verb = "place";
  talk.premodifiers = { ...talk.premodifiers, ...modifiers };
}

/** Asks something of the one spoken of: the thing that follows, or the source of the last relation, or the last one named. */
export function modify(talk: Talk, modifiers: Modifiers, at: number): void {
  const { group, marks, reading, head } = talk;
  const previous = marks[at - 1];
  if (talk.isUndone) return;
  // "a big headline"
  if (isOfText(marks, at)) return;
  // "with a big hat"
  if (talk.ofStranger || isOfUnseen(talk, at)) {
    reading.unnamed = { ...reading.unnamed, ...modifiers };
    return;
  }
  const isCommanded = previous?.kind === "verb" && !previous.passive;
  // "0 on the left and at right the tree from 1"
  const isLed = "position" in modifiers && isSign(previous, "and", "comma") && marks[at + 1]?.kind === "thing";
  const isBefore = group.length === 0 || isCommanded || isLed || isSign(previous, "with");
  if (isBefore && (!talk.fronted || group.length === 0) && nextContent(marks, at)?.kind === "thing") {
    talk.premodifiers = { ...talk.premodifiers, ...modifiers };
    return;
  }
  if (talk.meansAll) {
    const placed = group.filter((one) => isPlaced(reading, one));
    for (const said of placed.length > 0 ? placed : group) Object.assign(said, definedOnly(modifiers));
    return;
  }
  const justNamed = previous?.kind === "thing" && !talk.linked;
  const source = justNamed ? undefined : group.findLast((one) => isPlaced(reading, one));
  const said = source ?? group.at(-1);
  if (said) Object.assign(said, definedOnly(modifiers));
  else if (talk.latest === null || talk.speaksOfUnnamed) reading.unnamed = { ...reading.unnamed, ...modifiers };
  else if (head) Object.assign(head, definedOnly(modifiers));
}

/** Whether it describes something that no reference was named for. */
function isOfUnseen({ marks, reading }: Talk, at: number): boolean {
  const noun = plainNoun(marks, at + 1);
  const article = marks[at - 1];
  return noun !== null && article?.kind === "word" && reading.unseen.includes(`${article.word} ${noun}`);
}
