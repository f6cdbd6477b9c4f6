import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RemixError } from "@pastiche/contract/errors";
import type { Bytes, Stored } from "./bytes.ts";

const HEAD_BYTES = 64;
const INCOMING = "incoming";
const SWEPT_AT_ONCE = 500;
/** Everybody's pictures: for this user alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const LEFTOVER_AFTER_MS = 60 * 60 * 1000;

/**
 * Files in a folder. A file is written under another name, synced and then renamed, and the folder is synced after
 * it: a crash leaves the whole file or none.
 */
export async function openDisk(root: string): Promise<Bytes> {
  const incoming = join(root, INCOMING);
  await makeFolder(incoming);
  await removeLeftovers(incoming);

  return {
    async write(id, source, { maxBytes }) {
      const temporary = join(incoming, randomUUID());
      const target = pathOf(id);
      try {
        // Each time: somebody may have taken the folder away meanwhile.
        await makeFolder(incoming);
        const handle = await open(temporary, "wx", FILE_MODE);
        const stored = await fill(handle, source instanceof Uint8Array ? [source] : source, maxBytes);
        await makeFolder(dirname(target));
        await rename(temporary, target);
        await syncFolder(dirname(target));
        return stored;
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },

    async read(id) {
      try {
        return ownBuffer(await readFile(pathOf(id)));
      } catch (error) {
        throw translate(error, id);
      }
    },

    async stream(id, range) {
      try {
        return (await open(pathOf(id))).createReadStream(range);
      } catch (error) {
        throw translate(error, id);
      }
    },

    remove: (id) => rm(pathOf(id), { force: true }),

    async sweep({ before, keep }) {
      for (const folder of await readdir(root)) {
        if (folder === INCOMING) continue;
        const ids = await readdir(join(root, folder));
        for (let at = 0; at < ids.length; at += SWEPT_AT_ONCE) {
          const batch = ids.slice(at, at + SWEPT_AT_ONCE);
          const kept = await keep(batch);
          for (const id of batch.filter((one) => !kept.has(one))) {
            const { mtimeMs } = await stat(join(root, folder, id));
            if (mtimeMs < before) await rm(join(root, folder, id), { force: true });
          }
        }
      }
    },

    async check() {
      await makeFolder(incoming);
      const probe = join(incoming, randomUUID());
      const handle = await open(probe, "wx", FILE_MODE);
      await handle.sync();
      await handle.close();
      await rm(probe);
    },
  };

  async function makeFolder(path: string): Promise<void> {
    const made = await mkdir(path, { recursive: true, mode: FOLDER_MODE });
    if (made !== undefined) await syncFolder(root);
  }

  // Two levels, as a folder of a million files is slow on many disks.
  function pathOf(id: string): string {
    return join(root, id.slice(-2), id);
  }
}

function translate(error: unknown, id: string): unknown {
  const lost = error instanceof Error && "code" in error && error.code === "ENOENT";
  return lost ? new RemixError("gone", `The bytes of ${id} are not on this server's disk`, { cause: error }) : error;
}

// What was being written when a server died was never promised to anybody; a younger file may be another server's.
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > LEFTOVER_AFTER_MS) await rm(path, { force: true });
  }
}

async function fill(
  handle: FileHandle,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Stored> {
  const hash = createHash("sha256");
  const head: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (size < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - size));
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes, size);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest("hex"), head: new Uint8Array(Buffer.concat(head)) };
}

/** The hash of bytes that are not kept. @throws RemixError too_large. */
export async function hashOf(source: AsyncIterable<Uint8Array> | Uint8Array, maxBytes: number): Promise<string> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes, size);
    hash.update(chunk);
  }
  return hash.digest("hex");
}

/** A file above its limit, told with the limit and with what had arrived when it was passed. */
export function tooLarge(maxBytes: number, receivedBytes: number): RemixError {
  return new RemixError(
    "too_large",
    `A file may have at most ${maxBytes} bytes; ${receivedBytes} were received, perhaps not all of it`,
  );
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// Small reads share one pooled buffer, which must not be transferred to a worker thread.
function ownBuffer(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer: memory, byteOffset, byteLength } = buffer;
  if (memory instanceof ArrayBuffer && byteOffset === 0 && byteLength === memory.byteLength)
    return new Uint8Array(memory);
  return new Uint8Array(buffer);
}
