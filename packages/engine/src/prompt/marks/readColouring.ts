import type { Token } from "../tokens/token.ts";
import { endsPhrase } from "../vocabulary/backdrops.ts";
import { readColour } from "../vocabulary/colours.ts";
import type { Match } from "../vocabulary/phrases.ts";
import type { Mark } from "./marks.ts";

/** "in red", "a red version of", "painted blue": a colour that is no background. */
export function readColouring(tokens: readonly Token[], at: number): Match<Mark> | null {
  let from = at;
  const cues = [
    "in",
    "colored",
    "painted",
    "tinted",
    "to",
    "into",
    "dyed",
    "recolored",
    "but",
    "colour",
    "color",
    "turned",
  ];
  const isCued = cues.includes(tokens[at]?.word ?? "");
  if (isCued) from += 1;
  if (
    isCued &&
    ["a", "an", "bright", "the", "color", ":"].includes(tokens[from]?.word ?? "") &&
    !readColour(tokens, from)
  )
    from += 1;
  const colour = readColour(tokens, from);
  if (!colour) return null;
  let end = from + colour.length;
  // "the dog in 0, the brown one"
  if (tokens[at - 1]?.word === "the" && tokens[end]?.word === "one") return null;
  const version = ["version", "variant", "variation", "edition", "colorway", "one", "copy"].includes(
    tokens[end]?.word ?? "",
  );
  const tint = ["tint", "tinted", "tone", "hue", "colored", "color"].includes(tokens[end]?.word ?? "");
  if (version || tint) end += 1;
  const isPaired = tokens[end]?.word === "and" && readColour(tokens, end + 1) !== null;
  if (!version && !tint && (isPaired || !endsPhrase(tokens, end))) return null;
  if (version && tokens[end]?.word === "of") end += 1;
  return { length: end - at, value: { kind: "colour", colour: colour.value, version } };
}
