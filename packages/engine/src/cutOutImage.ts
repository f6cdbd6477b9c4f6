import type { Hints } from "@pastiche/contract";
import sharp from "sharp";
import { cutOut } from "./cutout/cutOut.ts";
import { decodeAll } from "./decode/decode.ts";
import { hintsOnRaster } from "./decode/shownHints.ts";
import { type Matting, modelMask } from "./matting/mattingModel.ts";
import type { CutOutResult } from "./request.ts";

export interface CutOutImageOptions {
  signal?: AbortSignal;
  /** Where the subject is, in pixels of the picture as it is shown. */
  hints?: Hints | null;
  /** A model of the user's own that finds the subject. */
  matting?: Matting | null;
}

/**
 * Lifts the subject of one picture off its background.
 * @throws RemixError for a file that is no picture, is damaged, or is too large, and for hints outside of it; the signal's reason when aborted.
 */
export async function cutOutImage(image: Uint8Array, options: CutOutImageOptions = {}): Promise<CutOutResult> {
  const [raster] = await decodeAll([image]);
  const hints = options.hints ? await hintsOnRaster(options.hints, image, raster, 0) : null;
  const mask = options.matting ? await modelMask(options.matting, raster) : null;
  options.signal?.throwIfAborted();
  const { raster: lifted, confidence } = cutOut(raster, { hints, mask });
  const { width, height, data } = lifted;
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { image: png, width, height, confidence };
}
