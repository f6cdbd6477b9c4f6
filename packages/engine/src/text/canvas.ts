import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Typesetting } from "./typeset.ts";

const registered = new Set<string>();

/** Every variable font here is set bold: it is read over a photograph. */
const VARIABLE_WEIGHT = 700;

/** A canvas on which a typesetting's fonts stand ready. The library (a quarter of a second to load) comes only with the first text. */
export async function openCanvas(width: number, height: number, files: Typesetting["files"]) {
  const { createCanvas, GlobalFonts } = await import("@napi-rs/canvas");
  for (const { path, family } of files) {
    if (registered.has(family)) continue;
    if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`the font file ${path} cannot be read`);
    registered.add(family);
  }
  const canvas = createCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)));
  return { canvas, context: canvas.getContext("2d") };
}

/**
 * The weight of a variable font must be set as a variation: from the font's shorthand alone the canvas takes the default
 * instance (Montserrat's is its thinnest) and fattens it, in one run and not in the next.
 */
export function setFont(
  context: SKRSContext2D,
  { files, weight }: Pick<Typesetting, "files" | "weight">,
  fontSizePx: number,
  letterSpacingPx: number,
): void {
  context.font = `${weight} ${fontSizePx}px ${files.map(({ family }) => `"${family}"`).join(", ")}`;
  context.fontVariationSettings = `"wght" ${VARIABLE_WEIGHT}`;
  context.letterSpacing = `${letterSpacingPx}px`;
}
