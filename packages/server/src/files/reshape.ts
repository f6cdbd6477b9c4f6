import { loadSharp } from "./load-sharp.ts";

export interface Shape {
  format: "png" | "jpeg" | "webp";
  /** Exactly this large: scaled to cover it, and what stands over is cut off. */
  size?: Size | null;
  /** Where what matters stands, in shares of the edges: a crop keeps as much of it as it can. */
  focus?: Region | null;
  /** No larger than this, in its own ratio. */
  within?: Partial<Size> | null;
  /** 1 to 100, of JPEG and WebP. */
  quality?: number;
  /** White where it was transparent; JPEG always is. */
  opaque?: boolean;
}

export interface Size {
  width: number;
  height: number;
}

export interface Region extends Size {
  x: number;
  y: number;
}

export interface Reshaped extends Size {
  bytes: Uint8Array;
  contentType: `image/${Shape["format"]}`;
}

/** Without a focus, a crop that loses more than this share of an edge looks for what matters; a smaller one takes the middle. */
const SMALL_LOSS = 0.1;

/** A picture in another format or size. What needs no change is given back byte for byte; metadata goes along. */
export async function reshape(bytes: Uint8Array, shape: Shape): Promise<Reshaped> {
  const sharp = await loadSharp();
  const { format, width, height, hasAlpha } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const target = targetOf({ width, height }, shape);
  const isSized = target.width === width && target.height === height;
  const flatten = hasAlpha && (shape.opaque === true || shape.format === "jpeg");
  const contentType = `image/${shape.format}` as const;
  if (format === shape.format && isSized && !flatten) return { bytes, contentType, width, height };

  const pixels = sharp(bytes, { limitInputPixels: false }).keepMetadata();
  if (!isSized) {
    if (shape.size && shape.focus) pixels.extract(cropAround(shape.focus, { width, height }, target));
    pixels.resize({ ...target, fit: "cover", position: cropOf({ width, height }, target) });
  }
  if (flatten) pixels.flatten({ background: "#ffffff" });
  const quality = Math.max(1, shape.quality ?? 100);
  if (shape.format === "jpeg") pixels.jpeg({ quality, chromaSubsampling: "4:4:4" });
  else if (shape.format === "webp") pixels.webp({ quality });
  else pixels.png();
  return { bytes: await pixels.toBuffer(), contentType, ...target };
}

function targetOf(size: Size, { size: exact, within }: Shape): Size {
  if (exact) return exact;
  const factor = Math.min(1, (within?.width ?? size.width) / size.width, (within?.height ?? size.height) / size.height);
  return {
    width: Math.max(1, Math.round(size.width * factor)),
    height: Math.max(1, Math.round(size.height * factor)),
  };
}

function cropOf(from: Size, to: Size): "attention" | "centre" {
  const ratio = from.width / from.height / (to.width / to.height);
  const lost = 1 - Math.min(ratio, 1 / ratio);
  return lost > SMALL_LOSS ? "attention" : "centre";
}

/** The largest part of a picture in the ratio of `to`, with the focus in its middle as far as the edges allow. */
function cropAround(focus: Region, from: Size, to: Size) {
  const scale = Math.min(from.width / to.width, from.height / to.height);
  const width = Math.max(1, Math.min(from.width, Math.round(to.width * scale)));
  const height = Math.max(1, Math.min(from.height, Math.round(to.height * scale)));
  const place = (middle: number, whole: number, part: number) =>
    Math.round(Math.max(0, Math.min(whole - part, middle * whole - part / 2)));
  return {
    left: place(focus.x + focus.width / 2, from.width, width),
    top: place(focus.y + focus.height / 2, from.height, height),
    width,
    height,
  };
}
