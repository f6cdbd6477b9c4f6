import type { Relation } from "@pastiche/contract";
import type { Thing } from "../marks/things.ts";
import { replacing } from "../vocabulary/limits.ts";
import { RESTYLES } from "../vocabulary/verbs.ts";
import { BEINGS, CLOTHES, CONTAINERS, HANDS, LIMBS, SURFACES } from "../vocabulary/words.ts";
import { exchange, isSurroundings } from "./exchange.ts";
import { addLink, isFirmlyPlaced } from "./links.ts";
import { join, keepWithout, link, waitFor } from "./mention.ts";
import type { Said } from "./reading.ts";
import { cannot, clearConnectors, type Talk } from "./talk.ts";

/** Sets a thing in relation to those spoken of before it. The first case that fits takes it; `thing` is null where it is only meant. */
export function place(talk: Talk, said: Said, thing: Thing | null): void {
  const { verb, group, pending, fronted, afterWith, afterTo } = talk;
  const isAnother = group.length > 0 && group[0] !== said;
  if (exchange(talk, said, thing)) return;
  if (verb === "cover" && isAnother && afterWith && talk.word === "fill" && CONTAINERS.has(group[0].head ?? ""))
    relate(talk, said, { relation: "in", inverse: true, word: "with", words: 0 });
  else if (verb === "cover" && group.length > 0 && (afterWith || pending?.relation === "in"))
    giveRole(talk, said, "pattern");
  else if (verb === "change" && RESTYLES.test(talk.word) && isAnother && afterWith) giveRole(talk, said, "style");
  else if (verb === "dress" && isAnother && (afterWith || pending?.relation === "in")) dress(talk, said);
  else if (pending) relate(talk, said, pending);
  else if (fronted) bringTo(talk, said, fronted);
  else if (afterWith && group.length > 0 && verb !== "blend") bringAlong(talk, said);
  else if (afterTo && isAnother && (verb === "place" || (verb === "apply" && group[0].head !== null)))
    moveOnto(talk, said, surfaceRelation(thing));
  else if (afterTo && isAnother && (verb === "match" || verb === "tint")) giveRole(talk, said, "palette");
  else if (afterTo && group.length === 0 && verb === "place") waitFor(talk, said, surfaceRelation(thing), false);
  else if (verb === "give" && isAnother) bringAlong(talk, said);
  else begin(talk, said);
}

/** "dress the man from 0 in the suit from 1 and the hat from 2": all that is named from here on goes onto the first. */
function dress(talk: Talk, said: Said): void {
  const [target] = talk.group;
  talk.fronted = { relation: target.place ? "in" : "on", target, inverse: false };
  bringTo(talk, said, talk.fronted);
  clearConnectors(talk);
}

/** "cover the sofa from 0 with 1", "grade 0 to 1" */
function giveRole(talk: Talk, said: Said, role: "pattern" | "palette" | "style"): void {
  said.role = role;
  clearConnectors(talk);
}

/** "the cat from 0 on the sofa from 1": the other end of a relation is named. */
export function relate(talk: Talk, said: Said, pending: NonNullable<Talk["pending"]>): void {
  clearConnectors(talk);
  const others = talk.group.filter((one) => one !== said);
  // "room 2, lamp 0, armchair 1 beside the lamp": the room stands beside nothing.
  const things = others.filter((one) => !isSurroundings(one));
  const sources = SURFACE.has(pending.relation) || things.length === 0 ? others : things;
  // "on the sofa from 1, bigger than the sofa"
  const isKnown = talk.reading.links.some((one) => sources.some(({ index }) => index === one.source));
  if (pending.word === "than" && isKnown) return;
  const relation = relationTo(talk, said, pending, sources.at(-1));
  if (sources.length === 0) {
    waitFor(talk, said, relation, pending.inverse);
    return;
  }
  const isWorn =
    relation === "in" && pending.word !== "out" && CLOTHES.has(said.head ?? "") && BEINGS.has(sources[0].head ?? "");
  // "the boy from 0 and the girl from 1 holding the balloon": the nearer one, but not "the boy in the park holding it"
  const doer = talk.linked ? sources[0] : sources[sources.length - 1];
  if (isWorn) link(talk, said, doer, "on");
  else if (pending.inverse) link(talk, said, doer, relation);
  else relateAll(talk, sources, said, relation);
  talk.group.push(said);
  talk.linked = true;
  talk.head = sources[0];
  talk.latest = said;
}

/** "on the right of the room" is a part of the picture; "to the right of the chair" is beside it. */
function relationTo(
  talk: Talk,
  said: Said,
  { relation, word }: NonNullable<Talk["pending"]>,
  source: Said | undefined,
): Relation {
  // "in the man's hand in 1"
  if (relation === "in" && HANDS.has(said.head ?? "")) return "held-by";
  // "in the middle of the table": upon it.
  if (word === "of" && relation === "in" && isUpon(said.head)) return "on";
  const isSide = (word === "on" || word === "at") && (relation === "left-of" || relation === "right-of");
  if (!isSide || !(said.whole || said.place)) return relation;
  const position = relation === "left-of" ? "left" : "right";
  if (source) source.position = position;
  else talk.frontedPosition = position;
  return "in";
}

/** "tables", "the shelf" */
const isUpon = (head: string | null) => head !== null && SURFACES.has(head.replace(/s$/, ""));

function relateAll(talk: Talk, sources: Said[], target: Said, relation: Relation): void {
  const { reading } = talk;
  const free = sources.filter((one) => !isFirmlyPlaced(reading, one) && !isCarried(talk, one));
  const order = new Map(talk.group.map(({ index }, i) => [index, i]));
  const isSurface = (one: Said) =>
    reading.links.some(
      ({ source, target, relation: known, soft }) =>
        target === one.index &&
        SURFACE.has(known) &&
        !soft &&
        (order.get(source ?? -1) ?? 9) < (order.get(target) ?? 0),
    );
  // "the cat on the sofa next to the lamp": the lamp stands beside, but the sofa is still what is stood on.
  if (free.length > 0 && free.every(isSurface) && !SURFACE.has(relation))
    addLink(reading, target, sources[0], "beside", { soft: true });
  else for (const one of free.length > 0 ? free : sources.slice(-1)) link(talk, one, target, relation);
}

/** "the girl from 0 with the umbrella from 1 in the street from 2": it goes where she goes. */
function isCarried({ reading, group }: Talk, one: Said): boolean {
  const anchor = reading.links.find(({ source, soft }) => soft && source === one.index)?.target;
  const carrier = group.find(({ index }) => index === anchor);
  return carrier !== undefined && !carrier.place && !carrier.whole && !isFirmlyPlaced(reading, carrier);
}

const SURFACE: ReadonlySet<Relation | null> = new Set(["on", "in"]);

/** "behind the sofa in 1 is the cat from 0" */
function bringTo(talk: Talk, said: Said, { target, relation, inverse }: NonNullable<Talk["fronted"]>): void {
  said.position ??= talk.frontedPosition;
  talk.frontedPosition = null;
  if (inverse) link(talk, target, said, relation);
  else link(talk, said, target, relation);
  join(talk, said);
}

/** "the valley in 0 with the balloon from 1" */
function bringAlong(talk: Talk, said: Said): void {
  const anchor = talk.anchor ?? talk.group[talk.group.length - 1];
  talk.anchor = null;
  addLink(talk.reading, said, anchor, null, { soft: true });
  clearConnectors(talk);
  talk.group.push(said);
  talk.head = said;
  talk.latest = said;
}

/** "add the dog from 0 to the beach from 1" */
function moveOnto(talk: Talk, said: Said, relation: Relation): void {
  for (const source of talk.group) link(talk, source, said, relation);
  clearConnectors(talk);
  talk.latest = said;
}

/** To a place or a picture is into it; to a thing is onto it. */
const surfaceRelation = (thing: Thing | null): Relation =>
  thing === null || thing.head === null || thing.place ? "in" : "on";

function begin(talk: Talk, said: Said): void {
  // "in front of the house put the car from 0": the house has no reference of its own.
  const half = talk.verb === "place" && talk.reading.links.find((one) => one.source === null && one.target === null);
  if (half) half.source = said.index;
  said.isCanvas ||= talk.verb !== null && CHANGES.has(talk.verb);
  if (talk.verb === "change" && LIMBS.has(said.head ?? "")) {
    cannot(talk, `${said.phrase}: this engine does not change a part of a body`);
    talk.isUndone = true;
  }
  if (talk.verb === "replace" && talk.taken === null && talk.replaced === null && talk.awaits === null) {
    if (isSurroundings(said)) {
      keepWithout(said);
      talk.awaits = "scene";
    } else {
      talk.replaced = said;
      if (said.head !== null) cannot(talk, replacing(said.phrase));
    }
  }
  clearConnectors(talk);
  join(talk, said);
}

const CHANGES: ReadonlySet<string> = new Set(["change", "paint", "tint", "match", "blur"]);
