/** The pictures that are read, by their first bytes; a name or a header that a caller sends is not believed. */
export const PICTURE_TYPES = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/tiff": "tiff",
} as const;
export type PictureType = keyof typeof PICTURE_TYPES;

/** Pictures in layers, which this server makes and never reads. */
export const LAYER_TYPES = {
  "image/vnd.adobe.photoshop": "psd",
  "image/openraster": "ora",
} as const;
export type LayerType = keyof typeof LAYER_TYPES;

export function isLayerType(contentType: string): contentType is LayerType {
  return Object.hasOwn(LAYER_TYPES, contentType);
}

/** With its dot; empty for what is not known here. */
export function extensionOf(contentType: string): string {
  if (isPictureType(contentType)) return `.${PICTURE_TYPES[contentType]}`;
  return isLayerType(contentType) ? `.${LAYER_TYPES[contentType]}` : "";
}

export function isPictureType(contentType: string): contentType is PictureType {
  return Object.hasOwn(PICTURE_TYPES, contentType);
}

/** The kind of picture that bytes begin, or null where they begin none that is read. 16 bytes are enough. */
export function pictureTypeOf(head: Uint8Array): PictureType | null {
  const text = Buffer.from(head.subarray(0, 16)).toString("latin1");
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "image/gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.slice(4, 8) === "ftyp" && /^avi[fs]$/.test(text.slice(8, 12))) return "image/avif";
  // AVIF's brand may stand after a general one.
  if (text.slice(4, 8) === "ftyp" && Buffer.from(head).includes("avif")) return "image/avif";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "image/tiff";
  return null;
}

/** What the kinds are called to a caller. */
export const PICTURE_NAMES = "JPEG, PNG, WebP, GIF, AVIF or TIFF";
