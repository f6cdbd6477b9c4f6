import { constants } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { MAX_IMAGE_BYTES, MAX_REFERENCES } from "@pastiche/contract/limits";
import { Failure, UsageError } from "./failure.ts";

/** A picture as it was named on the command line. */
export type Source = { kind: "path"; path: string } | { kind: "url"; url: string } | { kind: "stdin" };

const FETCH_TIMEOUT_MS = 60_000;

/**
 * What the arguments name: paths, http(s) and file URLs, data URIs, `-` for what is piped in.
 * @throws {UsageError} for too many, a file that is missing or may not be read, a folder, another kind of URL.
 */
export async function parseSources(args: string[]): Promise<Source[]> {
  if (args.length > MAX_REFERENCES) {
    throw new UsageError(`A remix takes 1 to ${MAX_REFERENCES} images, received ${args.length}`);
  }
  if (args.filter((arg) => arg === "-").length > 1) throw new UsageError('"-" can stand for one image only');
  return Promise.all(args.map(parseSource));
}

export async function parseSource(arg: string): Promise<Source> {
  if (arg === "-") {
    if (process.stdin.isTTY) throw new UsageError('"-" reads an image from a pipe, and nothing is piped in');
    return { kind: "stdin" };
  }
  if (/^(https?:\/\/|data:)/i.test(arg)) return { kind: "url", url: arg };
  const path = pathOf(arg);
  await checkReadable(path);
  return { kind: "path", path };
}

function pathOf(arg: string): string {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(arg)?.[1].toLowerCase();
  if (scheme === undefined) return arg;
  if (scheme !== "file") throw new UsageError(`Only http(s) URLs are fetched, received ${arg.slice(0, 100)}`);
  try {
    return fileURLToPath(arg);
  } catch (cause) {
    throw new UsageError(`No file of this machine: ${arg.slice(0, 100)}`, { cause });
  }
}

async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new UsageError(path === "" ? "The name of an image is empty" : `No such file: ${path}`);
  if (found.isDirectory()) throw new UsageError(`${path} is a directory: name the images in it`);
  await access(path, constants.R_OK).catch(() => {
    throw new UsageError(`${path} may not be read: its permissions forbid it`);
  });
}

/**
 * The bytes of a picture, still encoded.
 * @throws {Failure} for one that is too large or cannot be fetched; {@link UsageError} for an empty pipe.
 */
export async function load(source: Source, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await read(source, signal);
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw new Failure(`An image may have ${MAX_IMAGE_BYTES} bytes, ${nameOf(source)} has ${bytes.length}`);
  }
  return bytes;
}

async function read(source: Source, signal: AbortSignal): Promise<Uint8Array> {
  if (source.kind === "path") return readFile(source.path, { signal });
  return source.kind === "stdin" ? readStdin() : download(source.url, signal);
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new UsageError('"-" reads an image from a pipe, and the pipe was empty');
  return bytes;
}

/** Node's fetch reads data URIs as well. */
async function download(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const name = url.slice(0, 100);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]) });
    if (!response.ok) throw new Failure(`Cannot fetch ${name}: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof Failure) throw cause;
    throw new Failure(`Cannot fetch ${name}: ${reasonOf(cause)}`, { cause });
  }
}

/** fetch says only "fetch failed"; what happened is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}

/** What the file of a picture is called; null for one that has no name. */
export function fileNameOf(source: Source): string | null {
  if (source.kind === "path") return basename(source.path);
  if (source.kind === "stdin" || /^data:/i.test(source.url)) return null;
  return basename(new URL(source.url).pathname);
}

function nameOf(source: Source): string {
  if (source.kind === "path") return source.path;
  return source.kind === "url" ? source.url.slice(0, 100) : "what is piped in";
}
