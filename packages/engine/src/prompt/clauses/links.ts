import type { Relation } from "@pastiche/contract";
import type { Reading, Said } from "./reading.ts";

/**
 * Notes that one thing stands in relation to another. A soft link, from "with", says only that they belong together and
 * gives way to a relation said outright.
 * @returns whether it was new.
 */
export function addLink(
  { links }: Reading,
  source: Said,
  target: Said,
  relation: Relation | null,
  { soft = false } = {},
): boolean {
  if (source === target) return false;
  const known = links.findIndex((link) => link.source === source.index && (link.soft || link.target === target.index));
  if (known >= 0 && soft) return false;
  if (known >= 0) links.splice(known, 1);
  // Two things are never each placed on the other.
  if (links.some((link) => link.source === target.index && link.target === source.index)) return false;
  links.push({ source: source.index, target: target.index, relation, soft });
  return true;
}

/** "the shelf from 0 with the clock from 1 on top": says how the one brought in by "with" stands to the other. */
export function firmLink({ links }: Reading, source: Said | null, relation: Relation): boolean {
  const link = links.find((one) => one.soft && one.source === source?.index);
  if (link) link.relation = relation;
  return link !== undefined;
}

export const isPlaced = ({ links }: Reading, one: Said) => links.some((link) => link.source === one.index);

/** Placed by more than "with". */
export const isFirmlyPlaced = ({ links }: Reading, one: Said) =>
  links.some((link) => link.source === one.index && !link.soft);
