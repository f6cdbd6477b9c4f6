import {
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
  MAX_PROMPT_CHARACTERS,
  MAX_TOTAL_PIXELS,
  RemixError,
} from "@pastiche/contract";
import type { RemixRequest } from "@pastiche/engine";
import { rewriteReferences } from "@pastiche/engine/references";
import { loadSharp } from "../files/load-sharp.ts";

/** What Reve reads; anything else is sent as PNG. */
const FORMATS: string[] = ["jpeg", "png", "webp", "heif"];

/** The prompt with references as Reve writes them. @throws RemixError where that makes it longer than Reve takes. */
export function revePrompt(prompt: string, references: number): string {
  const tagged = rewriteReferences(prompt, references, (index) => `<img>${index}</img>`);
  if (tagged.length <= MAX_PROMPT_CHARACTERS) return tagged;
  const detail = `The prompt has ${tagged.length} characters once its references are written as <img>0</img>; Reve takes ${MAX_PROMPT_CHARACTERS}`;
  throw new RemixError("validation_failed", detail, { errors: [{ pointer: "/input/prompt", detail }] });
}

/** The body of `POST /v1/image/remix`. @throws RemixError where a picture is above Reve's limits, or none. */
export async function reveBody(request: RemixRequest, version: string): Promise<object> {
  const { prompt, images, aspectRatio, testTimeScaling, upscaleFactor, removeBackground } = request;
  const postprocessing = [
    ...(upscaleFactor ? [{ process: "upscale", upscale_factor: upscaleFactor }] : []),
    ...(removeBackground ? [{ process: "remove_background" }] : []),
  ];
  return {
    prompt: revePrompt(prompt, images.length),
    reference_images: await encodeAll(images),
    version,
    ...(aspectRatio ? { aspect_ratio: aspectRatio } : {}),
    ...(testTimeScaling && testTimeScaling > 1 ? { test_time_scaling: testTimeScaling } : {}),
    ...(postprocessing.length > 0 ? { postprocessing } : {}),
  };
}

async function encodeAll(images: Uint8Array[]): Promise<string[]> {
  const sharp = await loadSharp();
  const encoded: string[] = [];
  let total = 0;
  for (const [index, image] of images.entries()) {
    const { format, width, height } = await inspect(image, index);
    total += width * height;
    refuseAbove(width * height, MAX_IMAGE_PIXELS, "pixels", index);
    refuseAbove(total, MAX_TOTAL_PIXELS, "pixels, with those before it", index);
    const sent = FORMATS.includes(format) ? image : await sharp(image).autoOrient().png().toBuffer();
    refuseAbove(sent.byteLength, MAX_IMAGE_BYTES, "bytes", index);
    encoded.push(Buffer.from(sent).toString("base64"));
  }
  return encoded;
}

async function inspect(image: Uint8Array, index: number) {
  const sharp = await loadSharp();
  try {
    return await sharp(image, { limitInputPixels: false }).metadata();
  } catch (cause) {
    const detail = `The reference ${index} is not a picture that can be read`;
    throw new RemixError("validation_failed", detail, {
      errors: [{ pointer: `/input/images/${index}`, detail }],
      cause,
    });
  }
}

function refuseAbove(value: number, limit: number, unit: string, index: number): void {
  if (value <= limit) return;
  const detail = `The reference ${index} has ${value} ${unit}; Reve takes ${limit}`;
  throw new RemixError("too_large", detail, { errors: [{ pointer: `/input/images/${index}`, detail }] });
}
