import { InferenceError, isRecord } from "../error.ts";
import { pathOfFileUrl, readLocalFile } from "./local.ts";
import { mediaTypeOf } from "./media-type.ts";

/**
 * A file wherever an input takes one. An http(s) URL, this server's own uris among them, passes as it is. Uploaded are:
 * a local path or `file:` URL (not in a browser), a `Blob` or `File`, bytes (`Buffer`, `Uint8Array`, `ArrayBuffer`), a
 * data URI, and base64. An object with a `uri` stands for that uri.
 */
export type FileInput = string | URL | Blob | Uint8Array | ArrayBuffer | { uri: string };

/** What has to be uploaded. */
export interface FileContent {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  filename: string;
}

/**
 * What stands at a place for files: a uri to pass on, or content to upload.
 * @throws {InferenceError} `invalid_file` for what is neither a URL, nor a file here, nor base64 of a picture.
 */
export async function readSource(source: unknown): Promise<{ uri: string } | FileContent> {
  if (typeof source === "string") return readString(source);
  if (source instanceof URL) return readString(source.href);
  if (source instanceof Blob) return contentOf(await bytesOf(source), nameOf(source), source.type);
  if (source instanceof ArrayBuffer) return contentOf(new Uint8Array(source.slice(0)), "upload");
  if (source instanceof Uint8Array) return contentOf(new Uint8Array(source), "upload");
  if (isRecord(source) && typeof source.uri === "string") return readString(source.uri);
  throw new InferenceError(
    "invalid_file",
    `Expected a path, URL, Blob, bytes, data URI or base64, received ${kindOf(source)}`,
  );
}

async function readString(text: string): Promise<{ uri: string } | FileContent> {
  if (/^https?:\/\//i.test(text)) return { uri: text };
  if (/^data:/i.test(text)) return readDataUri(text);
  const path = /^file:\/\//i.test(text) ? pathOfFileUrl(new URL(text)) : text;
  const local = await readLocalFile(path);
  if (local !== null) return contentOf(local, path.split(/[/\\]/).at(-1) || "upload");
  const encoded = decodeBase64(text);
  // "bear" is good base64 too: only what decodes to a picture is taken for one.
  if (encoded !== null && mediaTypeOf(encoded) !== null) return contentOf(encoded, "upload");
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw new InferenceError(
    "invalid_file",
    `No such file: ${shown} (nor is it a URL, a data URI or base64 of a picture)`,
  );
}

function readDataUri(uri: string): FileContent {
  const [, mediaType, base64, data] = /^data:([^;,]*)(?:;(?!base64)[^;,]*)*(;base64)?,(.*)$/is.exec(uri) ?? [];
  const bytes =
    data === undefined ? null : base64 ? decodeBase64(percentDecode(data)) : encodeText(percentDecode(data));
  if (bytes === null) throw new InferenceError("invalid_file", `Not a data URI: ${uri.slice(0, 60)}…`);
  return contentOf(bytes, "upload", mediaType);
}

function percentDecode(text: string): string {
  return text.includes("%") ? decodeURIComponent(text) : text;
}

function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** Both alphabets, padded or not, broken into lines or not; null where it is no base64. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const compact = text.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (compact === "" || compact.length % 4 === 1 || !/^[A-Za-z0-9+/]+$/.test(compact)) return null;
  const binary = atob(compact);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function contentOf(bytes: Uint8Array<ArrayBuffer>, filename: string, declared = ""): FileContent {
  if (bytes.length === 0) throw new InferenceError("invalid_file", `${filename} is empty`);
  return { bytes, filename, contentType: mediaTypeOf(bytes) ?? (declared || "application/octet-stream") };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

function nameOf(blob: Blob): string {
  return "name" in blob && typeof blob.name === "string" && blob.name !== "" ? blob.name : "upload";
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
