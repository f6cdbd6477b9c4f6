import type { Scale } from "@pastiche/contract";
import type { Token } from "../tokens/token.ts";
import { type Match, phraseTable } from "./phrases.ts";

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
  ["half|third sized", "small"],
  ["third of? ~ size", "small"],
  ["scaled|sized down", "small"],
  [LARGE, "large"],
  [`much|slightly|bit ${LARGE}`, "large"],
  ["twice|double|doubled as? ~ its? original? size|scale|big|large|tall", "large"],
  ["two|2 times ~ as? size|big|large|bigger|larger", "large"],
  ["2x ~ size|scale|big|bigger|larger?", "large"],
  ["scaled|sized|blown up", "large"],
  [HUGE, "huge"],
  [`very|really|extremely|super|so ${LARGE}`, "huge"],
  ["three|four|five|ten|3|4|5|10 times ~ as? its? size|big|large|bigger|larger", "huge"],
  ["3x|4x|5x|10x ~ as? size|big|bigger|larger?", "huge"],
  ["giant|king|jumbo sized?", "huge"],
  ["larger|bigger than life", "huge"],
  ["pocket sized", "tiny"],
  ["thumbnail sized", "tiny"],
]);

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
