import { applyLut, type Plane, type Raster } from "../pixels/index.ts";
import { colourTransport } from "./colourTransport.ts";
import { restoreProtected } from "./protect.ts";
import { regrain } from "./regrain.ts";

export interface PaletteOptions {
  /** 0 to 1: what keeps its own colours. Null: nothing. */
  protect: Plane | null;
  /** 0 leaves the picture, 1 (the default) takes the reference's colours wholly. */
  strength?: number;
}

/**
 * The picture in the colours of the reference. Lightness follows only half way, so that light and shade stay natural;
 * white things take a cast, but are not dyed.
 */
export function transferPalette(picture: Raster, reference: Raster, { protect, strength = 1 }: PaletteOptions): Raster {
  const lut = colourTransport(picture, reference, { lightness: 0.5 * strength, chroma: strength, whites: 0.5 });
  return restoreProtected(regrain(picture, applyLut(picture, lut)), picture, protect);
}
