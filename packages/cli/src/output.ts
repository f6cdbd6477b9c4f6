import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { UsageError } from "./failure.ts";
import type { Source } from "./sources.ts";

/** Where a picture goes, and as what. `path` null is the standard output. */
export interface Output {
  path: string | null;
  format: "png" | "jpeg" | "webp";
}

const FORMATS: Record<string, Output["format"]> = {
  "": "png",
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
};

/**
 * Checks the place before any work is done.
 * @param needs `transparency`: the format must be able to carry it.
 * @throws {UsageError} for a folder that is missing, an input that would be overwritten, an unknown extension.
 */
export async function parseOutput(file: string, sources: Source[], needs: { transparency: boolean }): Promise<Output> {
  if (file === "-") {
    if (process.stdout.isTTY) throw new UsageError('"-o -" would write a picture to the terminal: pipe it somewhere');
    return { path: null, format: "png" };
  }
  const format = FORMATS[extname(file).toLowerCase()];
  if (file === "" || format === undefined) {
    throw new UsageError(`A picture is written as .png, .jpg or .webp, received "${file}"`);
  }
  if (needs.transparency && format === "jpeg") {
    throw new UsageError(
      `JPEG has no transparency: write ${basename(file, extname(file))}.png or .webp instead of ${file}`,
    );
  }
  await checkPlace(file, sources);
  return { path: file, format };
}

async function checkPlace(file: string, sources: Source[]): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => null);
  if (!folder?.isDirectory()) throw new UsageError(`There is no folder ${dirname(file)} to write ${basename(file)} to`);
  const there = await stat(file).catch(() => null);
  if (there === null) return;
  if (there.isDirectory()) throw new UsageError(`${file} is a directory: name a file in it`);
  for (const source of sources) {
    if (source.kind === "path" && (await realpath(source.path)) === (await realpath(file))) {
      throw new UsageError(`${file} is one of the images, and would be overwritten`);
    }
  }
}

/** Writes the picture whole or not at all: under another name first, so that a Ctrl-C leaves no half file. */
export async function writeOutput({ path, format }: Output, png: Uint8Array, signal: AbortSignal): Promise<void> {
  const bytes = format === "png" ? png : await encode(png, format);
  signal.throwIfAborted();
  if (path === null) return writeStdout(bytes);
  const temporary = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}.part`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Once more through an encoder, at a quality where the eye sees no difference. The plan in its XMP goes along. */
async function encode(png: Uint8Array, format: "jpeg" | "webp"): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(png).keepMetadata();
  if (format === "webp") return image.webp({ quality: 92 }).toBuffer();
  return image.flatten({ background: "#ffffff" }).jpeg({ quality: 92, chromaSubsampling: "4:4:4" }).toBuffer();
}

function writeStdout(bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => process.stdout.write(bytes, (error) => (error ? fail(error) : done())));
}
