import { BEINGS, CONTAINERS, EYEWEAR, HEADWEAR } from "../prompt/vocabulary/words.ts";

/** Which kind of thing a phrase names, as far as placement has to know. English singulars; a plural `s` is dropped. */

const ALOFT = new Set("sky air cloud heaven space".split(" "));

export const isBeing = (phrase: string) => headNouns(phrase).some((word) => BEINGS.has(word));
export const isContainer = (phrase: string) => headNouns(phrase).some((word) => CONTAINERS.has(word));
export const isHeadwear = (phrase: string) => headNouns(phrase).some((word) => HEADWEAR.has(word));
/** Where nothing stands. */
export const isAloft = (phrase: string) => headNouns(phrase).some((word) => ALOFT.has(word));
export const isEyewear = (phrase: string) => headNouns(phrase).some((word) => EYEWEAR.has(word));

/** Every word of a phrase in lower case, and its singular where it looks like a plural; without what only says which one is meant. */
export function headNouns(phrase: string): string[] {
  const words =
    phrase
      .toLowerCase()
      .replace(ADDED, "")
      .match(/\p{L}+/gu) ?? [];
  return words.flatMap((word) => (word.endsWith("s") ? [word, word.slice(0, -1)] : [word]));
}

/** "the man with the hat", "the cup on the left", "the girl wearing glasses" */
const ADDED = /(?<=\p{L} )(?:with|in|on|at|from|near|by|wearing|holding|carrying|that|who|which) .*$/su;
