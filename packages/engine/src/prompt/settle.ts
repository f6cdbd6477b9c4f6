import type { Plan, Relation, Role } from "@pastiche/contract";
import { blank, type Link, type Reading, type Said } from "./clauses/reading.ts";
import { MOST_COPIES } from "./clauses/wishes.ts";
import type { Intent, IntentSubject } from "./intent.ts";
import { limitsOf } from "./limitsOf.ts";

/** Decides, from what was said, which reference is the scene, which are laid on it, and which stay open for saliency. */
export function settle(reading: Reading, references: number): Intent {
  const said = everyReference(reading, references);
  const links = resolveUnnamed(reading, said, references);
  const removed = reading.removed.filter(({ index }) => !links.some((link) => link.source === index));
  for (const { index } of removed) said[index].role ??= "scene";
  const isAllNamed = reading.said.length === references;
  const unseen = isAllNamed ? reading.unseen.map((phrase) => `${phrase}: no reference shows it`) : [];
  const collage = isCollage(reading, said, links);
  if (collage) for (const one of said.filter(isOpen)) one.role = "scene";
  else settleRoles(reading, said, links);
  const scene = said.find((one) => one.role === "scene");
  const subjects = collage
    ? []
    : said.filter((one) => one.role === "subject").map((one) => toSubject(one, links, scene));
  return {
    references: said.map(({ index, role, phrase }) => ({ index, role, phrase })),
    layout: collage ? "collage" : layoutOf(said, scene),
    arrangement: collage ? (reading.collage?.arrangement ?? "grid") : null,
    backdrop: scene ? null : reading.backdrop,
    subjects,
    unnamed: unnamedOf(reading),
    looks: reading.looks,
    texts: reading.texts,
    transparent: reading.transparent && !scene && reading.backdrop === null,
    shadow: reading.shadow,
    unsupported: [...reading.unsupported, ...limitsOf(said, links, removed, scene), ...unseen],
  };
}

const isOpen = (one: Said) => one.role === null;

/** All references in order. One that a prompt with other names leaves out is unused; with none named, all stay open. */
function everyReference(reading: Reading, references: number): Said[] {
  return Array.from({ length: references }, (_, index) => {
    const known = reading.said.find((said) => said.index === index);
    if (known) return known;
    const unnamed = blank(index);
    if (reading.said.length > 0) unnamed.role = "unused";
    return unnamed;
  });
}

/** "put the logo on the mug from 1": the only reference that was not named is what has no name. */
function resolveUnnamed(reading: Reading, said: Said[], references: number): Link[] {
  const named = reading.said.length;
  const only = said.filter((one) => !reading.said.includes(one));
  const free = only.length === 1 ? only[0] : undefined;
  if (references === 1 && named === 0) Object.assign(said[0], reading.unnamed);
  if (!free || named === 0) return reading.links.filter(isWhole);
  const open = reading.links.find((link) => (link.source === null) !== (link.target === null));
  const named0 = reading.said[0];
  if (open) {
    free.role = null;
    if (open.source === null && open.target !== null) Object.assign(free, reading.unnamed);
    const filled = { ...open, source: open.source ?? free.index, target: open.target ?? free.index };
    return [...reading.links.filter(isWhole), filled];
  }
  // "make it look like 1", "0 as the background": what is left is what it is done to.
  const isDoneTo = reading.said.every(
    (one) => one.role === "style" || one.role === "palette" || one.role === "pattern" || one.role === "scene",
  );
  if (isDoneTo && named0) free.role = null;
  return reading.links.filter(isWhole);
}

const isWhole = (link: Link) => link.source !== null && link.target !== null;

function isCollage(reading: Reading, said: Said[], links: Link[]): boolean {
  if (!reading.collage || said.length < 2) return false;
  if (reading.collage.sure) return true;
  return links.length === 0 && reading.backdrop === null && !said.some((one) => one.role === "scene");
}

function settleRoles(reading: Reading, said: Said[], links: Link[]): void {
  for (const link of links) {
    const source = said[link.source ?? 0];
    if (isOpen(source) && !link.soft) source.role = "subject";
  }
  let scene = oneScene(said);
  const open = said.filter((one) => one.role === null || one.role === "subject");
  if (!scene && !reading.backdrop && !(reading.transparent && open.length === 1))
    scene = chooseScene(reading, said, links);
  if (scene) scene.role = "scene";
  // Nothing was named: only saliency can say which is which.
  if (reading.said.length === 0 && said.length > 1 && !scene && !reading.backdrop && !reading.transparent) return;
  const left = said.filter(isOpen);
  const pattern = said.some((one) => one.role === "pattern");
  for (const one of left) {
    if (
      scene ||
      reading.backdrop ||
      one.lifted ||
      isArranged(one) ||
      reading.transparent ||
      pattern ||
      left.every((other) => !other.whole)
    )
      one.role = "subject";
    else if (said.some((other) => other.role === "subject")) one.role = "subject";
  }
}

/** "the tiger in the background, the zoo from 2 as the scene": one picture fills the frame, the others are laid on it. */
function oneScene(said: Said[]): Said | null {
  const scenes = said.filter((one) => one.role === "scene");
  if (scenes.length === 0) return null;
  const scene = best(scenes.toReversed(), (one) => (one.place ? 2 : 0) + (one.whole ? 1 : 0));
  for (const one of scenes) if (one !== scene) one.role = "subject";
  return scene;
}

/** The one that others are placed in relation to, whole; a place rather than a thing; of a single one, all unless it is lifted. */
function chooseScene(reading: Reading, said: Said[], links: Link[]): Said | null {
  const canBe = (one: Said) => (one.role === null || one.role === "subject") && !one.lifted;
  const sources = new Set(links.map((link) => link.source));
  const roots = said.filter(
    (one) => canBe(one) && !sources.has(one.index) && links.some((link) => link.target === one.index),
  );
  if (roots.length > 0) return best(roots, (one) => weigh(one, links));
  const open = said.filter((one) => one.role === null);
  if (open.length === 1) {
    const [one] = open;
    const others = said.some((other) => other.role === "subject");
    if (others) return one;
    return isLifted(one, reading, said) ? null : one;
  }
  const places = open.filter((one) => one.place && canBe(one));
  return places.length === 1 && !reading.lift ? places[0] : null;
}

function isLifted(one: Said, reading: Reading, said: Said[]): boolean {
  if (said.some((other) => other.role === "pattern")) return true;
  if (reading.lift && !one.place) return true;
  return one.lifted || isArranged(one) || one.opacity < 1 || (one.tint !== null && !one.whole && !one.place);
}

/** It is to stand somewhere, or be of some size or number: no picture that fills the frame. */
const isArranged = (one: Said) => one.count > 1 || one.position !== null || one.scale !== null;

const STRENGTH: Partial<Record<Relation, number>> = {
  on: 3,
  in: 3,
  "in-front-of": 2,
  behind: 2,
  above: 2,
  below: 2,
  over: 2,
};

function weigh(one: Said, links: Link[]): number {
  const strongest = Math.max(
    ...links.filter((link) => link.target === one.index).map((link) => (link.relation && STRENGTH[link.relation]) ?? 1),
  );
  return strongest + (one.place ? 2 : 0) + (one.whole ? 1 : 0);
}

function best(list: Said[], weight: (one: Said) => number): Said {
  return list.reduce((chosen, one) => (weight(one) > weight(chosen) ? one : chosen));
}

function toSubject(one: Said, links: Link[], scene: Said | undefined): IntentSubject {
  const link = links.find((candidate) => candidate.source === one.index);
  const relation = link ? (link.relation ?? (link.target === scene?.index ? "in" : "beside")) : scene ? "in" : null;
  return {
    reference: one.index,
    phrase: one.phrase,
    relation,
    target: link?.target ?? scene?.index ?? null,
    position: one.position,
    scale: one.scale ?? "normal",
    count: one.count,
    flip: one.flip,
    tint: one.tint,
    opacity: one.opacity,
  };
}

/** What was asked without naming any reference, or null where nothing was. */
function unnamedOf({ spokenOf, unnamed }: Reading): Intent["unnamed"] {
  if (!spokenOf) return null;
  const { phrase, relation, scenePhrase } = spokenOf;
  const { position = spokenOf.position, scale, flip = false, tint = null, opacity = 1 } = unnamed;
  const count = unnamed.count ?? Math.min(MOST_COPIES, spokenOf.count ?? 1);
  if (phrase === "" && relation === null && Object.keys(unnamed).length === 0) return null;
  return { subject: { phrase, relation, position, scale: scale ?? "normal", count, flip, tint, opacity }, scenePhrase };
}

function layoutOf(said: Said[], scene: Said | undefined): Plan["layout"] | null {
  if (scene) return "scene";
  const roles: (Role | null)[] = said.map((one) => one.role);
  return roles.includes("subject") && !roles.includes(null) ? "backdrop" : null;
}
