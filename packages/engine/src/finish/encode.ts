import type { Plan } from "@pastiche/contract";
import sharp from "sharp";
import type { Raster } from "../pixels/index.ts";

/** What IPTC calls a picture put together from several photographs without generating any. */
const SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture";

/** PNG, sRGB, with XMP that says what kind of picture it is and carries the plan; without alpha where nothing is clear. */
export async function encode({ width, height, data }: Raster, plan: Plan): Promise<Uint8Array> {
  const pixels = sharp(data, { raw: { width, height, channels: 4 } });
  if (isOpaque(data)) pixels.removeAlpha();
  return pixels.withXmp(xmp(plan)).png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
}

/** WebP, as quick as it can be made. */
export async function encodePreview({ width, height, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .webp({ quality: 80, effort: 0 })
    .toBuffer();
}

function isOpaque(data: Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return false;
  return true;
}

function xmp(plan: Plan): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:pastiche="https://pastiche.invalid/ns/1.0/"',
    ` Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}">`,
    `<pastiche:plan>${escapeXml(JSON.stringify(plan))}</pastiche:plan>`,
    "</rdf:Description></rdf:RDF></x:xmpmeta>",
    '<?xpacket end="w"?>',
  ].join("");
}

/** Also drops the control characters that XML 1.0 has no way to write. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
