import { blank, type Link, type Reading, type Said } from "../clauses/reading.ts";

/** All references in order. One that a prompt with other names leaves out is unused; with none named, all stay open. */
export function everyReference(reading: Reading, references: number): Said[] {
  return Array.from({ length: references }, (_, index) => {
    const known = reading.said.find((said) => said.index === index);
    if (known) return known;
    const unnamed = blank(index);
    if (reading.said.length > 0) unnamed.role = "unused";
    return unnamed;
  });
}

/**
 * "put the logo on the mug from 1": the only reference that was not named is what has no name. Returns the links that have
 * both their ends then.
 */
export function resolveUnnamed(reading: Reading, said: Said[], references: number): Link[] {
  const named = reading.said.length;
  const only = said.filter((one) => !reading.said.includes(one));
  const free = only.length === 1 ? only[0] : undefined;
  if (references === 1 && named === 0) Object.assign(said[0], reading.unnamed);
  if (!free || named === 0) return [...reading.links.filter(isWhole), ...onTheOther(reading, said)];
  const open = reading.links.find((link) => (link.source === null) !== (link.target === null));
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
  if (isDoneTo) free.role = null;
  return reading.links.filter(isWhole);
}

/** "take the coast of 1, put the lighthouse from 0 on the cliff": where all are named, the cliff is in the other picture. */
function onTheOther({ links }: Reading, said: Said[]): Link[] {
  const isLinked = (index: number) =>
    links.some((one) => isWhole(one) && (one.source === index || one.target === index));
  return links.flatMap((link) => {
    const { source, target } = link;
    if (source === null || target !== null || isLinked(source)) return [];
    const others = said.filter(({ index, role }) => index !== source && (role === null || role === "scene"));
    const other = others.find(({ role }) => role === "scene") ?? (others.length === 1 ? others[0] : undefined);
    return other && (other.place || other.whole || other.role === "scene") ? [{ ...link, target: other.index }] : [];
  });
}

const isWhole = (link: Link) => link.source !== null && link.target !== null;
