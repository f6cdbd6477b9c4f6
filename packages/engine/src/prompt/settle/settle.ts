import type { Plan, Relation, Role } from "@pastiche/contract";
import type { Link, Reading, Said } from "../clauses/reading.ts";
import { MOST_COPIES } from "../clauses/wishes.ts";
import type { Intent, IntentSubject } from "../intent.ts";
import { BEINGS, CLOTHES, FURNITURE } from "../vocabulary/words.ts";
import { limitsOf } from "./limitsOf.ts";
import { everyReference, resolveUnnamed } from "./resolveUnnamed.ts";
import { settleRoles } from "./settleRoles.ts";

/** Decides, from what was said, which reference is the scene, which are laid on it, and which stay open for saliency. */
export function settle(reading: Reading, references: number): Intent {
  const said = everyReference(reading, references);
  const links = resolveUnnamed(reading, said, references).map((link) => turnedRound(link, said));
  const removed = reading.removed.filter(({ index }) => !links.some((link) => link.source === index));
  for (const { index } of removed) said[index].role ??= "scene";
  const order = inOrder(reading, said, links);
  const collage = collageOf(reading, order, links);
  if (collage) for (const one of said) one.role ??= "scene";
  else settleRoles(reading, said, links);
  const scene = said.find((one) => one.role === "scene");
  const subjects = collage
    ? []
    : said.filter((one) => one.role === "subject").map((one) => toSubject(one, links, said));
  return {
    references: said.map(({ index, role, phrase }) => ({ index, role, phrase })),
    layout: collage ? "collage" : layoutOf(said, scene),
    arrangement: collage,
    order: order.map(({ index }) => index),
    format: reading.format,
    backdrop: scene ? null : reading.backdrop,
    subjects,
    unnamed: unnamedOf(reading),
    staying: said.filter((one) => one.stays).map(({ index }) => index),
    views: said.flatMap(({ index, viewOf }) => (viewOf === undefined ? [] : [{ index, of: viewOf }])),
    looks: reading.looks,
    texts: reading.texts,
    transparent: reading.transparent && !scene && reading.backdrop === null,
    shadow: reading.shadow,
    unsupported: [...reading.unsupported, ...limitsOf(reading, said, links, removed)],
  };
}

/** "the mountains from 1 behind the car from 0": a place behind a thing is where the thing is. */
function turnedRound(link: Link, said: Said[]): Link {
  const { source, target, relation } = link;
  if (relation !== "behind" || source === null || target === null) return link;
  const isBackground = said[source].place && !FURNITURE.has(said[source].head ?? "");
  const isThing = !said[target].place && !said[target].whole;
  return isBackground && isThing ? { ...link, source: target, target: source, relation: "in-front-of" } : link;
}

/** From left to right or top to bottom where the prompt says so, else as they were named; those that were not come last. */
function inOrder(reading: Reading, said: Said[], links: Link[]): Said[] {
  const named = [...reading.said, ...said.filter((one) => !reading.said.includes(one))];
  const order = named.toSorted((a, b) => rankOf(a) - rankOf(b));
  for (const { source, target, relation } of links) {
    const [from, to] = [source, target].map((end) => order.findIndex(({ index }) => index === end));
    const isFirst = relation !== null && FIRST.has(relation);
    const isLast = relation === "right-of" || relation === "below";
    if (from < 0 || to < 0 || !(isFirst ? from > to : isLast && from < to)) continue;
    order.splice(to, 0, ...order.splice(from, 1));
  }
  return order;
}

const FIRST: ReadonlySet<Relation> = new Set(["left-of", "above", "over", "on"]);

const rankOf = ({ position }: Said): number =>
  /^(?:left|top)/.test(position ?? "") ? -1 : /^(?:right|bottom)/.test(position ?? "") ? 1 : 0;

/** How the pictures share the frame, or null where one is laid on another. */
function collageOf(reading: Reading, said: Said[], links: Link[]): Intent["arrangement"] {
  if (said.length < 2) return null;
  if (!reading.collage) return splitOf(reading, said, links);
  const { arrangement, sure } = reading.collage;
  if (sure) return arrangement;
  // "0 above 1 in a column": whole pictures may be set in relation, things would be laid on one another.
  const areWhole = links.every((link) => [link.source, link.target].every((end) => end !== null && said[end].whole));
  const hasStage = reading.backdrop !== null || said.some((one) => one.role === "scene");
  return areWhole && !hasStage ? arrangement : null;
}

/** "0 on the left, 1 on the right": whole pictures that share the frame, and nothing else. */
function splitOf(reading: Reading, said: Said[], links: Link[]): Intent["arrangement"] {
  const isBare = links.length === 0 && reading.backdrop === null && !reading.transparent;
  const sides = said
    .map((one) => (one.whole && one.role === null && one.scale === null ? one.position : null))
    .join(" ");
  return (isBare && SPLITS[sides]) || null;
}

const SPLITS: Partial<Record<string, "row" | "column">> = {
  "left right": "row",
  "left center right": "row",
  "top bottom": "column",
  "top center bottom": "column",
};

function toSubject(one: Said, links: Link[], said: Said[]): IntentSubject {
  const scene = said.find(({ role }) => role === "scene");
  const own = links.filter((link) => link.source === one.index);
  // "in the park of 2 the boy from 0 stands beside the girl from 1": that he is in the park goes without saying.
  const isObvious = ({ relation, target }: Link) => target === scene?.index && (relation === "in" || relation === "on");
  const link = own.find((candidate) => !isObvious(candidate)) ?? own[0];
  const hidden = one.isBehind && !link ? said.find((other) => other.role === "subject" && other !== one) : undefined;
  const target = link ? said[link.target ?? one.index] : (hidden ?? scene);
  return {
    reference: one.index,
    phrase: one.phrase,
    relation: link?.relation ?? (hidden && "behind") ?? (target ? looseRelation(one, target) : null),
    target: target?.index ?? null,
    position: one.position,
    scale: one.scale ?? "normal",
    count: one.count,
    flip: one.flip,
    tint: one.tint,
    opacity: one.opacity,
  };
}

/** How a thing stands to one that it was only named together with: "the man from 0 with the hat from 1". */
function looseRelation(one: Said, target: Said): Relation {
  if (CLOTHES.has(one.head ?? "") && BEINGS.has(target.head ?? "")) return "on";
  return target.role === "scene" ? "in" : "beside";
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
