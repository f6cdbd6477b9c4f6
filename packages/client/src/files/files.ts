import { InferenceError, isRecord } from "../error.ts";
import { type ListRequest, listOf, type Page } from "../list.ts";
import type { Transport } from "../transport.ts";
import { type FileContent, type FileInput, readSource } from "./source.ts";

/** A file on the server. `uri` stands for it wherever an input takes a file. */
export interface FileRecord {
  id: string;
  uri: string;
  filename: string;
  content_type: string;
  /** Bytes. */
  size: number;
  /** `output` for what a task made, `input` for what came within its request; else as it was uploaded. */
  category: string;
  created_at: string;
}

export interface Files {
  /**
   * Uploads a local path, Blob, bytes, data URI or base64. (A run does this by itself.)
   * @throws {InferenceError} `invalid_file` for what cannot be read, or is already on the web.
   */
  upload(source: FileInput, options?: UploadOptions): Promise<FileRecord>;
  /** A page of the key's own files, the newest first. A search looks into names, paths and ids. */
  list(request?: ListRequest, options?: { signal?: AbortSignal }): Promise<Page<FileRecord>>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<FileRecord>;
  /** The bytes behind a uri: an output's `image`, say. The key is sent to the server itself alone. */
  download(uri: string, options?: { signal?: AbortSignal }): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws {InferenceError} `conflict` while a task that has not ended reads it. */
  delete(id: string, options?: { signal?: AbortSignal }): Promise<void>;
}

export interface UploadOptions {
  filename?: string;
  contentType?: string;
  signal?: AbortSignal;
}

/** The slowest line on which an upload still ends in time: 512 kbit/s. */
const SLOWEST_BYTES_PER_MS = 64;

export function createFiles(transport: Transport, timeoutMs: number): Files {
  return {
    async upload(source, { filename, contentType, signal } = {}) {
      const content = await readSource(source);
      if ("uri" in content)
        throw new InferenceError("invalid_file", `${content.uri} is on the web already: pass it as it is`);
      const named = {
        ...content,
        filename: filename ?? content.filename,
        contentType: contentType ?? content.contentType,
      };
      return put(named, signal);
    },
    list: (request, options) => listOf(transport, "/files/list", fileOf, request, options),
    async get(id, options) {
      return fileOf(await transport.json({ method: "GET", url: `/files/${encodeURIComponent(id)}`, ...options }));
    },
    async download(uri, options) {
      const { bytes } = await transport.bytes({ method: "GET", url: uri, ...options });
      return bytes;
    },
    async delete(id, options) {
      await transport.json({ method: "DELETE", url: `/files/${encodeURIComponent(id)}`, ...options });
    },
  };

  /** In two steps, as the server wants it: make the record, then put the bytes where its own URL says. */
  async function put({ bytes, contentType, filename }: FileContent, signal?: AbortSignal): Promise<FileRecord> {
    const json = { files: [{ filename, content_type: contentType, size: bytes.length }] };
    const created = await transport.json({ method: "POST", url: "/files", json, signal });
    const record = Array.isArray(created) && isRecord(created[0]) ? created[0] : {};
    if (typeof record.upload_url !== "string") {
      throw new InferenceError("invalid_response", "POST /files answered without an upload_url");
    }
    await transport.bytes({
      method: "PUT",
      url: record.upload_url,
      body: bytes,
      headers: { "Content-Type": contentType },
      signal,
      timeoutMs: timeoutMs + bytes.length / SLOWEST_BYTES_PER_MS,
      // A first attempt whose answer was lost may still be arriving.
      passing: ({ status }) => status === 409,
    });
    return fileOf({ ...record, filename, content_type: contentType, size: bytes.length });
  }
}

function fileOf(value: unknown): FileRecord {
  if (isFile(value)) return value;
  throw new InferenceError("invalid_response", `Expected a file, received ${JSON.stringify(value)?.slice(0, 120)}`);
}

function isFile(value: unknown): value is FileRecord {
  return isRecord(value) && typeof value.id === "string" && typeof value.uri === "string";
}
