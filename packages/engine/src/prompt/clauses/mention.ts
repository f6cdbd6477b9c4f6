import type { Relation } from "@pastiche/contract";
import type { Thing } from "../marks/things.ts";
import { addLink } from "./links.ts";
import { blank, type Said } from "./reading.ts";
import { clearConnectors, type Talk } from "./talk.ts";

/** What is known of a reference, with what this mention of it adds. */
export function mention({ reading }: Talk, index: number, thing: Thing): Said {
  let said = reading.said.find((known) => known.index === index);
  if (!said) {
    said = blank(index);
    reading.said.push(said);
  }
  if (thing.facet !== "content") return said;
  if (thing.head !== null) said.whole = false;
  if (said.phrase === "") said.phrase = thing.phrase;
  said.head ??= thing.head;
  said.place ||= thing.place;
  return said;
}

/** It is one of those spoken of from here on. */
export function join(talk: Talk, said: Said): void {
  if (talk.linked && !talk.group.includes(said)) {
    talk.group = [];
    talk.linked = false;
  }
  if (!talk.group.includes(said)) talk.group.push(said);
  talk.meansAll = false;
  talk.head = said;
  talk.latest = said;
}

export function makeScene(talk: Talk, said: Said): void {
  said.role = "scene";
  talk.latest = said;
}

/** Its own background goes, and it stays where that was. */
export function keepWithout(said: Said): void {
  said.lifted = true;
  said.stays = true;
}

/** "behind the sofa in 1": who is there comes next. */
export function waitFor(talk: Talk, target: Said, relation: Relation, inverse: boolean): void {
  talk.fronted = { relation, target, inverse };
  clearConnectors(talk);
  talk.latest = target;
}

export function link(talk: Talk, source: Said, target: Said, relation: Relation | null): void {
  if (addLink(talk.reading, source, target, relation)) talk.linked = true;
}
