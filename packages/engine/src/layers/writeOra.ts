import { zipSync } from "fflate";
import sharp, { type Sharp } from "sharp";
import { escapeXml } from "../finish/xmp.ts";
import type { Raster } from "../pixels/index.ts";
import type { LayeredPicture } from "./writeLayers.ts";

/** As the specification has it. */
const THUMBNAIL_PX = 256;

/** OpenRaster 0.0.5: a ZIP of PNGs, with the stack of layers as XML. */
export async function writeOra({ flat, layers }: LayeredPicture): Promise<Uint8Array> {
  // The uppermost layer comes first in the stack.
  const upside = layers.toReversed();
  const files: Record<string, Uint8Array> = {
    // Has to come first and plain, so that its first bytes tell what the file is.
    mimetype: new TextEncoder().encode("image/openraster"),
    "stack.xml": new TextEncoder().encode(stackOf(flat, upside)),
  };
  for (const [i, { raster }] of upside.entries()) files[sourceOf(i)] = await png(pixelsOf(raster));
  files["mergedimage.png"] = await png(pixelsOf(flat));
  files["Thumbnails/thumbnail.png"] = await png(
    pixelsOf(flat).resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: "inside", withoutEnlargement: true }),
  );
  // A fixed time: the same remix gives the same bytes. PNGs are compressed already.
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
}

function stackOf({ width, height }: Raster, layers: LayeredPicture["layers"]): string {
  const lines = layers.map(
    ({ name, x, y, hidden }, i) =>
      `    <layer name="${escapeXml(name)}" src="${sourceOf(i)}" x="${x}" y="${y}" opacity="1.0" visibility="${hidden ? "hidden" : "visible"}" composite-op="svg:src-over"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<image version="0.0.5" w="${width}" h="${height}" xres="72" yres="72">`,
    "  <stack>",
    ...lines,
    "  </stack>",
    "</image>",
    "",
  ].join("\n");
}

function sourceOf(layer: number): string {
  return `data/layer${String(layer).padStart(3, "0")}.png`;
}

function pixelsOf({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

function png(picture: Sharp): Promise<Buffer> {
  return picture.png({ compressionLevel: 3, adaptiveFiltering: true }).toBuffer();
}
