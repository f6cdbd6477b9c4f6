import type { Backdrop } from "@pastiche/contract";
import { skip, type Token, wordAt } from "../tokens/token.ts";
import { ACTIONS } from "./actions.ts";
import { type Colour, readColour } from "./colours.ts";
import { readGradient } from "./gradients.ts";
import { readLook } from "./looks.ts";
import { type Match, phraseTable } from "./phrases.ts";
import { BACKGROUND_NOUNS, COPULAS, DETERMINERS, FUNCTION_WORDS, OTHER_VERBS, PLACE_VERBS } from "./words.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const LEADS = words("on onto against over upon in with before behind");
/** Those after which a bare colour is what lies behind: "on teal", but not "in teal". */
const FIRM_LEADS = words("on onto against upon before seamless");
const PLAIN = words("plain clean simple blank empty seamless solid studio neutral uniform");
const SURFACES = words("background backdrop studio wall canvas surface paper seamless cyclorama sweep cyc room void");

/** What lies behind lifted subjects: "on a plain white background", "a gradient from pink to orange", "against black". */
export function readBackdrop(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  const from = afterLead(tokens, at);
  return (
    grown(readGradient(tokens, from), from - at) ??
    backgroundThenColour(tokens, at) ??
    material(tokens, at, from) ??
    coloured(tokens, at, from) ??
    plain(tokens, at, from) ??
    unknown(tokens, at, from)
  );
}

/** Skips "on a", "on top of the", "in front of a" where they stand. */
function afterLead(tokens: readonly Token[], at: number): number {
  let i = at;
  if (LEADS.has(wordAt(tokens, at))) {
    i += 1;
    if (["front", "top"].includes(wordAt(tokens, i)) && wordAt(tokens, i + 1) === "of") i += 2;
  }
  return DETERMINERS.has(wordAt(tokens, i)) ? i + 1 : i;
}

const grown = <T>(match: Match<T> | null, by: number): Match<T> | null =>
  match && { length: match.length + by, value: match.value };

/** "on a teal background", "against pink", "seamless grey" */
function coloured(tokens: readonly Token[], at: number, from: number): Match<Backdrop> | null {
  const colour = readColour(tokens, from);
  if (!colour) return null;
  const isLed =
    FIRM_LEADS.has(wordAt(tokens, at)) || (wordAt(tokens, at) === "in" && wordAt(tokens, at + 1) === "front");
  const bare = from + colour.length;
  const as = asBackground(tokens, bare);
  if (as > 0) return { length: bare + as - at, value: asPlain(colour.value) };
  const afterColour = ["colored", "color"].includes(wordAt(tokens, bare)) ? bare + 1 : bare;
  const end = skip(tokens, afterColour, PLAIN, SURFACES);
  const last = wordAt(tokens, end - 1);
  const isNamed = BACKGROUND_NOUNS.has(last) || (isLed && (SURFACES.has(last) || PLAIN.has(last)));
  const isBare = isLed && end === bare && endsPhrase(tokens, end);
  return isNamed || isBare ? { length: end - at, value: asPlain(colour.value) } : null;
}

/** What stands for a material that we have no picture of. */
const MATERIALS: Record<string, string> = {
  marble: "#efedea",
  wood: "#b98d5f",
  wooden: "#b98d5f",
  concrete: "#a7a6a3",
  stone: "#9b978f",
  granite: "#7d7c7a",
  brick: "#a3563f",
  leather: "#7b5237",
  linen: "#e6ddcc",
  velvet: "#4a1f33",
  silk: "#e8dfd6",
  satin: "#e8dfd6",
  felt: "#8a8a86",
};

export const isMaterial = (name: string) => Object.hasOwn(MATERIALS, name.slice(name.lastIndexOf(" ") + 1));

/** "white as the background", "red for its backdrop color" */
const asBackground = (tokens: readonly Token[], at: number): number => readAsBackground(tokens, at)?.length ?? 0;

const readAsBackground = phraseTable<true>([["as|for ~ background|backdrop color?", true]]);

/** "on a marble background", "on black velvet": its colour, under its name. */
function material(tokens: readonly Token[], at: number, from: number): Match<Backdrop> | null {
  const colour = readColour(tokens, from);
  const noun = from + (colour?.length ?? 0);
  const name = wordAt(tokens, noun);
  const end = skip(tokens, noun + 1, SURFACES);
  const isNamed = end > noun + 1 && BACKGROUND_NOUNS.has(wordAt(tokens, end - 1));
  if (!isMaterial(name) || !(isNamed || (colour && FIRM_LEADS.has(wordAt(tokens, at)) && endsPhrase(tokens, end))))
    return null;
  const shown: Colour = colour
    ? { name: `${colour.value.name} ${name}`, hex: colour.value.hex }
    : { name, hex: MATERIALS[name] };
  return { length: end - at, value: asPlain(shown) };
}

/** "a dark background", "against a plain light backdrop" */
function tone(tokens: readonly Token[], at: number, from: number): Match<Backdrop> | null {
  const name = skip(tokens, from, PLAIN);
  const found = TONES.get(wordAt(tokens, name));
  const end = skip(tokens, name + 1, PLAIN);
  return found && BACKGROUND_NOUNS.has(wordAt(tokens, end)) ? { length: end + 1 - at, value: found } : null;
}

/** "on a plain background" is white, on a neutral one grey. */
function plain(tokens: readonly Token[], at: number, from: number): Match<Backdrop> | null {
  const toned = tone(tokens, at, from);
  if (toned) return toned;
  const end = skip(tokens, from, PLAIN);
  const isNamed = BACKGROUND_NOUNS.has(wordAt(tokens, end));
  const isStudio =
    FIRM_LEADS.has(wordAt(tokens, at)) && wordAt(tokens, end - 1) === "studio" && endsPhrase(tokens, end);
  if (end === from || !(isNamed || isStudio)) return null;
  const named = backgroundThenColour(tokens, end);
  if (named) return grown(named, end - at);
  const isNeutral = tokens.slice(from, end).some(({ word }) => word === "neutral");
  return { length: end + (isNamed ? 1 : 0) - at, value: isNeutral ? NEUTRAL : WHITE };
}

/** "on a dark background": no colour, but no white either. */
const TONES: ReadonlyMap<string, Backdrop> = new Map([
  ["dark", { kind: "plain", colours: ["#1d1d20"], name: "dark" }],
  ["light", { kind: "plain", colours: ["#f3f2ef"], name: "light" }],
  ["bright", { kind: "plain", colours: ["#f3f2ef"], name: "light" }],
  ["pale", { kind: "plain", colours: ["#f3f2ef"], name: "light" }],
]);

/** "on a christmas background": what no reference shows, under its name. */
function unknown(tokens: readonly Token[], at: number, from: number): Match<Backdrop> | null {
  if (!LEADS.has(wordAt(tokens, at)) || !/^an?$/.test(wordAt(tokens, from - 1))) return null;
  let end = from;
  while (end < from + 3 && tokens[end]?.kind === "word" && !endsPhrase(tokens, end) && !isBackdrop(tokens, end))
    end += 1;
  const isSaid =
    end > from && isBackdrop(tokens, end) && !/^(?:from|of|in|like|as|that)$/.test(wordAt(tokens, end + 1));
  // "a bright blue sky background"
  const colour = readColour(tokens, from);
  if (isSaid && colour) return { length: end + 1 - at, value: asPlain(colour.value) };
  const isOther = (i: number) => UNLIKE.has(wordAt(tokens, i)) || readLook(tokens, i) || readColour(tokens, i);
  if (!isSaid || tokens.slice(from, end).some((_, i) => isOther(from + i))) return null;
  const name = tokens
    .slice(from, end)
    .map(({ word }) => word)
    .join(" ");
  return { length: end + 1 - at, value: { ...WHITE, name } };
}

const isBackdrop = (tokens: readonly Token[], at: number) => /^back(?:ground|drop)$/.test(wordAt(tokens, at));
/** Said of what another picture gives, or no background that could be drawn. */
const UNLIKE = words(
  "gradient new different other second same similar transparent clear matching fitting suitable nice good better",
);

/** Whether plain white stands for something that no reference shows. */
export const isUndrawn = ({ name, colours }: Backdrop) =>
  colours[0] === WHITE.colours[0] && !/^(?:white$|#)/.test(name);

const NEUTRAL: Backdrop = { kind: "plain", colours: ["#d9d9d6"], name: "grey" };
const WHITE: Backdrop = { kind: "plain", colours: ["#ffffff"], name: "white" };

const JOINTS = words("in of to : with colored color by for into changed turned replaced swapped set made painted");

/** "background: white", "the background should be teal", "backdrop in #ff0000". */
function backgroundThenColour(tokens: readonly Token[], at: number): Match<Backdrop> | null {
  if (!BACKGROUND_NOUNS.has(wordAt(tokens, at))) return null;
  const from = skip(tokens, at + 1, COPULAS, DETERMINERS, JOINTS);
  const lead = afterLead(tokens, from);
  const gradient = grown(readGradient(tokens, lead), lead - at);
  if (gradient) return gradient;
  const colour = readColour(tokens, from);
  if (!colour || !endsPhrase(tokens, from + colour.length)) return null;
  return { length: from + colour.length - at, value: asPlain(colour.value) };
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
