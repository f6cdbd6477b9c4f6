import type { Relation } from "@pastiche/contract";
import type { Link, Reading, Said } from "../clauses/reading.ts";
import { DOERS, FURNITURE, SEATS, SURFACES } from "../vocabulary/words.ts";

/**
 * Gives roles by what was said: what is placed on something is a subject, one is the scene unless there is a backdrop, and
 * what is left joins the subjects where there is something to lay it on. Where nothing was said roles stay open.
 */
export function settleRoles(reading: Reading, said: Said[], links: Link[]): void {
  for (const link of links) {
    const source = said[link.source ?? 0];
    if (isOpen(source) && !link.soft) source.role = "subject";
  }
  let scene = oneScene(said);
  const open = said.filter((one) => one.role === null || one.role === "subject");
  if (!scene && reading.backdrop) scene = settingOf(said, links);
  if (!scene && !reading.backdrop && !(reading.transparent && open.length === 1))
    scene = chooseScene(reading, said, links);
  if (scene) scene.role = "scene";
  // Nothing was named: only saliency can say which is which.
  if (reading.said.length === 0 && said.length > 1 && !scene && !reading.backdrop && !reading.transparent) return;
  const left = said.filter(isOpen);
  const hasStage = scene !== null || reading.backdrop !== null || reading.transparent;
  const hasOthers = said.some((one) => one.role === "subject" || one.role === "pattern");
  const areThings = left.every((one) => !one.whole) || left.some((one) => one.lifted || isArranged(one));
  if (hasStage || hasOthers || areThings) for (const one of left) one.role = "subject";
}

/** "the fox from 0 in the forest from 1, dark background": what somebody is in goes before a colour. */
function settingOf(said: Said[], links: Link[]): Said | null {
  const isIn = (one: Said) =>
    links.some(({ target, relation }) => target === one.index && (relation === "in" || relation === "on"));
  const isPut = ({ head }: Said) => FURNITURE.has(head ?? "") || SURFACES.has(head ?? "");
  const setting = said.find((one) => isOpen(one) && one.place && !isPut(one) && isIn(one));
  return setting ?? null;
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
  const open = said.filter((one) => one.role === null);
  // "put the moon from 1 in the sky of 0": what goes somewhere in a picture is not all of it.
  const isInOther = (one: Said) => isArranged(one) && open.some((other) => other.whole && !isArranged(other));
  const places = open.filter((one) => one.place && canBe(one) && !isInOther(one));
  const root = roots.length > 0 ? best(roots, (one) => weigh(one, links)) : null;
  // "the cat from 0 on the box from 1, living room from 2": that place is where all of it is.
  const isUnlinked = ({ index }: Said) => links.every(({ source, target }) => source !== index && target !== index);
  const around = places.filter((one) => isUnlinked(one) && !FURNITURE.has(one.head ?? ""));
  if (root && !root.place && !root.whole && around.length === 1) return around[0];
  if (root) return root;
  if (open.length === 1) {
    const [one] = open;
    const others = said.some((other) => other.role === "subject");
    if (others) return one;
    return isLifted(one, reading, said) ? null : one;
  }
  if (reading.lift) return null;
  if (places.length === 1) return places[0];
  // "cat 0, sofa 1": what somebody can sit on.
  const seats = open.filter((one) => SEATS.has(one.head ?? ""));
  if (seats.length === 1 && open.length > 1 && open.every((one) => one === seats[0] || DOERS.has(one.head ?? "")))
    return seats[0];
  // "0, with a bird from 1 at the top right": the one whole picture among things that are arranged.
  const wholes = open.filter((one) => one.whole && canBe(one) && !isArranged(one));
  if (wholes.length === 1 && said.some(isArranged)) return wholes[0];
  const canvases = open.filter((one) => one.isCanvas && canBe(one) && !isArranged(one));
  if (canvases.length === 1 && open.length > 1) return canvases[0];
  const behind = open.filter((one) => one.isBehind && canBe(one));
  return behind.length === 1 && open.length > 1 ? behind[0] : null;
}

function isLifted(one: Said, reading: Reading, said: Said[]): boolean {
  if (said.some((other) => other.role === "pattern")) return true;
  if (reading.lift && !one.place) return true;
  return one.lifted || isArranged(one) || one.opacity < 1;
}

/** It is to stand somewhere, or be of some size or number: no picture that fills the frame. */
const isArranged = (one: Said) => one.count > 1 || one.isBehind || one.position !== null || one.scale !== null;

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

const isOpen = (one: Said) => one.role === null;
