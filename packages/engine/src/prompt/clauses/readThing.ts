import { adjectivesOf } from "../marks/adjectives.ts";
import type { Thing } from "../marks/things.ts";
import { unusedView } from "../marks/views.ts";
import { colourFollows, isSign, lastWord, thingFollows, VAGUE } from "./ahead.ts";
import { takeBackground } from "./background.ts";
import { broughtNoun, noteUnseen } from "./brought.ts";
import { join, makeScene, mention } from "./mention.ts";
import { place } from "./place.ts";
import { definedOnly, type Modifiers, type Said } from "./reading.ts";
import { cannot, clearConnectors, type Talk } from "./talk.ts";
import { limitCount } from "./wishes.ts";

/** A reference is named: what was asked of it beforehand is noted, and it takes its part in the clause. */
export function readThing(talk: Talk, thing: Thing, at: number): void {
  const modifiers = modifiersOf(talk, thing);
  if (IMMATERIAL.has(thing.head ?? "")) cannot(talk, `${thing.head}: this engine lays a thing as it was photographed`);
  for (const said of thing.references.map((index) => mention(talk, index, thing))) {
    if (thing.facet === "content") Object.assign(said, modifiers);
    if (!thing.defines) takePart(talk, said, thing, at);
  }
  for (const index of thing.views) {
    Object.assign(mention(talk, index, thing), { role: "unused", viewOf: thing.references[0] });
    cannot(talk, unusedView(thing.phrase, index));
  }
  if (thing.facet === "content") talk.premodifiers = {};
  // "give the dog in 0 wings"
  const given = talk.verb === "give" ? broughtNoun(talk, at) : null;
  if (given && !VAGUE.has(lastWord(given))) noteUnseen(talk, given);
  talk.speaksOfUnnamed = false;
  talk.ofStranger = false;
}

/** "the reflection of 0 in the lake from 1" */
const IMMATERIAL = new Set(["reflection", "silhouette", "hologram"]);

/** What the adjectives and the words before ask of it. */
function modifiersOf(talk: Talk, thing: Thing): Modifiers {
  const modifiers = { ...adjectivesOf(thing), ...definedOnly(talk.premodifiers) };
  if (modifiers.count !== undefined) modifiers.count = limitCount(talk, modifiers.count);
  return modifiers;
}

function takePart(talk: Talk, said: Said, thing: Thing, at: number): void {
  if (talk.awaits && isAnswer(talk, at)) takeAwaitedRole(talk, said, talk.awaits);
  else if (thing.facet === "background") takeBackground(talk, said, at);
  else if (thing.facet !== "content") takeFacet(talk, said, thing.facet, at);
  else if (talk.nextRole) takeNextRole(talk, said, talk.nextRole);
  else takeContent(talk, said, thing);
}

function takeContent(talk: Talk, said: Said, thing: Thing): void {
  const { verb, group, taken, reading } = talk;
  // "cut the shoe out of 0"
  if (verb === "lift" && group.length === 0) {
    said.lifted = true;
    reading.transparent = true;
  }
  if (verb === "remove" && thing.head !== null && taken === null)
    reading.removed.push({ index: said.index, phrase: thing.phrase });
  // "remove the background of 0 and use 1"
  const isNewScene = verb === "use" && group.length === 0 && reading.said.some((one) => one.stays && one !== said);
  if (isNewScene && !reading.said.some((one) => one.role === "scene")) makeScene(talk, said);
  else place(talk, said, thing);
}

/** "replace the background of 0 with 1": what is named after such a word is the new one. */
function isAnswer({ afterTo, afterWith, pending, marks }: Talk, at: number): boolean {
  return (
    afterTo ||
    afterWith ||
    pending !== null ||
    marks[at - 1]?.kind === "likeness" ||
    isSign(marks[at - 1], "for", "and", "copula")
  );
}

function takeAwaitedRole(talk: Talk, said: Said, role: NonNullable<Talk["awaits"]>): void {
  talk.awaits = null;
  if (role === "scene") makeScene(talk, said);
  else said.role = role;
  clearConnectors(talk);
}

/** "style: 1" */
function takeNextRole(talk: Talk, said: Said, role: NonNullable<Talk["nextRole"]>): void {
  if (role === "scene") makeScene(talk, said);
  else said.role = role;
  talk.nextRole = null;
  clearConnectors(talk);
  if (role === "scene" || role === "subject") join(talk, said);
}

/** "the style of 1", unless it is to be exchanged ("change the colours of 0 to those of 1"): then another gives it. */
function takeFacet(talk: Talk, said: Said, facet: "style" | "palette" | "pattern", at: number): void {
  const { verb, group, marks, pending, awaits } = talk;
  const canExchange = (verb === "change" || verb === "match" || verb === "replace") && group.length === 0;
  if (canExchange && !pending && !awaits && thingFollows(marks, at)) {
    join(talk, said);
    talk.awaits = facet;
  } else if (canExchange && facet === "palette" && colourFollows(marks, at)) join(talk, said);
  else said.role = facet;
  talk.nextRole = null;
  clearConnectors(talk);
}
