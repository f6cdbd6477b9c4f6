/** Colour words as people use them for things, in sRGB. */
export const NAMED_COLOURS: Readonly<Record<string, string>> = {
  red: "#c8202b",
  crimson: "#a8142f",
  scarlet: "#d92a1c",
  burgundy: "#6d1a2d",
  maroon: "#6b1520",
  orange: "#ee7a17",
  coral: "#f4735c",
  peach: "#f7b48f",
  salmon: "#ef8a76",
  terracotta: "#bb5a3c",
  brown: "#7a4a2b",
  chocolate: "#5a331f",
  tan: "#c79f72",
  beige: "#dcc9a8",
  cream: "#f3e8cf",
  ivory: "#f6f0df",
  khaki: "#a59a68",
  yellow: "#f5cb18",
  mustard: "#cf9b1e",
  gold: "#d0a12c",
  golden: "#d0a12c",
  lime: "#8fce1f",
  green: "#2f8f3f",
  olive: "#6d7227",
  emerald: "#12855b",
  mint: "#98dcb9",
  teal: "#12808a",
  turquoise: "#2cc1bd",
  cyan: "#1db9d6",
  aqua: "#2fc3cf",
  blue: "#1f5fc4",
  navy: "#1b2a56",
  indigo: "#3b2f8c",
  purple: "#6d2f9e",
  violet: "#7d3fc0",
  lavender: "#b5a0e0",
  lilac: "#c3a1d8",
  magenta: "#c81f8d",
  pink: "#ef7fae",
  rose: "#d94a7a",
  white: "#f4f4f2",
  silver: "#b9bcc0",
  gray: "#808388",
  grey: "#808388",
  charcoal: "#3a3d42",
  black: "#1b1b1d",
};

/** `red`, `dark blue`, `light-green` or `#c8202b` as `#rrggbb`; null where the words name no colour. */
export function hexOfColour(name: string): string | null {
  const words = name.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(words)) return words;
  const parts = words.split(/[\s-]+/);
  const last = parts[parts.length - 1];
  return Object.hasOwn(NAMED_COLOURS, last) ? NAMED_COLOURS[last] : null;
}
