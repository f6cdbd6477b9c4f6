import { useEffect, useState } from "preact/hooks";
import type { Result } from "../create/run.ts";
import type { Size } from "./viewer/view.ts";

/** A result whose picture is decoded, so that it takes the place of the one before within a frame. */
export interface Shown {
  result: Result;
  size: Size;
}

/** The newest result that can be shown; the one before it until then. Null at first. */
export function useDecoded(result: Result): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  const { image } = result.output;
  useEffect(() => {
    let isWanted = true;
    const picture = new Image();
    picture.src = image;
    const take = () => {
      if (isWanted) setShown({ result, size: sizeOf(result, picture) });
    };
    // One that cannot be had is shown as such, by the browser.
    picture.decode().then(take, take);
    return () => {
      isWanted = false;
    };
  }, [result]);
  return shown;
}

function sizeOf({ output }: Result, picture: HTMLImageElement): Size {
  if (picture.naturalWidth > 0) return { width: picture.naturalWidth, height: picture.naturalHeight };
  return sizeSaid(output) ?? { width: 1024, height: 1024 };
}

/** As the task tells it. */
export function sizeSaid({ output_meta }: Result["output"]): Size | null {
  for (const made of output_meta.outputs) {
    if (made.type === "image") return { width: made.width, height: made.height };
  }
  return null;
}

/** What the run that made it was charged, in credits. */
export function costOf({ output_meta }: Result["output"]): number {
  return output_meta.outputs.find((one) => one.type === "raw")?.cost ?? 0;
}

/** The references of a result as the browser finds them; null for one that was given in some other way. */
export function sourcesOf({ input }: Result): (string | null)[] {
  return input.images.map((image) => (typeof image === "string" && /^https?:/.test(image) ? image : null));
}

/** A smaller picture of a file of this server. */
export function thumbnailOf(uri: string): string {
  return new URL(uri).pathname.startsWith("/files/") ? `${uri}?width=160` : uri;
}

/** A server names one file by several uris, with and without its ending. */
export function isSameFile(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  const idOf = (uri: string) => /\/files\/([^/?]+)/.exec(uri)?.[1] ?? uri;
  return idOf(one) === idOf(other);
}
