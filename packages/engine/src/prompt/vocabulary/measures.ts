import type { Scale } from "@pastiche/contract";
import type { Token } from "../tokens/tokens.ts";
import { type Match, phraseTable } from "./phrases.ts";
import { DETERMINERS, NUMBER_WORDS } from "./words.ts";

const TINY = "tiny|minuscule|miniscule|miniature|mini|microscopic|teeny|minute|itty";
const SMALL = "small|smaller|little|petite|shrunk|shrunken|downsized|compact";
const LARGE = "large|larger|big|bigger|oversized|oversize|enlarged|outsized|upsized|sizable|sizeable";
const HUGE =
  "huge|giant|gigantic|enormous|massive|colossal|monumental|gargantuan|towering|immense|humongous|mammoth|vast|titanic|monstrous|supersized";

/** How large a subject is: "tiny", "half the size", "twice as big". */
export const readScale = phraseTable<Scale>([
  [TINY, "tiny"],
  [`very|really|extremely|super|so ${SMALL}`, "tiny"],
  ["quarter|tenth of? ~ size", "tiny"],
  [SMALL, "small"],
  ["shrink|downsize|downscale down?", "small"],
  ["scale|resize ~ down", "small"],
  ["enlarge|magnify|upsize|upscale", "large"],
  ["scale|resize|blow ~ up", "large"],
  [`much|slightly|bit ${SMALL}`, "small"],
  ["at? half of? ~ its? original? size|scale|height|width", "small"],
  ["half as big|large|tall", "small"],
  ["at half size|scale", "small"],
  ["half|third sized?", "small"],
  ["third of? ~ size", "small"],
  ["scaled|sized down", "small"],
  [LARGE, "large"],
  [`much|slightly|bit ${LARGE}`, "large"],
  ["twice|double|doubled as? ~ its? original? size|scale|big|large|tall", "large"],
  ["two|2 times ~ as? size|big|large|bigger|larger", "large"],
  ["2x ~ size|scale|big|bigger|larger?", "large"],
  ["scaled|sized up", "large"],
  [HUGE, "huge"],
  [`very|really|extremely|super|so ${LARGE}`, "huge"],
  ["three|four|five|ten|3|4|5|10 times ~ as? its? size|big|large|bigger|larger", "huge"],
  ["3x|4x|5x|10x ~ as? size|big|bigger|larger?", "huge"],
  ["giant|king|jumbo sized?", "huge"],
  ["larger|bigger than life", "huge"],
  ["pocket sized?", "tiny"],
  ["thumbnail sized?", "tiny"],
]);

const MULTIPLES: Record<string, number> = {
  pair: 2,
  couple: 2,
  few: 3,
  several: 4,
  many: 6,
  dozen: 12,
  duplicate: 2,
  lots: 6,
  trio: 3,
  duo: 2,
  bunch: 5,
  handful: 5,
};
const COPY_NOUNS = new Set("copies copy duplicates instances clones repetitions".split(" "));

/** "3 copies of", "two of the", "a dozen", "three times", "twice": how often a subject is laid. At most 12. */
export function readCount(tokens: readonly Token[], at: number): Match<{ count: number; before: boolean }> | null {
  let i = at;
  if (DETERMINERS.has(tokens[i]?.word ?? "") && tokens[i].word !== "the") i += 1;
  if (
    ["twice", "thrice"].includes(tokens[i]?.word ?? "") &&
    !["as", "the", "its", "size", "big"].includes(tokens[i + 1]?.word ?? "")
  )
    return { length: i + 1 - at, value: { count: tokens[i].word === "twice" ? 2 : 3, before: false } };
  let count = numberAt(tokens, i);
  if (count !== null) i += 1;
  if (
    tokens[i]?.word === "half" &&
    ["a", "dozen"].includes(tokens[i + 1]?.word ?? "") &&
    tokens.slice(i, i + 3).some((token) => token.word === "dozen")
  ) {
    count = 6;
    i += tokens[i + 1].word === "a" ? 3 : 2;
  }
  const multiple = MULTIPLES[tokens[i]?.word ?? ""];
  if (multiple !== undefined && Object.hasOwn(MULTIPLES, tokens[i].word)) {
    count = Math.min(99, (count ?? 1) * multiple);
    i += 1;
  }
  if (count === null) return null;
  if (
    tokens[i]?.word === "times" &&
    !["as", "the", "its", "size", "big", "bigger", "larger", "smaller"].includes(tokens[i + 1]?.word ?? "")
  )
    return { length: i + 1 - at, value: { count, before: false } };
  while (["identical", "more", "small", "tiny", "large", "big", "mirrored"].includes(tokens[i]?.word ?? "")) i += 1;
  const isCopies = COPY_NOUNS.has(tokens[i]?.word ?? "");
  if (isCopies) i += 1;
  if (tokens[i]?.word === "of") return { length: i + 1 - at, value: { count, before: true } };
  if (isCopies) return { length: i - at, value: { count, before: false } };
  return null;
}

/** A small whole number in digits or letters. */
export function numberAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (token?.kind === "number" && /^\d{1,2}x?$/.test(token.word)) return Number.parseInt(token.word, 10);
  return NUMBER_WORDS.get(token?.word ?? "") ?? null;
}

/** How opaque: "semi-transparent", "at 30% opacity", "40% transparent", "ghostly". From 0 to 1. */
export function readOpacity(tokens: readonly Token[], at: number): Match<number> | null {
  const word = (offset: number) => tokens[at + offset]?.word ?? "";
  const named = readNamedOpacity(tokens, at);
  if (named) return named;
  const start = ["at", "with"].includes(word(0)) ? 1 : 0;
  const percent = /^(\d{1,3})(%?)$/.exec(word(start));
  if (!percent || tokens[at + start].kind !== "number") return null;
  const next = start + (["percent", "%"].includes(word(start + 1)) ? 2 : 1);
  if (percent[2] === "" && next === start + 1) return null;
  const part = Math.min(100, Number(percent[1])) / 100;
  if (["opacity", "opaque", "alpha", "visible"].includes(word(next))) return { length: next + 1, value: part };
  if (["transparent", "transparency", "translucent", "see"].includes(word(next)))
    return { length: next + 1, value: Math.round((1 - part) * 100) / 100 };
  return null;
}

/** "at 50% size", "50% smaller", "150%". */
export function readPercentScale(tokens: readonly Token[], at: number): Match<Scale> | null {
  const word = (offset: number) => tokens[at + offset]?.word ?? "";
  const start = ["at", "to"].includes(word(0)) ? 1 : 0;
  const percent = /^(\d{1,3})%$/.exec(word(start));
  if (!percent) return null;
  let next = start + 1;
  while (["of", "the", "its", "original"].includes(word(next))) next += 1;
  if (["smaller"].includes(word(next))) return { length: next + 1, value: "small" };
  if (["larger", "bigger"].includes(word(next))) return { length: next + 1, value: "large" };
  if (!["size", "scale", "height", "width"].includes(word(next))) return null;
  const part = Number(percent[1]);
  return {
    length: next + 1,
    value: part <= 30 ? "tiny" : part < 85 ? "small" : part <= 120 ? "normal" : part <= 250 ? "large" : "huge",
  };
}

const readNamedOpacity = phraseTable<number>([
  ["semi|half|partially|partly|slightly transparent|translucent|opaque", 0.5],
  ["semitransparent|translucent|ghostly|spectral", 0.5],
  ["see through", 0.5],
  ["half opacity", 0.5],
  ["at half opacity", 0.5],
  ["faint|faded|barely visible?", 0.35],
  ["as ~ watermark", 0.35],
]);
