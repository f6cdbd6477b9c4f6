import type { Token } from "../tokens/token.ts";
import type { Match } from "./phrases.ts";

/** A colour as asked for: its plain name ("light blue" is blue) and what is shown. */
export interface Colour {
  name: string;
  hex: string;
}

const HEX_OF: Record<string, string> = {
  white: "#ffffff",
  black: "#111111",
  gray: "#9a9a9a",
  red: "#d62d30",
  orange: "#f2862e",
  yellow: "#f6cf3c",
  green: "#3f9e55",
  blue: "#2f6fd0",
  purple: "#7a45b8",
  violet: "#7f4fc9",
  pink: "#f29bb7",
  brown: "#7b5237",
  beige: "#e9dcc3",
  cream: "#fbf3dc",
  ivory: "#fbf8ea",
  teal: "#1f8a8a",
  turquoise: "#3fc8bd",
  cyan: "#35c5dd",
  aqua: "#5fd6d6",
  navy: "#1d2b53",
  indigo: "#3f3a93",
  lavender: "#c9b8ea",
  lilac: "#c6a5d9",
  magenta: "#d13fa3",
  fuchsia: "#d63aa5",
  maroon: "#742632",
  burgundy: "#6d1f33",
  crimson: "#b81f3b",
  scarlet: "#d92b1f",
  coral: "#f57f66",
  salmon: "#f49a84",
  peach: "#fbc9a4",
  apricot: "#f8b981",
  gold: "#d4a437",
  golden: "#d4a437",
  silver: "#c3c7cc",
  mint: "#b4e3cc",
  olive: "#7d7d37",
  lime: "#a6d63c",
  emerald: "#1f9a62",
  mustard: "#d3a12c",
  khaki: "#b9aa78",
  tan: "#cfae86",
  sand: "#dfcba2",
  taupe: "#8f8176",
  charcoal: "#36393d",
  slate: "#64707d",
  rose: "#e8879c",
  plum: "#713a66",
  mauve: "#b98ba8",
  rust: "#a64b25",
  terracotta: "#c46a4a",
  copper: "#b5714a",
  bronze: "#a0763c",
  chocolate: "#53341f",
  amber: "#f0ad2d",
  azure: "#4f9fe3",
  cobalt: "#2450a4",
  sapphire: "#234c9c",
};

/** Every word that can name a colour. */
export const COLOURS: ReadonlySet<string> = new Set(Object.keys(HEX_OF));

/** How far a word moves a colour toward white (positive) or black (negative). */
const SHADES: Record<string, number> = {
  light: 0.5,
  pale: 0.6,
  pastel: 0.45,
  soft: 0.4,
  baby: 0.5,
  powder: 0.5,
  sky: 0.35,
  ice: 0.65,
  off: 0,
  pure: 0,
  solid: 0,
  plain: 0,
  flat: 0,
  simple: 0,
  clean: 0,
  uniform: 0,
  neutral: 0,
  matte: 0,
  bright: 0.08,
  vivid: 0,
  vibrant: 0,
  hot: 0,
  neon: 0,
  warm: 0,
  cool: 0,
  muted: 0.15,
  dusty: 0.15,
  royal: -0.15,
  deep: -0.3,
  dark: -0.4,
  rich: -0.15,
  midnight: -0.6,
  forest: -0.4,
  blood: -0.25,
  burnt: -0.15,
  electric: 0,
  jet: -0.2,
  snow: 0,
  medium: 0,
  navy: -0.5,
  seamless: 0,
  very: 0,
  nice: 0,
  smooth: 0,
  subtle: 0.2,
};

/** Reads "pastel pink", "dark grey", "navy blue", "#ff8800" at a token. The name is the colour word as people spell it. */
export function readColour(tokens: readonly Token[], at: number): Match<Colour> | null {
  let i = at;
  let shade = 0;
  while (Object.hasOwn(SHADES, tokens[i]?.word ?? "") && i < at + 4 && !isLastColour(tokens, i)) {
    shade += SHADES[tokens[i].word];
    i += 1;
  }
  const token = tokens[i];
  if (token?.kind !== "word") return null;
  if (token.word.startsWith("#")) return { length: i + 1 - at, value: { name: token.word, hex: longHex(token.word) } };
  if (!COLOURS.has(token.word)) return null;
  // "mint green", "rose gold", "navy blue": two colour words are one colour, named by the last.
  const next = tokens[i + 1];
  const isPair = next !== undefined && COLOURS.has(next.word) && next.start <= token.end + 1;
  const shown = mix(HEX_OF[token.word], shade);
  const name = isPair ? (token.word === "navy" ? token.word : next.word) : token.word;
  return { length: i + (isPair ? 2 : 1) - at, value: { name: name === "gray" ? "grey" : name, hex: shown } };
}

const isLastColour = (tokens: readonly Token[], i: number) =>
  COLOURS.has(tokens[i].word) && !COLOURS.has(tokens[i + 1]?.word ?? "");

function longHex(hex: string): string {
  return hex.length === 7 ? hex : `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}`;
}

function mix(hex: string, shade: number): string {
  const goal = shade > 0 ? 255 : 0;
  const part = Math.min(0.9, Math.abs(shade));
  const channel = (at: number) => Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * (1 - part) + goal * part);
  return `#${[1, 3, 5].map((at) => channel(at).toString(16).padStart(2, "0")).join("")}`;
}
