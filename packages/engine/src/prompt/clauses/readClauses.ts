import type { Mark } from "../marks/marks.ts";
import { readAgain, readPronoun } from "./anaphora.ts";
import { readAction, readCommand, readRelation } from "./commands.ts";
import { addText, readBackdrop, readBackground, readCollage, readFormat, readInk, readLook } from "./picture.ts";
import type { Reading } from "./reading.ts";
import { readThing } from "./readThing.ts";
import { readCue, readLikeness } from "./roles.ts";
import { readSign, readWord } from "./signs.ts";
import { cannot, closeClause, startTalk, type Talk } from "./talk.ts";
import { readSpokenOf } from "./unnamed.ts";
import { modify, readColour, readCount, readFlip, readPosition, readScale, readTimes } from "./wishes.ts";

/** Follows the marks from left to right, keeping in mind who is spoken of. */
export function readClauses(marks: readonly Mark[]): Reading {
  const talk = startTalk(marks);
  for (let at = 0; at < marks.length; at++) readMark(talk, marks[at], at);
  closeClause(talk);
  if (talk.reading.said.length === 0) talk.reading.spokenOf = readSpokenOf(marks);
  return talk.reading;
}

function readMark(talk: Talk, mark: Mark, at: number): void {
  if (mark.kind === "thing") readThing(talk, mark.thing, at);
  else if (mark.kind === "again") readAgain(talk, mark.thing);
  else if (mark.kind === "pronoun") readPronoun(talk, mark.many, at);
  else if (mark.kind === "relation") readRelation(talk, mark.relation, mark.word, at);
  else if (mark.kind === "action") readAction(talk, mark.action, at);
  else if (mark.kind === "verb") readCommand(talk, mark, at);
  else if (mark.kind === "likeness") readLikeness(talk, mark.role, at);
  else if (mark.kind === "cue") readCue(talk, mark, at);
  else if (mark.kind === "position") readPosition(talk, mark.position, mark.phrase, at);
  else if (mark.kind === "scale") readScale(talk, mark.scale, mark.command, at);
  else if (mark.kind === "times") readTimes(talk, mark.count, mark.scale, at);
  else if (mark.kind === "count") readCount(talk, mark, at);
  else if (mark.kind === "opacity") modify(talk, { opacity: mark.opacity }, at);
  else if (mark.kind === "flip") readFlip(talk, mark.how, at);
  else if (mark.kind === "colour") readColour(talk, mark.colour, mark.version, at);
  else if (mark.kind === "backdrop") readBackdrop(talk, mark.backdrop);
  else if (mark.kind === "background") readBackground(talk, at);
  else if (mark.kind === "look") readLook(talk, mark.look, at);
  else if (mark.kind === "text") addText(talk, mark);
  else if (mark.kind === "collage") readCollage(talk, mark);
  else if (mark.kind === "format") readFormat(talk, mark.ratio);
  else if (mark.kind === "ink") readInk(talk, mark.colour, at);
  else if (mark.kind === "instead") talk.afterInstead = true;
  else if (mark.kind === "transparent") talk.reading.transparent = true;
  else if (mark.kind === "lift") talk.reading.lift = true;
  else if (mark.kind === "shadow") talk.reading.shadow = mark.shadow;
  else if (mark.kind === "limit") cannot(talk, mark.what);
  else if (mark.kind === "sign") readSign(talk, mark.sign, at);
  else readWord(talk, mark.word, at);
}
