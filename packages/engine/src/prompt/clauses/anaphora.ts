import type { Relation } from "@pastiche/contract";
import type { Thing } from "../marks/things.ts";
import { BEINGS, CLOTHES, CONTAINERS, FURNITURE, SURFACES } from "../vocabulary/words.ts";
import { isSign } from "./ahead.ts";
import { addLink, isPlaced } from "./links.ts";
import { mention } from "./mention.ts";
import { place, relate } from "./place.ts";
import { definedOnly, type Said } from "./reading.ts";
import { clearConnectors, type Talk } from "./talk.ts";

/** A noun that some reference was, or will be, named for: "The cat should be tiny." */
export function readAgain(talk: Talk, thing: Thing): void {
  const said = mention(talk, thing.references[0], thing);
  if (talk.pending) relate(talk, said, talk.pending);
  else if (talk.afterWith || talk.afterTo || talk.fronted) place(talk, said, null);
  else {
    talk.group = [said];
    talk.linked = false;
    talk.head = said;
  }
}

/** "it", "them", "everything". */
export function readPronoun(talk: Talk, many: boolean, at: number): void {
  const { reading, pending, head, latest } = talk;
  // "remove the background of 0 and replace it with 1"
  if (talk.verb === "replace" && reading.transparent) talk.awaits = "scene";
  // "behind it the tree from 1"
  const next = talk.marks[isSign(talk.marks[at + 1], "comma") ? at + 2 : at + 1];
  if (pending && head && !many && next?.kind === "thing" && (talk.group.length === 0 || next === talk.marks[at + 1])) {
    talk.fronted = { relation: pending.relation, target: head, inverse: pending.inverse };
    talk.group = [];
    clearConnectors(talk);
    return;
  }
  // "a rabbit next to it"
  if (pending && talk.ofStranger) {
    const target = head ?? latest;
    reading.links.push({ source: null, target: target?.index ?? null, relation: pending.relation, soft: false });
    talk.pending = null;
    return;
  }
  if (pending) {
    const source = talk.group.at(-1);
    const others = reading.said.filter((said) => said !== source);
    // One is on or in a place, and beside or behind a thing that is there.
    const isSpot = pending.relation === "on" || pending.relation === "in";
    const fits = others.filter((said) => said.place === isSpot);
    const topic = others.findLast(
      (said) => isPlaced(reading, said) && (!isSpot || takesIn(said, pending.relation, source)),
    );
    const target = topic ?? fits.at(-1) ?? others.at(-1);
    if (source && target) {
      if (addLink(reading, source, target, pending.relation)) talk.linked = true;
      talk.pending = null;
      return;
    }
  }
  // "the sheep from 0, ten of them"
  if (talk.group.length > 0 && many && talk.marks[at - 1]?.kind === "count") {
    for (const said of talk.group) Object.assign(said, definedOnly(talk.premodifiers));
    talk.premodifiers = {};
  }
  if (talk.group.length > 0 && !isObject(talk, at)) return;
  const one = head ?? latest;
  const meant = many ? reading.said.filter((said) => said.role === null || said.role === "subject") : one ? [one] : [];
  if (meant.length > 0) {
    talk.group = meant;
    talk.linked = false;
    talk.meansAll = many;
    // "put three of them on the table"
    for (const said of meant) Object.assign(said, definedOnly(talk.premodifiers));
    talk.premodifiers = {};
  } else talk.speaksOfUnnamed = true;
}

/** "put it", "mirror it" */
function isObject({ marks }: Talk, at: number): boolean {
  const previous = marks[at - 1];
  return previous?.kind === "verb" || previous?.kind === "flip";
}

/** "the pan from 0 on the stove from 1 with the eggs from 2 in it": the pan, and not the stove. */
function takesIn({ head }: Said, relation: Relation, what: Said | undefined): boolean {
  if (relation === "in") return CONTAINERS.has(head ?? "");
  if (CLOTHES.has(what?.head ?? "")) return BEINGS.has(head ?? "");
  return FURNITURE.has(head ?? "") || SURFACES.has(head ?? "");
}
