import type { Backdrop } from "@pastiche/contract";
import { type Token, wordAt } from "../tokens/tokens.ts";
import { ACTIONS } from "./actions.ts";
import { type Colour, readColour } from "./colours.ts";
import type { Match } from "./phrases.ts";
import { BACKGROUND_NOUNS, COPULAS, DETERMINERS, FUNCTION_WORDS, OTHER_VERBS, PLACE_VERBS } from "./words.ts";

const GRADIENT = new Set(["gradient", "ombre", "gradients", "gradation"]);
const LEADS = new Set("on onto against over upon in with before behind".split(" "));
const PLAIN = new Set("plain clean simple blank empty seamless solid studio neutral uniform".split(" "));
const SURFACES = new Set(
  "background backdrop studio wall canvas surface paper seamless cyclorama sweep cyc room void".split(" "),
);

/** What lies behind lifted subjects: "on a plain white background", "a gradient from pink to orange", "against black". */
export function readBackdrop(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  return gradient(tokens, at) ?? plain(tokens, at);
}

/** Skips "on a", "against the", "with an" where they stand. */
function afterLead(tokens: readonly Token[], at: number): number {
  let i = LEADS.has(wordAt(tokens, at)) ? at + 1 : at;
  if (i > at && wordAt(tokens, i) === "front" && wordAt(tokens, i + 1) === "of") i += 2;
  if (i > at && wordAt(tokens, i) === "top" && wordAt(tokens, i + 1) === "of") i += 2;
  if (DETERMINERS.has(wordAt(tokens, i))) i += 1;
  return i;
}

function gradient(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  let i = afterLead(tokens, at);
  while (
    PLAIN.has(wordAt(tokens, i)) ||
    ["smooth", "soft", "subtle", "vertical", "horizontal", "diagonal", "nice", "color"].includes(wordAt(tokens, i))
  )
    i += 1;
  const before = readColours(tokens, i);
  i += before.length;
  if (["fading", "fade", "fades", "blending", "transitioning"].includes(wordAt(tokens, i))) {
    i += 1;
    if (wordAt(tokens, i) === "from") i += 1;
    const colours = [
      ...before.colours,
      ...readColours(tokens, wordAt(tokens, i) === "to" || wordAt(tokens, i) === "into" ? i + 1 : i).colours,
    ];
    if (colours.length < 2) return null;
    const tail =
      readColours(tokens, ["to", "into"].includes(wordAt(tokens, i)) ? i + 1 : i).length +
      (["to", "into"].includes(wordAt(tokens, i)) ? 1 : 0);
    return { length: i + tail - at, value: asGradient(colours) };
  }
  if (!GRADIENT.has(wordAt(tokens, i))) return null;
  i += 1;
  while (BACKGROUND_NOUNS.has(wordAt(tokens, i))) i += 1;
  if (before.colours.length > 1) return { length: i - at, value: asGradient(before.colours) };
  let next = i;
  while (
    [
      "from",
      "of",
      "in",
      "between",
      "going",
      "fading",
      "running",
      "with",
      "that",
      "goes",
      "colors",
      "using",
      ":",
    ].includes(wordAt(tokens, next))
  )
    next += 1;
  const after = readColours(tokens, next);
  const colours = [...before.colours, ...after.colours];
  return { length: (after.length > 0 ? next + after.length : i) - at, value: asGradient(colours) };
}

/** "blue to purple", "red, orange and yellow", "teal–navy". */
function readColours(tokens: readonly Token[], at: number): { colours: Colour[]; length: number } {
  const colours: Colour[] = [];
  let end = at;
  let i = at;
  for (;;) {
    const colour = readColour(tokens, i);
    if (!colour) break;
    colours.push(colour.value);
    i += colour.length;
    end = i;
    while (["to", "and", "into", ",", "through", "via", "then"].includes(wordAt(tokens, i))) i += 1;
    if (DETERMINERS.has(wordAt(tokens, i))) i += 1;
  }
  return { colours, length: end - at };
}

function asGradient(colours: Colour[]): Backdrop {
  const few = colours.slice(0, 3);
  if (few.length === 0) return { kind: "gradient", colours: ["#f4f4f2", "#c9ccd1"], name: "gradient" };
  if (few.length === 1) return { kind: "gradient", colours: ["#ffffff", few[0].hex], name: `white to ${few[0].name}` };
  return {
    kind: "gradient",
    colours: few.map((colour) => colour.hex),
    name: few.map((colour) => colour.name).join(" to "),
  };
}

function plain(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  if (BACKGROUND_NOUNS.has(wordAt(tokens, at))) return backgroundThenColour(tokens, at);
  const i = afterLead(tokens, at);
  const first = wordAt(tokens, at);
  const isLed = (LEADS.has(first) && !["in", "with", "over", "behind"].includes(first)) || first === "seamless";
  const colour = readColour(tokens, i);
  if (colour) {
    let end = i + colour.length;
    if (wordAt(tokens, end) === "colored" || wordAt(tokens, end) === "color") end += 1;
    while (PLAIN.has(wordAt(tokens, end)) || SURFACES.has(wordAt(tokens, end))) end += 1;
    const surface = wordAt(tokens, end - 1);
    const named = BACKGROUND_NOUNS.has(surface) || (isLed && (SURFACES.has(surface) || PLAIN.has(surface)));
    if (named || (isLed && end === i + colour.length && endsPhrase(tokens, end)))
      return { length: end - at, value: asPlain(colour.value) };
    return null;
  }
  let end = i;
  while (PLAIN.has(wordAt(tokens, end))) end += 1;
  if (
    end > i &&
    (BACKGROUND_NOUNS.has(wordAt(tokens, end)) ||
      (isLed && wordAt(tokens, end - 1) === "studio" && endsPhrase(tokens, end)))
  ) {
    const isNeutral = tokens.slice(i, end).some((token) => token.word === "neutral");
    const length = end + (BACKGROUND_NOUNS.has(wordAt(tokens, end)) ? 1 : 0) - at;
    const after = backgroundThenColour(tokens, at + length - 1);
    if (after) return { length: length - 1 + after.length, value: after.value };
    return {
      length,
      value: isNeutral
        ? { kind: "plain", colours: ["#d9d9d6"], name: "grey" }
        : { kind: "plain", colours: ["#ffffff"], name: "white" },
    };
  }
  return null;
}

/** "background: white", "the background should be teal", "backdrop in #ff0000". */
function backgroundThenColour(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  if (!BACKGROUND_NOUNS.has(wordAt(tokens, at))) return null;
  let i = at + 1;
  while (
    COPULAS.has(wordAt(tokens, i)) ||
    DETERMINERS.has(wordAt(tokens, i)) ||
    ["in", "of", "to", ":", "with", "colored", "color", "by", "for", "into", ","].includes(wordAt(tokens, i))
  ) {
    if (wordAt(tokens, i) === ",") return null;
    i += 1;
  }
  const asGradientAfter = gradient(tokens, i);
  if (asGradientAfter) return { length: i + asGradientAfter.length - at, value: asGradientAfter.value };
  const colour = readColour(tokens, i);
  if (!colour || !endsPhrase(tokens, i + colour.length)) return null;
  return { length: i + colour.length - at, value: asPlain(colour.value) };
}

export function asPlain(colour: Colour): Backdrop {
  return { kind: "plain", colours: [colour.hex], name: colour.name };
}

/** Whether no noun follows that the words before would describe. */
export function endsPhrase(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word") return true;
  const { word } = token;
  return FUNCTION_WORDS.has(word) || PLACE_VERBS.has(word) || OTHER_VERBS.has(word) || ACTIONS.has(word);
}
