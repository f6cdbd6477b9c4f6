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

/**
 * Chooses light or dark letters, whichever stands out more from the pixels of `box`, and the weakest veil that makes it
 * `MIN_CONTRAST`.
 * @param wanted the colour, where it is not free.
 * @param usual that of other texts in the picture: of two that are as good it is taken.
 */
export function chooseInk(picture: Raster, box: Box, wanted: string | null = null, usual?: string): Ink {
  const behind = pixelsIn(picture, box);
  const inks = (wanted ? [wanted] : [LIGHT, DARK]).map((colour) => inkOn(behind, colour));
  const costs = inks.map((ink) => cost(ink) - (ink.colour === usual ? LIKENESS : 0));
  return inks[costs.indexOf(Math.min(...costs))];
}

/** What two kinds of ink in one picture cost: less than any veil. */
const LIKENESS = 0.5;

/** A veil costs, one of white mist more than one of shade; at equal cost the higher contrast wins. */
function cost({ scrim, contrast }: Ink): number {
  const mist = scrim && luminanceOf(scrim.colour) > 0.5 ? 0.7 : 0;
  return (scrim ? 2 + scrim.strength + mist : 0) - 0.01 * contrast;
}

function inkOn(behind: Uint8ClampedArray, colour: string): Ink {
  const ink = luminanceOf(colour);
  const veil = ink > 0.35 ? "#0c0c10" : "#ffffff";
  const rgb = bytesOfHex(veil);
  const bare = contrastAtLeast(behind, ink, rgb, 0);
  if (bare >= MIN_CONTRAST) return { colour, scrim: null, contrast: bare };
  for (let strength = 0.15; strength < 0.98; strength += 0.03) {
    const contrast = contrastAtLeast(behind, ink, rgb, strength);
    if (contrast >= MIN_CONTRAST * 1.06) return { colour, scrim: { colour: veil, strength }, contrast };
  }
  return { colour, scrim: { colour: veil, strength: 0.98 }, contrast: contrastAtLeast(behind, ink, rgb, 0.98) };
}

/** The contrast that 95 % of the pixels reach under a veil, mixed as it will be drawn. */
function contrastAtLeast(behind: Uint8ClampedArray, ink: number, veil: number[], strength: number): number {
  const contrasts = new Float32Array(behind.length / 3);
  const mixed = (value: number, c: number) => LINEAR_OF_BYTE[Math.round(value + (veil[c] - value) * strength)];
  for (let i = 0, n = 0; i < behind.length; i += 3, n++) {
    const light = 0.2126 * mixed(behind[i], 0) + 0.7152 * mixed(behind[i + 1], 1) + 0.0722 * mixed(behind[i + 2], 2);
    contrasts[n] = contrastOf(ink, light);
  }
  return contrasts.sort()[Math.floor(0.05 * contrasts.length)];
}

/** Up to some four thousand pixels of a box, red, green, blue in turn; transparent ones on white paper. */
function pixelsIn({ width, height, data }: Raster, box: Box): Uint8ClampedArray {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.max(left + 1, Math.min(width, Math.ceil(box.x + box.width)));
  const bottom = Math.max(top + 1, Math.min(height, Math.ceil(box.y + box.height)));
  const step = Math.max(1, Math.floor(Math.sqrt(((right - left) * (bottom - top)) / 4000)));
  const out: number[] = [];
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const i = (y * width + x) * 4;
      const alpha = data[i + 3] / 255;
      for (let c = i; c < i + 3; c++) out.push(data[c] * alpha + 255 * (1 - alpha));
    }
  }
  return Uint8ClampedArray.from(out);
}

export function contrastOf(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of `#rrggbb`, linear light, 0 to 1. */
export function luminanceOf(colour: string): number {
  const [r, g, b] = bytesOfHex(colour);
  return 0.2126 * LINEAR_OF_BYTE[r] + 0.7152 * LINEAR_OF_BYTE[g] + 0.0722 * LINEAR_OF_BYTE[b];
}
