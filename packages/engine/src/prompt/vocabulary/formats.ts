import type { AspectRatio } from "@pastiche/contract";
import { ASPECT_RATIOS } from "@pastiche/contract/limits";
import type { Token } from "../tokens/token.ts";
import { type Match, phraseTable } from "./phrases.ts";

const KIND = "format|orientation|mode|layout|aspect|crop|ratio|image|picture|photo|poster|banner|version|composition";

/** The frame that a prompt asks for: "make it portrait for a phone story", "in 16:9", "a square crop". Only where no ratio was chosen. */
export function readFormat(tokens: readonly Token[], at: number): Match<AspectRatio> | null {
  return readRatio(tokens, at) ?? readNamed(tokens, at) ?? readAlone(tokens, at);
}

const ALONE: ReadonlyMap<string, AspectRatio> = new Map([
  ["square", "1:1"],
  ["portrait", "2:3"],
  ["vertical", "2:3"],
  ["landscape", "3:2"],
  ["horizontal", "3:2"],
]);

/** "…, square": nothing else between the commas. */
function readAlone(tokens: readonly Token[], at: number): Match<AspectRatio> | null {
  const ratio = ALONE.get(tokens[at].word);
  const next = tokens[at + 1];
  const ends = next === undefined || next.kind === "comma" || next.kind === "stop";
  return ratio && tokens[at - 1]?.kind === "comma" && ends ? { length: 1, value: ratio } : null;
}

/** "in 16:9", "4:5 format": one of those that can be had. */
function readRatio(tokens: readonly Token[], at: number): Match<AspectRatio> | null {
  const start = ["in", "as", "with", "at"].includes(tokens[at].word) ? at + 1 : at;
  const ratio = ASPECT_RATIOS.find((one) => one === tokens[start]?.word.replace(/[x/]/, ":"));
  if (!ratio) return null;
  let end = start + 1;
  while (["aspect", "ratio", "format"].includes(tokens[end]?.word ?? "")) end += 1;
  return { length: end - at, value: ratio };
}

const readNamed = phraseTable<AspectRatio>([
  ...asked(`vertical|upright ${KIND}`, "2:3"),
  ...asked("portrait format|orientation|mode|layout|aspect|crop|ratio", "2:3"),
  ["it|this|image|picture ~ portrait|vertical|upright", "2:3"],
  ["in portrait|upright", "2:3"],
  ...asked("landscape format|orientation|mode|layout|aspect|crop|ratio", "3:2"),
  ...asked(`horizontal ${KIND}`, "3:2"),
  ["it|this|image|picture ~ landscape|horizontal", "3:2"],
  ...asked(`square ${KIND}|post|cover|tile`, "1:1"),
  ["it|this|image|picture ~ square", "1:1"],
  ["for|as ~ instagram|social|facebook media? post", "1:1"],
  ["for|as ~ album|profile cover|picture|photo", "1:1"],
  ...asked(
    "phone|mobile|instagram|snapchat|whatsapp|facebook|tall|vertical story|stories|reel|reels|wallpaper",
    "9:16",
  ),
  ["as|for ~ phone|mobile screen|background|lockscreen", "9:16"],
  ["for ~ tiktok|story|stories|reel|reels", "9:16"],
  ...asked(`wide|widescreen|panoramic ${KIND}|header|cover|screen`, "16:9"),
  ["in? widescreen", "16:9"],
  ["panorama", "16:9"],
  ["for ~ youtube thumbnail|video|cover", "16:9"],
  ["for|as ~ desktop|web|website wallpaper|background|header|banner|hero", "16:9"],
]);

/** "in a square format", "square format" */
function asked(words: string, ratio: AspectRatio): [string, AspectRatio][] {
  return [
    [`in|as|for|to ~ ${words}`, ratio],
    [words, ratio],
  ];
}
