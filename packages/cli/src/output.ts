import { constants, type Stats } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { cannotWrite, followed, writeTo } from "./destination.ts";
import { UsageError } from "./failure.ts";
import type { Source } from "./sources.ts";

/** Where a picture goes, and as what. `path` null is the standard output. */
export interface Output {
  path: string | null;
  format: "png" | "jpeg" | "webp";
}

/** Names of the standard output. Opened as files they would begin it anew, and words would run into the picture. */
const STDOUT = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

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
  if (STDOUT.includes(file)) {
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

/** @throws {UsageError} where nothing can be written, or an input would be overwritten. */
export async function checkPlace(file: string, sources: Source[]): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) throw new UsageError(`${file} is a directory: name a file in it`);
  if (there === null || there.isFile()) await checkFolder(file);
  for (const source of sources) {
    if (source.kind === "path" && there?.isFile() && isSame(there, await stat(source.path))) {
      throw new UsageError(`${file} is one of the images, and would be overwritten`);
    }
  }
}

/** By whatever names they go: a pipe among the inputs (`<(…)`) has no real path. */
function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** The folder in which a new file will take the name. */
async function checkFolder(file: string): Promise<void> {
  const target = await followed(file);
  const name = dirname(target === resolve(file) ? file : target);
  const folder = await stat(name).catch(() => null);
  if (!folder?.isDirectory()) throw new UsageError(`There is no folder ${name} to write ${basename(file)} to`);
  await access(name, constants.W_OK).catch(() => {
    throw new UsageError(`Cannot write ${file}: the permissions of ${name} forbid it`);
  });
}

/** Writes the picture, whole or not at all where that can be had. @throws {Failure} as {@link writeTo} does. */
export async function writeOutput({ path, format }: Output, png: Uint8Array, signal: AbortSignal): Promise<void> {
  const bytes = format === "png" ? png : await encode(png, format);
  signal.throwIfAborted();
  if (path === null) await writeStdout(bytes);
  else await writeTo(path, bytes, signal);
}

/** Once more through an encoder, at a quality where the eye sees no difference. The plan in its XMP goes along. */
async function encode(png: Uint8Array, format: "jpeg" | "webp"): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(png).keepMetadata();
  if (format === "webp") return image.webp({ quality: 92 }).toBuffer();
  return image.flatten({ background: "#ffffff" }).jpeg({ quality: 92, chromaSubsampling: "4:4:4" }).toBuffer();
}

function writeStdout(bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) =>
    process.stdout.write(bytes, (error) => (error ? fail(cannotWrite("the standard output", error)) : done())),
  );
}
