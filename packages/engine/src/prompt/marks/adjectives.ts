import type { Modifiers } from "../clauses/reading.ts";
import { readScale } from "../vocabulary/scales.ts";
import type { Thing } from "./things.ts";

/** What the adjectives before a noun ask: "a tiny robot", "three dogs", "the mirrored bike". */
export function adjectivesOf(thing: Thing): Modifiers {
  const modifiers: Modifiers = {};
  thing.adjectives.forEach((token, at) => {
    const scale = readScale(thing.adjectives, at);
    const isIdiom = token.word === "little" && /^(?:girl|boy|kid|child|brother|sister|one)s?$/.test(thing.head ?? "");
    if (scale && !isIdiom && modifiers.scale === undefined) modifiers.scale = scale.value;
    if (token.word === "mirrored" || token.word === "flipped") modifiers.flip = true;
    if (["translucent", "ghostly", "semitransparent"].includes(token.word)) modifiers.opacity = 0.5;
    if (token.word === "transparent" && /^(?:semi|half|partially|partly)$/.test(thing.adjectives[at - 1]?.word ?? ""))
      modifiers.opacity = 0.5;
    const count = /^\d{1,2}$/.test(token.word) ? Number(token.word) : COUNT_WORDS.get(token.word);
    if (count !== undefined && count > 0 && at === 0 && (thing.determiner === null || !DEFINITE.has(thing.determiner)))
      modifiers.count = count;
  });
  return modifiers;
}

const PAIRED = new Set(
  "shoes sneakers boots sandals heels slippers socks gloves glasses sunglasses earrings headphones earbuds trousers pants jeans shorts scissors skis skates eyes hands wings".split(
    " ",
  ),
);
const DEFINITE = new Set(["the", "these", "those", "his", "her", "their", "its", "my", "our"]);
/** Words that count things: "three dogs". */
export const COUNT_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    several: 4,
  }),
);

/** "a pair of sneakers from 0" are the two that the picture shows; "a pair of the lamp" is the lamp twice. */
export function isNaturalPair(thing: Thing): boolean {
  return thing.determiner === null && PAIRED.has(thing.head ?? "");
}
