import { RemixError } from "@pastiche/contract/errors";
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_TOTAL_PIXELS } from "@pastiche/contract/limits";
import sharp from "sharp";
import type { Raster } from "../pixels/index.ts";
import type { Seen } from "../request.ts";

/** No picture comes out larger than about this, so no reference is worked on at more: it bounds time and memory. */
const WORKING_EDGE_PX = 1600;

const FORMATS = ["jpeg", "png", "webp", "gif", "heif", "tiff"];

// The cache holds decoded pixels between calls, which a library that is called once for each picture never gets back.
sharp.cache(false);

/**
 * Reads every reference as 8-bit sRGB with the camera's orientation applied, the first frame of an animation, and at
 * most 1600 px on its longer edge.
 * @param seen what is known of each; read, and added to.
 * @throws RemixError `too_large`, `unsupported_media` or `validation_failed`, naming the reference, the limit and the value.
 */
export async function decodeAll(
  images: Uint8Array[],
  seen: Pick<Seen, "raster" | "pixels">[] = images.map(() => ({ raster: null, pixels: 0 })),
): Promise<Raster[]> {
  const rasters: Raster[] = [];
  let total = 0;
  for (const [index, bytes] of images.entries()) {
    const known = seen[index];
    known.pixels ||= await inspect(bytes, index);
    total += known.pixels;
    if (total > MAX_TOTAL_PIXELS) {
      throw refuse("too_large", index, `the references hold ${total} pixels together, more than ${MAX_TOTAL_PIXELS}`);
    }
    known.raster ??= await decode(bytes, index);
    rasters.push(known.raster);
  }
  return rasters;
}

/** How many pixels it has. */
async function inspect(bytes: Uint8Array, index: number): Promise<number> {
  if (bytes.length === 0) throw refuse("validation_failed", index, "the file is empty");
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw refuse("too_large", index, `the file has ${bytes.length} bytes, more than ${MAX_IMAGE_BYTES}`);
  }
  const metadata = await sharp(bytes, { limitInputPixels: false, failOn: "none" })
    .metadata()
    .catch((cause: unknown) => {
      throw refuse(
        "unsupported_media",
        index,
        "the file is not a picture that can be read; send JPEG, PNG, WebP, GIF, AVIF or TIFF",
        cause,
      );
    });
  if (!FORMATS.includes(metadata.format)) {
    throw refuse(
      "unsupported_media",
      index,
      `${metadata.format} is not accepted; send JPEG, PNG, WebP, GIF, AVIF or TIFF`,
    );
  }
  if (metadata.compression === "hevc") {
    throw refuse("unsupported_media", index, "HEIC with HEVC coding is not accepted; send JPEG, PNG, WebP or AVIF");
  }
  const { width, pageHeight: height = metadata.height } = metadata;
  if (width * height > MAX_IMAGE_PIXELS) {
    throw refuse(
      "too_large",
      index,
      `the picture has ${width} × ${height} = ${width * height} pixels, more than ${MAX_IMAGE_PIXELS}`,
    );
  }
  return width * height;
}

async function decode(bytes: Uint8Array, index: number): Promise<Raster> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: "truncated" })
    .autoOrient()
    .resize(WORKING_EDGE_PX, WORKING_EDGE_PX, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw refuse("validation_failed", index, `the picture is damaged or cut short (${reason})`, cause);
    });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

function refuse(
  code: "too_large" | "unsupported_media" | "validation_failed",
  index: number,
  detail: string,
  cause?: unknown,
): RemixError {
  return new RemixError(code, `Reference ${index}: ${detail}.`, {
    errors: [{ pointer: `/input/images/${index}`, detail }],
    cause,
  });
}
