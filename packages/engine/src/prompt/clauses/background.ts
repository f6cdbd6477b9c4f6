import {
  backgroundFollows,
  isBlurredNext,
  isSign,
  isToBecome,
  isTransparentNext,
  isWord,
  thingFollows,
} from "./ahead.ts";
import { join, keepWithout, makeScene } from "./mention.ts";
import { addLook } from "./picture.ts";
import type { Said } from "./reading.ts";
import { clearConnectors, type Talk } from "./talk.ts";

/** "the background of 0" is the scene, unless it is to be blurred, removed or exchanged: then what stands before it stays. */
export function takeBackground(talk: Talk, said: Said, at: number): void {
  if (talk.verb === "blur" || isBlurredNext(talk.marks, at)) {
    addLook(talk, "blurred-background");
    join(talk, said);
  } else if (isTransparentNext(talk.marks, at)) {
    keepWithout(said);
    talk.reading.transparent = true;
    join(talk, said);
  } else if (givesWay(talk, at)) {
    keepWithout(said);
    const instead = talk.group.at(-1);
    if (instead) makeScene(talk, instead);
    else talk.nextRole = "scene";
    clearConnectors(talk);
    talk.group = [said];
  } else if (talk.verb === "remove" && talk.taken === null) {
    keepWithout(said);
    talk.reading.transparent = true;
    join(talk, said);
  } else if (isExchanged(talk, at)) {
    keepWithout(said);
    clearConnectors(talk);
    join(talk, said);
    talk.awaits = "scene";
  } else {
    makeScene(talk, said);
    clearConnectors(talk);
  }
}

/** "use 1 instead of the background of 0", "swap 1 for 0's background", "for the background of 0 take 1": another is in its place. */
function givesWay({ afterInstead, afterFor, awaits, group, marks, verb }: Talk, at: number): boolean {
  if (afterInstead) return true;
  if (group.length === 0) return afterFor && verb === null && thingFollows(marks, at);
  return (verb === "replace" && afterFor && awaits === null) || (verb !== "give" && isMadeOf(marks, at));
}

/** "make 1 the background of 0", "use 1 as the background of 0": what was named just before becomes it. */
function isMadeOf(marks: Talk["marks"], at: number): boolean {
  let i = at - 1;
  while (isSign(marks[i], "copula", "for") || marks[i]?.kind === "likeness" || isWord(marks[i], "as")) i -= 1;
  // "subject 0 background 1"
  const own = marks[at];
  const isBare = i === at - 1 && own.kind === "thing" && own.thing.determiner === null;
  return marks[i]?.kind === "thing" && !isBare;
}

/** "replace the background of 0 with 1", "the background of 0 should be red": what comes next is in its place. */
function isExchanged({ group, marks, verb }: Talk, at: number): boolean {
  if (group.length === 0 && isToBecome(marks, at)) return true;
  const isPut = verb === "place" && group.length === 0;
  return (isPut || (verb !== null && EXCHANGING.has(verb))) && backgroundFollows(marks, at);
}

const EXCHANGING: ReadonlySet<string> = new Set(["replace", "change", "tint", "paint"]);
