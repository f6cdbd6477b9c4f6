import type { Position, Relation, Role } from "@pastiche/contract";
import type { Mark } from "../marks/marks.ts";
import type { Verb } from "../vocabulary/verbs.ts";
import { firmLink } from "./links.ts";
import { definedOnly, emptyReading, type Modifiers, type Reading, type Said } from "./reading.ts";

/** What a reader keeps in mind on the way through a prompt: what was read, who is spoken of, what is still to be named. */
export interface Talk {
  readonly marks: readonly Mark[];
  readonly reading: Reading;

  /** Those spoken of in this clause, in order. */
  group: Said[];
  /** Some in the group were already given their place: another name begins a new group. */
  linked: boolean;
  /** "they": what is asked is asked of the whole group. */
  meansAll: boolean;
  /** The last one that was placed or asked something of: what "it" means. */
  head: Said | null;
  /** The last one named. */
  latest: Said | null;

  /** The command of this clause. */
  verb: Verb | null;
  /** The same, as it was said. */
  word: string;
  /** A relation whose other end is still to be named, and how many plain words have come since. */
  pending: { relation: Relation; inverse: boolean; word: string; words: number } | null;
  /** The place came first: "behind the sofa in 1 is the cat". */
  fronted: { relation: Relation | null; target: Said; inverse: boolean } | null;
  /** "in the top left of 1 …": where in it what is named next goes. */
  frontedPosition: Position | null;
  /** The role of what is named next: "style: 1". */
  nextRole: Role | null;
  /** A side of a picture is to be exchanged; the new one, when it is named, takes this role. */
  awaits: "scene" | "style" | "palette" | "pattern" | null;
  /** "replace the cup in 0 with": what makes room. */
  replaced: Said | null;
  /** "replace the sky with": the same, of a thing that no reference was named for. */
  taken: string | null;
  /** "add clouds to 0": the command brings in what no reference was named for. */
  addsUnseen: boolean;
  afterWith: boolean;
  /** "with the tie from 1 and the glasses from 2": who has both. */
  anchor: Said | null;
  afterTo: boolean;
  afterFor: boolean;
  afterInstead: boolean;

  /** Asked of what is named next: "two copies of". */
  premodifiers: Modifiers;
  textPosition: Position | null;
  /** `#rrggbb`, said before the text: "in red letters 'SALE'". */
  textColour: string | null;
  /** The clause speaks of a thing that no reference was named for. */
  speaksOfUnnamed: boolean;
  /** "turn the head of the man in 0 to the left": it is not done, and so nothing more is asked. */
  isUndone: boolean;
  /** "a small rabbit next to it", beside those that were named: how large and where is said of it alone. */
  ofStranger: boolean;
}

export function startTalk(marks: readonly Mark[]): Talk {
  return {
    marks,
    reading: emptyReading(),
    group: [],
    linked: false,
    meansAll: false,
    head: null,
    latest: null,
    verb: null,
    word: "",
    pending: null,
    fronted: null,
    frontedPosition: null,
    nextRole: null,
    awaits: null,
    replaced: null,
    taken: null,
    addsUnseen: false,
    afterWith: false,
    anchor: null,
    afterTo: false,
    afterFor: false,
    afterInstead: false,
    premodifiers: {},
    textPosition: null,
    textColour: null,
    speaksOfUnnamed: false,
    isUndone: false,
    ofStranger: false,
  };
}

/** The sentence ends. */
export function closeClause(talk: Talk): void {
  closeGroup(talk);
  // "two of them on teal": nothing that a reference was named for followed.
  talk.reading.unnamed = { ...talk.reading.unnamed, ...definedOnly(talk.premodifiers) };
  talk.premodifiers = {};
  talk.reading.links = talk.reading.links.filter((link) => link.source !== null || link.target !== null);
  talk.verb = null;
  talk.awaits = null;
  talk.nextRole = null;
  talk.textPosition = null;
  talk.textColour = null;
}

/** Others are spoken of from here on. */
export function closeGroup(talk: Talk): void {
  keepHalfRelation(talk);
  keepAdded(talk);
  talk.group = [];
  talk.linked = false;
  talk.meansAll = false;
  talk.fronted = null;
  talk.frontedPosition = null;
  talk.replaced = null;
  talk.taken = null;
  talk.addsUnseen = false;
  talk.isUndone = false;
  talk.ofStranger = false;
  clearConnectors(talk);
}

/** A relation whose other end no reference was named for is kept: the one unnamed reference may be it. */
function keepHalfRelation({ reading, group, head, fronted, pending }: Talk): void {
  if (fronted && group.length === 0)
    reading.links.push({ source: null, target: fronted.target.index, relation: fronted.relation, soft: false });
  if (!pending || pending.inverse) return;
  // "the shelf from 0 with the clock from 1 above"
  if (pending.words === 0) {
    firmLink(reading, head, pending.relation);
    return;
  }
  // "the valley in 0 with the castle from 1 far away on the hill": the hill is in the valley.
  const broughtTo = reading.said.find((one) =>
    reading.links.some((link) => link.soft && link.target === one.index && link.source === head?.index),
  );
  if (broughtTo && (broughtTo.place || broughtTo.whole)) {
    firmLink(reading, head, pending.relation);
    return;
  }
  const free = group.find((one) => !reading.links.some((link) => link.source === one.index));
  if (free || group.length === 0)
    reading.links.push({ source: free?.index ?? null, target: null, relation: pending.relation, soft: false });
}

/** "add the logo from 1": to what, is not said. */
function keepAdded({ reading, group, verb, word }: Talk): void {
  const [added] = group;
  if (verb !== "place" || !/^(?:add|insert|paste|include)$/.test(word) || group.length !== 1 || added.whole) return;
  const isLinked = reading.links.some(({ source, target }) => source === added.index || target === added.index);
  if (!isLinked) reading.links.push({ source: added.index, target: null, relation: "in", soft: false });
}

/** What was waiting for a name has got it. */
export function clearConnectors(talk: Talk): void {
  talk.pending = null;
  talk.afterWith = false;
  talk.afterTo = false;
  talk.afterFor = false;
  talk.afterInstead = false;
}

/** `what` as `word: reason`. */
export function cannot({ reading }: Talk, what: string): void {
  if (!reading.unsupported.includes(what)) reading.unsupported.push(what);
}
