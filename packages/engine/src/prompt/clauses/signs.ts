import type { Mark } from "../marks/marks.ts";
import { KEEPS } from "../vocabulary/limits.ts";
import { plainNoun } from "./ahead.ts";
import { cannot, closeClause, type Talk } from "./talk.ts";

/** The small words and signs that join what is named, or part it. */
export function readSign(talk: Talk, sign: Extract<Mark, { kind: "sign" }>["sign"]): void {
  if (sign === "stop") closeClause(talk);
  else if (sign === "to") talk.afterTo = true;
  else if (sign === "for") talk.afterFor = true;
  else if (sign === "with") {
    talk.afterWith = true;
    talk.pending = null;
  } else if (sign === "comma") {
    if (talk.pending && talk.pending.words > 0) talk.pending = null;
    talk.afterWith = false;
  }
}

/** A word that the grammar gives no meaning: most often a thing that no reference was named for. */
export function readWord(talk: Talk, word: string, at: number): void {
  const left = word === "without" ? plainNoun(talk.marks, at + 1) : null;
  if (left) cannot(talk, `removing ${left}: ${KEEPS}`);
  if (talk.pending) talk.pending.words += 1;
  if (word.length > 2) talk.speaksOfUnnamed = talk.group.length === 0;
}
