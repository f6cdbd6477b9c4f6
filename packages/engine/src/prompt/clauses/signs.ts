import type { Mark } from "../marks/marks.ts";
import { KEEPS } from "../vocabulary/limits.ts";
import { CLOTHES, FUNCTION_WORDS, HANDS, PARTS } from "../vocabulary/words.ts";
import { endsPart, isWord, newNoun, plainNoun, relationFollows, startsPart } from "./ahead.ts";
import { noteBrought, readStranger } from "./brought.ts";
import { firmLink } from "./links.ts";
import { readCue } from "./roles.ts";
import { cannot, closeClause, type Talk } from "./talk.ts";

/** The small words and signs that join what is named, or part it. */
export function readSign(talk: Talk, sign: Extract<Mark, { kind: "sign" }>["sign"], at: number): void {
  if ((sign === "and" || sign === "comma") && newNoun(talk.marks, at + 1) === null) talk.ofStranger = false;
  if (sign === "and") bringAnother(talk, at);
  if (sign === "stop") closeClause(talk);
  else if (sign === "to") talk.afterTo = true;
  else if (sign === "for") talk.afterFor = true;
  else if (sign === "with") {
    noteBrought(talk, at);
    talk.afterWith = true;
    talk.pending = null;
  } else if (sign === "colon") {
    // "when the coffee kicks in: the dog from 0"
    if (talk.group.length === 0) talk.pending = null;
  } else if (sign === "comma") {
    if (talk.pending && talk.pending.words > 0) talk.pending = null;
    talk.afterWith = false;
  }
}

/** "with the tie from 1 and the glasses from 2" */
function bringAnother(talk: Talk, at: number): void {
  const next = talk.marks[at + 1];
  const link = talk.reading.links.find(({ source, soft }) => soft && source === talk.latest?.index);
  if (!link || next?.kind !== "thing" || !CLOTHES.has(next.thing.head ?? "")) return;
  talk.anchor = talk.group.find(({ index }) => index === link.target) ?? null;
  talk.afterWith = talk.anchor !== null;
}

const ROLES: Partial<Record<string, "subject" | "style" | "palette" | "pattern">> = {
  subject: "subject",
  foreground: "subject",
  style: "style",
  palette: "palette",
  pattern: "pattern",
  texture: "pattern",
};

/** A word that the grammar gives no meaning: most often a thing that no reference was named for. */
export function readWord(talk: Talk, word: string, at: number): void {
  readStranger(talk, at);
  const role = ROLES[word];
  // "0 subject, 1 background"
  if (role && talk.marks[at - 1]?.kind === "thing" && endsPart(talk.marks, at))
    readCue(talk, { role, announces: false, within: false }, at);
  const left = word === "without" ? plainNoun(talk.marks, at + 1) : null;
  if (left) cannot(talk, `removing ${left}: ${KEEPS}`);
  const next = talk.marks[at + 1];
  // "0 and 1 on 2, both tiny"
  if (/^(?:both|each|all)$/.test(word) && next?.kind !== "thing") talk.meansAll = talk.group.length > 1;
  // "ignore image 1"
  if (/^(?:ignore|skip|omit|disregard)$/.test(word) && next?.kind === "thing" && next.thing.head === null)
    talk.nextRole = "unused";
  else if (isOrder(talk.marks, at) && !HARMLESS.has(word) && !FUNCTION_WORDS.has(word)) {
    cannot(talk, `${word}: this engine does not know how to do that`);
    talk.isUndone = true;
  }
  if (talk.pending && word !== "not") talk.pending.words += 1;
  // "the shirt from 0 with the logo from 1 on the chest"
  if (talk.pending?.relation === "on" && PARTS.has(word) && firmLink(talk.reading, talk.head, "on"))
    talk.pending = null;
  // "in the lady's hand"
  if (talk.pending?.relation === "in" && HANDS.has(word)) talk.pending.relation = "held-by";
  // "as large as the tower from 1", "bigger than it": the two are to be compared.
  const isSized = talk.marks[at - 1]?.kind === "scale" || isWord(talk.marks[at - 1], "tall", "high", "wide", "long");
  const isCompared = (word === "as" && isSized && isWord(talk.marks[at - 2], "as")) || (word === "than" && isSized);
  if (isCompared && talk.group.length > 0)
    talk.pending = { relation: "beside", inverse: false, word: "than", words: 0 };
  if (word.length > 2) talk.speaksOfUnnamed = talk.group.length === 0;
}

/** "animate 0", "melt the clock from 0": a word at the start, and right after it what it is to be done to. */
function isOrder(marks: readonly Mark[], at: number): boolean {
  const next = marks[at + 1];
  // "plant the tree from 1 in front of the house": whatever it is called, it is placed.
  if (relationFollows(marks, at)) return false;
  return (
    startsPart(marks, at) && next?.kind === "thing" && (next.thing.determiner !== null || next.thing.head === null)
  );
}

const HARMLESS = new Set(
  `repeat wallpaper leave imagine picture consider behold see try find pick choose select start begin feature highlight present promote advertise sell showcase
   frame enjoy love watch say hello hi hey thanks ok okay please maybe perhaps finally next first second third last also now again well yes surprise think
   give show need want ensure no not nothing scene subject object product portrait landscape square label headline main hero title poster meme image photo vs versus times background`.split(
    /\s+/,
  ),
);
