import type { Thing } from "../marks/things.ts";
import { replacing } from "../vocabulary/limits.ts";
import { FURNITURE } from "../vocabulary/words.ts";
import { join, keepWithout, link, makeScene, waitFor } from "./mention.ts";
import type { Said } from "./reading.ts";
import { cannot, clearConnectors, type Talk } from "./talk.ts";

/** One thing comes in another's place, if the words say so. The first case that fits takes it. */
export function exchange(talk: Talk, said: Said, thing: Thing | null): boolean {
  const { verb, group, pending, replaced, afterWith, afterTo, afterFor, afterInstead } = talk;
  const isAnother = group.length > 0 && group[0] !== said;
  const isInto = verb === "change" && isAnother && (pending ? pending.word === "into" : afterTo);
  if (replaced && replaced !== said && afterFor && talk.word.startsWith("substitut")) substitute(talk, replaced, said);
  else if (replaced && replaced !== said && (afterWith || afterTo || afterFor || pending?.word === "by"))
    putInsteadOf(talk, said, replaced);
  else if (isInto && said.head !== null && !said.place && isThing(group[0])) makeRoom(talk, group[0], said);
  else if (afterInstead && group.length === 0) awaitOther(talk, said);
  else if (afterInstead && isAnother) makeRoom(talk, said, group[group.length - 1]);
  else if (isInto && thing?.place && isSurroundings(group[0])) exchangeSurroundings(talk, group[0], said);
  else if (talk.taken !== null && afterWith && !pending && !talk.fronted && group.length === 0)
    putInsteadOfUnnamed(talk, said);
  else return false;
  return true;
}

/** "substitute the horse from 1 for the car in 0": what was named first is the new one. */
function substitute(talk: Talk, instead: Said, replaced: Said): void {
  talk.reading.unsupported = talk.reading.unsupported.filter((line) => line !== replacing(instead.phrase));
  makeRoom(talk, replaced, instead);
}

const isThing = ({ head, place, whole }: Said) => head !== null && !place && !whole;

/** "instead of the lamp in 0, show the plant from 1" */
function awaitOther(talk: Talk, replaced: Said): void {
  if (replaced.head !== null) cannot(talk, replacing(replaced.phrase));
  waitFor(talk, replaced, "in", false);
}

/** "use the plant from 1 instead of the lamp in 0", "turn the car in 0 into the horse from 1" */
function makeRoom(talk: Talk, replaced: Said, instead: Said): void {
  if (replaced.head !== null) cannot(talk, replacing(replaced.phrase));
  putInsteadOf(talk, instead, replaced);
}

/** "replace the cup in 0 with the vase from 1" */
function putInsteadOf(talk: Talk, said: Said, replaced: Said): void {
  link(talk, said, replaced, "in");
  talk.replaced = null;
  clearConnectors(talk);
  join(talk, said);
}

/** "replace the sky with 1": the sky is in the reference that is not named. */
function putInsteadOfUnnamed(talk: Talk, said: Said): void {
  talk.reading.links.push({ source: said.index, target: null, relation: "in", soft: false });
  clearConnectors(talk);
  join(talk, said);
}

/** "swap the beach in 0 for the desert in 1": all that is behind the things of 0. */
export const isSurroundings = ({ place, head }: Said) =>
  place && !FURNITURE.has(head ?? "") && !PARTS_OF_PLACES.has(head ?? "");

/** "change the desert in 0 to the field in 1" */
function exchangeSurroundings(talk: Talk, before: Said, after: Said): void {
  keepWithout(before);
  makeScene(talk, after);
  clearConnectors(talk);
}

const PARTS_OF_PLACES = new Set(
  "sky moon sun floor ground lawn grass sand snow water roof path road track pool windowsill bridge pier".split(" "),
);
