import type { Link, Reading, Said } from "../clauses/reading.ts";
import { FACE_SWAP, KEEPS } from "../vocabulary/limits.ts";
import { BODIES, FACES } from "../vocabulary/words.ts";

/**
 * What this engine cannot do, as far as it shows only when all is read; each as `word: reason`.
 * @param removed those that were taken out of their picture and put nowhere else.
 */
export function limitsOf(reading: Reading, said: Said[], links: Link[], removed: Reading["removed"]): string[] {
  const limits = removed.map(({ phrase }) => `removing ${phrase}: ${KEEPS}`);
  // "put the face of 0 on the body of the man in 1", but not "the face of 0 on the mug from 1"
  const headOf = (index: number | null) => (index === null ? "" : (said[index].head ?? ""));
  if (links.some(({ source, target }) => FACES.has(headOf(source)) && BODIES.has(headOf(target))))
    limits.push(FACE_SWAP);
  const scene = said.find((one) => one.role === "scene");
  if (scene?.flip) limits.push("mirrored: this engine mirrors what it cuts out, not a whole scene");
  if (scene?.tint)
    limits.push(
      `${scene.tint}: this engine recolours what it cuts out (${scene.index} on a white background, or in another picture), not a whole scene`,
    );
  if (scene && reading.backdrop && scene.role === "scene")
    limits.push(`${reading.backdrop.name} background: reference ${scene.index} is the background`);
  // With every reference named, "a beach" is none of them.
  const isAllNamed = reading.said.length === said.length;
  const unseen = said.length === 1 ? [...reading.unseen, ...reading.unseenAround] : reading.unseen;
  return isAllNamed ? [...limits, ...unseen.map((phrase) => `${phrase}: no reference shows it`)] : limits;
}
