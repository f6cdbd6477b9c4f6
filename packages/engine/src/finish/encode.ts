import type { Plan } from "@pastiche/contract";
import sharp from "sharp";
import type { Raster } from "../pixels/index.ts";
import { xmpOf } from "./xmp.ts";

/** PNG, sRGB, with XMP that says what kind of picture it is and carries the plan; without alpha where nothing is clear. */
export async function encode({ width, height, data }: Raster, plan: Plan): Promise<Uint8Array> {
  const pixels = sharp(data, { raw: { width, height, channels: 4 } });
  if (isOpaque(data)) pixels.removeAlpha();
  return pixels.withXmp(xmpOf(plan)).png({ compressionLevel: 3, adaptiveFiltering: true }).toBuffer();
}

/** WebP, as quick as it can be made. */
export async function encodePreview({ width, height, data }: Raster, longEdgePx?: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .resize(longEdgePx, longEdgePx, { fit: "inside", withoutEnlargement: true, kernel: "linear" })
    .webp({ quality: 80, effort: 0 })
    .toBuffer();
}

function isOpaque(data: Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return false;
  return true;
}
