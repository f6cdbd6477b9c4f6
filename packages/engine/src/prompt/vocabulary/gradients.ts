import type { Backdrop } from "@pastiche/contract";
import { skip, type Token, wordAt } from "../tokens/token.ts";
import { type Colour, readColour } from "./colours.ts";
import type { Match } from "./phrases.ts";
import { BACKGROUND_NOUNS, DETERMINERS } from "./words.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const GRADIENTS = words("gradient ombre gradients gradation");
const MANNERS = words(
  "plain clean simple blank empty seamless solid studio neutral uniform smooth soft subtle vertical horizontal diagonal nice color",
);
const FADES = words("fading fade fades blending transitioning");
const BETWEEN = words("to and into , through via then");
const FROM = words("from of in between going fading running with that goes colors using :");

/** "blue to purple gradient", "a gradient from pink to orange", "red fading into gold", from where its first adjective stands. */
export function readGradient(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  const from = skip(tokens, at, MANNERS);
  const before = readColours(tokens, from);
  const noun = from + before.length;
  if (FADES.has(wordAt(tokens, noun))) return fading(tokens, at, noun, before.colours);
  if (!GRADIENTS.has(wordAt(tokens, noun))) return null;
  const end = skip(tokens, noun + 1, BACKGROUND_NOUNS);
  if (before.colours.length > 1) return { length: end - at, value: gradientOf(before.colours) };
  const next = skip(tokens, end, FROM);
  const after = readColours(tokens, next);
  const length = (after.length > 0 ? next + after.length : end) - at;
  return { length, value: gradientOf([...before.colours, ...after.colours]) };
}

/** "fading from red to gold"; `fade` is the place of "fading". */
function fading(tokens: readonly Token[], at: number, fade: number, before: Colour[]): Match<Backdrop> | null {
  const from = skip(tokens, fade + 1, words("from to into"));
  const after = readColours(tokens, from);
  const colours = [...before, ...after.colours];
  return colours.length < 2 ? null : { length: from + after.length - at, value: gradientOf(colours) };
}

/** "blue to purple", "red, orange and yellow". */
function readColours(tokens: readonly Token[], at: number): { colours: Colour[]; length: number } {
  const colours: Colour[] = [];
  let end = at;
  let next = at;
  for (let colour = readColour(tokens, next); colour && colours.length < 8; colour = readColour(tokens, next)) {
    colours.push(colour.value);
    end = next + colour.length;
    next = skip(tokens, end, BETWEEN);
    if (DETERMINERS.has(wordAt(tokens, next))) next += 1;
  }
  return { colours, length: end - at };
}

/** Of three colours at most; one colour fades from white, none from paper white to a cool grey. */
function gradientOf(colours: Colour[]): Backdrop {
  const few = colours.slice(0, 3);
  if (few.length === 0) return { kind: "gradient", colours: ["#f4f4f2", "#c9ccd1"], name: "gradient" };
  if (few.length === 1) return { kind: "gradient", colours: ["#ffffff", few[0].hex], name: `white to ${few[0].name}` };
  return { kind: "gradient", colours: few.map(({ hex }) => hex), name: few.map(({ name }) => name).join(" to ") };
}
