import { writePsdUint8Array } from "ag-psd";
import { xmpOf } from "../finish/xmp.ts";
import type { LayeredPicture } from "./writeLayers.ts";

/** Photoshop's own format: 8 bits, RGB, the lowest layer first, with the flat picture for what reads no layers. */
export function writePsd({ flat, layers, plan }: LayeredPicture): Uint8Array {
  return writePsdUint8Array(
    {
      width: flat.width,
      height: flat.height,
      imageData: flat,
      imageResources: { xmpMetadata: xmpOf(plan) },
      children: layers.map(({ name, raster, x, y, hidden }) => ({ name, left: x, top: y, imageData: raster, hidden })),
    },
    { noBackground: true },
  );
}
