import { MAX_IMAGE_PIXELS, RemixError } from "@pastiche/contract";
import type { Bytes } from "./bytes.ts";
import { loadSharp } from "./load-sharp.ts";

/** Few and fixed, so that what is kept is bounded and found again. */
export const THUMBNAIL_WIDTHS = [160, 320, 640] as const;
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number];

export interface Thumbnails {
  /**
   * A picture as WebP, at most so wide and twice as high, turned as its EXIF says, never enlarged.
   * @throws RemixError validation_failed where it cannot be read, overloaded, gone.
   */
  of(file: { id: string; sha256: string }, width: ThumbnailWidth): Promise<Uint8Array>;
}

const QUALITY = 78;
/** A quick one: nobody waits for a thumbnail, and several are made at once. */
const EFFORT = 2;
/** Each holds a decoded picture, of 33 megapixels at most. */
const MADE_AT_ONCE = 2;
/** A page of a list asks for some dozens. */
const MOST_WAITING = 200;
const KEPT_BYTES = 32 * 1024 * 1024;

/** Makes thumbnails when they are asked for, a few at once, and keeps those that were asked for last. */
export function createThumbnails({ bytes }: { bytes: Pick<Bytes, "read"> }): Thumbnails {
  const kept = createCache(KEPT_BYTES);
  const being = new Map<string, Promise<Uint8Array>>();
  const inTurn = createTurns(MADE_AT_ONCE, MOST_WAITING);

  return {
    async of({ id, sha256 }, width) {
      const name = `${sha256}-${width}`;
      const found = kept.get(name);
      if (found !== undefined) return found;
      const made = being.get(name) ?? make(name, id, width);
      being.set(name, made);
      return made;
    },
  };

  async function make(name: string, id: string, width: ThumbnailWidth): Promise<Uint8Array> {
    try {
      const thumbnail = await inTurn(async () => shrink(await bytes.read(id), width));
      kept.set(name, thumbnail);
      return thumbnail;
    } finally {
      being.delete(name);
    }
  }
}

async function shrink(picture: Uint8Array, width: ThumbnailWidth): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const box = { width, height: 2 * width, fit: "inside", withoutEnlargement: true } as const;
  try {
    return await sharp(picture, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: "error" })
      .autoOrient()
      .resize(box)
      .webp({ quality: QUALITY, effort: EFFORT })
      .toBuffer();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RemixError("validation_failed", `This picture cannot be read, so it has no thumbnail: ${why}`, { cause });
  }
}

/** Of a Map's entries the first was used longest ago. */
function createCache(maxBytes: number) {
  const entries = new Map<string, Uint8Array>();
  let size = 0;

  return {
    get(name: string): Uint8Array | undefined {
      const found = entries.get(name);
      if (found !== undefined) {
        entries.delete(name);
        entries.set(name, found);
      }
      return found;
    },
    set(name: string, value: Uint8Array): void {
      entries.set(name, value);
      size += value.byteLength;
      for (const [oldest, { byteLength }] of entries) {
        if (size <= maxBytes) return;
        entries.delete(oldest);
        size -= byteLength;
      }
    },
  };
}

/** Lets so many work at once, in the order in which they came. @throws RemixError overloaded where too many wait. */
function createTurns(atOnce: number, mostWaiting: number) {
  const waiting: (() => void)[] = [];
  let working = 0;

  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (working >= atOnce && waiting.length >= mostWaiting) {
      throw new RemixError("overloaded", `${mostWaiting} thumbnails are waited for already`, { retryAfterSeconds: 2 });
    }
    if (working < atOnce) working++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Its place goes straight to who waits longest.
      const next = waiting.shift();
      if (next === undefined) working--;
      else next();
    }
  };
}
