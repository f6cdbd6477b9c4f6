import { constants, type Stats } from "node:fs";
import { type FileHandle, open, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { getSystemErrorMessage } from "node:util";
import { Failure, UsageError } from "./failure.ts";

/** How often is looked whether a FIFO has a reader by now. */
const READER_POLL_MS = 50;
/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Puts bytes where a path leads to, links followed. A regular file is replaced whole or not at all: another file is
 * written first, so that a Ctrl-C leaves no half picture. A device, a FIFO or a socket stays what it is, and is written to.
 * @throws {Failure} that names `path`, whatever was being written when the system refused.
 */
export async function writeTo(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  try {
    const there = await stat(path).catch(() => null);
    if (there === null || there.isFile()) await replace(await followed(path), bytes);
    else await writeThrough(path, there, bytes, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw cannotWrite(path, cause);
  }
}

/**
 * The file that a link leads to at last, also where there is none yet, which `realpath` refuses.
 * @throws {UsageError} for links that go in a circle.
 */
export async function followed(path: string, links = MAX_LINKS): Promise<string> {
  const target = await readlink(path).catch(() => null);
  if (target === null) return resolve(path);
  if (links === 0) throw new UsageError(`${path} is a link that leads nowhere`);
  return followed(resolve(dirname(path), target), links - 1);
}

/** What the system said, in its own words but without the name of a temporary file. */
export function cannotWrite(name: string, cause: unknown): Failure {
  return new Failure(`Cannot write ${name}: ${reasonOf(cause)}`, { cause });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "errno" in error && typeof error.errno === "number" ? getSystemErrorMessage(error.errno) : error.message;
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeThrough(path: string, there: Stats, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  if (there.isSocket()) return pipeline(Readable.from([bytes]), connect(path), { signal });
  // Held until the other is open: a reader whose only writer goes has read to the end.
  const held = there.isFIFO() ? await untilRead(path, signal) : null;
  const file = await open(path, constants.O_WRONLY);
  await held?.close();
  try {
    await file.writeFile(bytes, { signal });
  } finally {
    await file.close();
  }
}

/** Opens a FIFO once it has a reader: waiting for one within open(2) could not be interrupted. */
async function untilRead(path: string, signal: AbortSignal): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
      await pause(READER_POLL_MS, undefined, { signal });
    }
  }
}
