import { skip, type Token, wordAt } from "../tokens/token.ts";
import { type Match, phraseTable } from "./phrases.ts";

/** How opaque: "semi-transparent", "at 30% opacity", "40% transparent", "ghostly". From 0 to 1. */
export function readOpacity(tokens: readonly Token[], at: number): Match<number> | null {
  const word = (offset: number) => tokens[at + offset]?.word ?? "";
  const named = readNamedOpacity(tokens, at) ?? nounFirst(tokens, at);
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

/** "opacity 40%", "with an opacity of 80%" */
function nounFirst(tokens: readonly Token[], at: number): Match<number> | null {
  const noun = skip(tokens, at, LEADS);
  const value = skip(tokens, noun + 1, JOINTS);
  const percent = /^(\d{1,3})%$/.exec(wordAt(tokens, value));
  const part = Math.min(100, Number(percent?.[1])) / 100;
  if (!percent || !/^(?:opacity|transparency)$/.test(wordAt(tokens, noun))) return null;
  return {
    length: value + 1 - at,
    value: wordAt(tokens, noun) === "opacity" ? part : Math.round((1 - part) * 100) / 100,
  };
}

const LEADS: ReadonlySet<string> = new Set(["at", "with", "an", "a", "the"]);
const JOINTS: ReadonlySet<string> = new Set(["of", ":", "at"]);

const readNamedOpacity = phraseTable<number>([
  ["semi|half|partially|partly|slightly transparent|translucent|opaque", 0.5],
  ["semitransparent|translucent|ghostly|spectral", 0.5],
  ["see through", 0.5],
  ["as|like ~ ghost|spirit|phantom", 0.5],
  ["half opacity", 0.5],
  ["at half opacity", 0.5],
  ["faint|faded|barely visible?", 0.35],
  ["as ~ watermark", 0.35],
]);
