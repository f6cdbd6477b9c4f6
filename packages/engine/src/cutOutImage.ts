import sharp from "sharp";
import { cutOut } from "./cutout/cutOut.ts";
import { decodeAll } from "./decode/decode.ts";
import type { CutOutResult } from "./request.ts";

/**
 * Lifts the subject of one picture off its background.
 * @throws RemixError for a file that is no picture, is damaged, or is too large; the signal's reason when aborted.
 */
export async function cutOutImage(image: Uint8Array, { signal }: { signal?: AbortSignal } = {}): Promise<CutOutResult> {
  const [raster] = await decodeAll([image]);
  signal?.throwIfAborted();
  const { raster: lifted, confidence } = cutOut(raster);
  const { width, height, data } = lifted;
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { image: png, width, height, confidence };
}
