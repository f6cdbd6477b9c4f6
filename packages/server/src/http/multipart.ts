import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { RemixError } from "@pastiche/contract";
import { tooLarge } from "../files/disk.ts";

export interface SentFile {
  bytes: Uint8Array;
  filename: string;
  contentType: string;
  category: string;
}

/** Room for the boundaries and the small fields beside the file. */
const FORM_BYTES = 64 * 1024;

/**
 * The `file` field of a multipart body. It is read into memory, which its limit allows.
 * @throws RemixError too_large, invalid_request where the body is no form, validation_failed without a file.
 */
export async function readMultipart(
  body: IncomingMessage,
  headers: IncomingHttpHeaders,
  maxBytes: number,
): Promise<SentFile> {
  const form = await readForm(body, headers["content-type"] ?? "", maxBytes + FORM_BYTES);
  const file = form.get("file");
  if (!(file instanceof File)) {
    const detail = `must hold a file (received ${file === null ? "nothing" : "text"})`;
    throw new RemixError("validation_failed", `The field "file" ${detail}`, { errors: [{ pointer: "/file", detail }] });
  }
  if (file.size > maxBytes) throw tooLarge(maxBytes, file.size);
  const category = form.get("category");
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    filename: file.name,
    contentType: file.type,
    category: typeof category === "string" ? category : "",
  };
}

/** All fields of a multipart body. @throws RemixError too_large, invalid_request where the body is no form. */
export async function readForm(body: IncomingMessage, contentType: string, maxBytes: number): Promise<FormData> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes, size);
    chunks.push(chunk);
  }
  try {
    return await new Response(Buffer.concat(chunks), { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new RemixError("invalid_request", "The body is not the multipart form that its header announces", { cause });
  }
}
