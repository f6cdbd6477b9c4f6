import type { Box } from "@pastiche/contract";
import { bytesOfHex, LINEAR_OF_BYTE, type Raster } from "../pixels/index.ts";

/** WCAG 2's ratio for ordinary text. */
export const MIN_CONTRAST = 4.5;

/** Ink on what lies behind it, and the veil that is laid between them where the picture alone is too unquiet. */
export interface Ink {
  colour: string;
  scrim: { colour: string; strength: number } | null;
  /** What 95 of 100 pixels behind the text reach at least. */
  contrast: number;
}

const LIGHT = "#ffffff";
const DARK = "#17171b";

/** Chooses light or dark letters, whichever stands out more from the pixels of `box`, and the weakest veil that makes it `MIN_CONTRAST`. */
export function chooseInk(picture: Raster, box: Box, wanted: string | null = null): Ink {
  const behind = luminances(picture, box);
  const inks = (wanted ? [wanted] : [LIGHT, DARK]).map((colour) => inkOn(behind, colour));
  return inks.reduce((a, b) => (cost(b) < cost(a) ? b : a));
}

/** A veil costs; at equal cost the higher contrast wins. */
function cost({ scrim, contrast }: Ink): number {
  return (scrim ? 2 + scrim.strength : 0) - 0.01 * contrast;
}

function inkOn(behind: Float32Array, colour: string): Ink {
  const ink = luminanceOf(colour);
  const bare = contrastAtLeast(behind, ink, 0, 0);
  if (bare >= MIN_CONTRAST) return { colour, scrim: null, contrast: bare };
  const veil = ink > 0.35 ? "#0c0c10" : "#ffffff";
  const veilLight = luminanceOf(veil);
  for (let strength = 0.15; strength < 0.98; strength += 0.03) {
    const contrast = contrastAtLeast(behind, ink, veilLight, strength);
    if (contrast >= MIN_CONTRAST * 1.06) return { colour, scrim: { colour: veil, strength }, contrast };
  }
  return { colour, scrim: { colour: veil, strength: 0.95 }, contrast: contrastAtLeast(behind, ink, veilLight, 0.95) };
}

/** The contrast that 95 % of the pixels reach under a veil. `behind` is sorted, so only one of its ends matters. */
function contrastAtLeast(behind: Float32Array, ink: number, veil: number, strength: number): number {
  const at = (share: number) => {
    const v = behind[Math.min(behind.length - 1, Math.floor(share * behind.length))];
    // Veils are mixed in sRGB values, as they are drawn; luminance is near enough to a 2.2 power of them.
    return ((1 - strength) * v ** (1 / 2.2) + strength * veil ** (1 / 2.2)) ** 2.2;
  };
  return Math.min(contrastOf(ink, at(0.05)), contrastOf(ink, at(0.95)), contrastOf(ink, at(0.5)));
}

export function contrastOf(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of `#rrggbb`, linear light, 0 to 1. */
export function luminanceOf(colour: string): number {
  const [r, g, b] = bytesOfHex(colour);
  return 0.2126 * LINEAR_OF_BYTE[r] + 0.7152 * LINEAR_OF_BYTE[g] + 0.0722 * LINEAR_OF_BYTE[b];
}

/** Relative luminances of the pixels in a box, sorted. Transparent ones count as white paper. */
export function luminances({ width, height, data }: Raster, box: Box): Float32Array {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  const out: number[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const i = (y * width + x) * 4;
      const alpha = data[i + 3] / 255;
      const light =
        0.2126 * LINEAR_OF_BYTE[data[i]] + 0.7152 * LINEAR_OF_BYTE[data[i + 1]] + 0.0722 * LINEAR_OF_BYTE[data[i + 2]];
      out.push(light * alpha + (1 - alpha));
    }
  }
  return Float32Array.from(out.length > 0 ? out : [1]).sort();
}
