import type { LayerFormat, Plan } from "@pastiche/contract";
import type { Raster } from "../pixels/index.ts";
import type { Layer } from "./layer.ts";

/** A picture in layers, as a file. */
export interface LayeredPicture {
  /** What the layers give together. */
  flat: Raster;
  /** From the lowest to the uppermost. */
  layers: Layer[];
  plan: Plan;
}

/** The file for a program that works in layers. The writers are loaded only for whoever asks. */
export async function writeLayers(format: LayerFormat, picture: LayeredPicture): Promise<Uint8Array> {
  if (format === "psd") return (await import("./writePsd.ts")).writePsd(picture);
  return (await import("./writeOra.ts")).writeOra(picture);
}
