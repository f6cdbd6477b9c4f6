import type { Modifiers } from "../clauses/reading.ts";
import { readScale } from "../vocabulary/scales.ts";
import type { Thing } from "./things.ts";

/** What the adjectives before a noun ask: "a tiny robot", "three dogs", "the mirrored bike". */
export function adjectivesOf(thing: Thing): Modifiers {
  const modifiers: Modifiers = {};
  if (thing.amount !== null) modifiers.count = thing.amount === 2 && isNaturalPair(thing) ? 1 : thing.amount;
  thing.adjectives.forEach((token, at) => {
    const scale = readScale(thing.adjectives, at);
    const isIdiom = token.word === "little" && /^(?:girl|boy|kid|child|brother|sister|one)s?$/.test(thing.head ?? "");
    const isChoice = CHOICE.test(token.word) && thing.determiner === "the";
    if (scale && !isIdiom && !isChoice && modifiers.scale === undefined) modifiers.scale = scale.value;
    if (token.word === "mirrored" || token.word === "flipped") modifiers.flip = true;
    if (["translucent", "ghostly", "semitransparent"].includes(token.word)) modifiers.opacity = 0.5;
    if (token.word === "transparent" && /^(?:semi|half|partially|partly)$/.test(thing.adjectives[at - 1]?.word ?? ""))
      modifiers.opacity = 0.5;
  });
  return modifiers;
}

const PAIRED = new Set(
  "shoes sneakers boots sandals heels slippers socks gloves glasses sunglasses earrings headphones earbuds trousers pants jeans shorts scissors skis skates eyes hands wings".split(
    " ",
  ),
);
/** "the smaller dog" is one of two; "a smaller dog" is to be small. */
const CHOICE = /^(?:smaller|larger|bigger|taller|shorter)$/;

/** "a pair of sneakers from 0" are the two that the picture shows; "a pair of the lamp" is the lamp twice. */
export const isNaturalPair = (thing: Thing): boolean => PAIRED.has(thing.head ?? "");
