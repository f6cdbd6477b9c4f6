import type { Readable } from "node:stream";

export interface Stored {
  size: number;
  /** In hex. */
  sha256: string;
  /** The first bytes, enough to tell the kind of picture. */
  head: Uint8Array;
}

/** Where the bytes of files lie, by file id. Two drivers: a disk here, an object store elsewhere. */
export interface Bytes {
  /** Stores a stream durably, or nothing at all. Throws RemixError too_large above `maxBytes`. */
  write(id: string, source: Readable | Uint8Array, options: { maxBytes: number }): Promise<Stored>;
  /** All bytes, in a buffer of their own that may be transferred. Throws RemixError gone. */
  read(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** All bytes, or a part of them, both ends included. Throws RemixError gone before anything is read. */
  stream(id: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  /** Removes everything written before a time (ms since 1970) that `keep`, asked in batches, does not name. */
  sweep(options: { before: number; keep(ids: string[]): Promise<Set<string>> }): Promise<void>;
  /** Whether bytes can be written. Throws what the store says where they cannot. */
  check(): Promise<void>;
}
