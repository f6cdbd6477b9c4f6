import { Readable } from "node:stream";
import { MAX_IMAGE_BYTES, RemixError } from "@pastiche/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isLayerType, isPictureType } from "../files/kind.ts";
import { takeUpload } from "../files/records.ts";
import { THUMBNAIL_WIDTHS, type ThumbnailWidth } from "../files/thumbnails.ts";
import { type FileRow, getFile } from "../store/files.ts";
import type { HttpContext } from "./context.ts";
import { viewFile } from "./file-view.ts";
import { parse } from "./parse.ts";
import { rangeOf } from "./range.ts";

const widths = THUMBNAIL_WIDTHS.map(String);

export const BytesQuery = z.object({
  width: z
    .enum(widths, `must be one of the widths that a thumbnail may have: ${widths.join(", ")}`)
    .transform((text) => THUMBNAIL_WIDTHS[widths.indexOf(text)])
    .optional()
    .describe(`${widths.join(", ")}: a thumbnail instead, as WebP, at most so wide and twice as high, never enlarged`),
});

/** The bytes of files, in and out, for whoever holds their uri or upload url: no key is asked for. */
export function addFileBytesRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get("/files/:id/:name", async (request, reply) => {
    const { id, name } = parse(BytesParams, request.params);
    const { width } = parse(BytesQuery, request.query);
    const file = context.uris.opens(id, name) ? await getFile(context.db, id) : null;
    if (file === null || file.sha256 === null) {
      throw new RemixError("not_found", "There is no file at this uri, or its bytes were never uploaded");
    }
    const uploaded = { ...file, sha256: file.sha256 };
    if (width === undefined) return sendBytes(context, request, reply, uploaded);
    return sendThumbnail(context, request, reply, uploaded, width);
  });

  app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    // Left unread: whatever its type, the body is a stream on its way to the disk.
    uploads.addContentTypeParser("*", (_request, _payload, done) => done(null));
    uploads.put("/files/:id/upload", { bodyLimit: MAX_IMAGE_BYTES }, async (request) => {
      const { id } = parse(UploadParams, request.params);
      const query = parse(UploadQuery, request.query);
      if (!context.uris.allowsUpload(id, query, context.clock())) {
        throw new RemixError(
          "forbidden",
          "This upload url is not valid, or no longer: ask for the file's record again",
        );
      }
      const contentType = request.headers["content-type"] ?? null;
      const file = await takeUpload(context, id, request.raw, { contentType, maxBytes: MAX_IMAGE_BYTES });
      return viewFile(context, request, file);
    });
  });
}

const BytesParams = z.object({ id: z.string(), name: z.string() });
const UploadParams = z.object({ id: z.string() });
const UploadQuery = z.object({ expires: z.string(), signature: z.string() });

type Uploaded = FileRow & { sha256: string };

async function sendBytes({ bytes }: HttpContext, request: FastifyRequest, reply: FastifyReply, file: Uploaded) {
  const etag = `"${file.sha256}"`;
  if (matches(request.headers["if-none-match"], etag)) {
    addHeaders(reply, file, etag);
    return reply.status(304).send();
  }
  const ifRange = request.headers["if-range"];
  const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = rangeOf(asked, file.size);
  if (range === "unsatisfiable") {
    addHeaders(reply, file, etag);
    return reply.status(416).header("content-range", `bytes */${file.size}`).send();
  }
  // Before the headers: they may be kept for ever, and what is gone must not be.
  const body = await bytes.stream(file.id, range ?? undefined);
  addHeaders(reply, file, etag);
  reply.header("content-length", range === null ? file.size : range.end - range.start + 1);
  if (range !== null) {
    reply.status(206).header("content-range", `bytes ${range.start}-${range.end}/${file.size}`);
  }
  if (request.method !== "HEAD") return reply.send(body);
  body.destroy();
  return reply.send(Readable.from([]));
}

/** One that is made anew is the same picture, if not the same bytes. */
async function sendThumbnail(
  { thumbnails }: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  file: Uploaded,
  width: ThumbnailWidth,
) {
  if (!isPictureType(file.content_type)) {
    throw new RemixError("validation_failed", `A thumbnail is made of a picture; this file is ${file.content_type}`);
  }
  const etag = `"${file.sha256}-${width}"`;
  const isKnown = matches(request.headers["if-none-match"], etag);
  const body = isKnown ? null : await thumbnails.of(file, width);
  addHeaders(reply, { ...file, content_type: "image/webp", filename: `${file.filename || file.id}.webp` }, etag);
  reply.removeHeader("accept-ranges");
  return body === null
    ? reply.status(304).send()
    : reply.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

// What a caller uploads is never shown as a document of this origin: a picture at most, and nothing in it runs.
function addHeaders(reply: FastifyReply, file: Uploaded, etag: string): void {
  const picture = isPictureType(file.content_type);
  reply.headers({
    "content-type": picture || isLayerType(file.content_type) ? file.content_type : "application/octet-stream",
    "content-disposition": `${picture ? "inline" : "attachment"}; filename*=UTF-8''${nameOf(file)}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=31536000, immutable",
    "accept-ranges": "bytes",
    etag,
  });
}

function nameOf(file: Uploaded): string {
  return encodeURIComponent(file.filename || file.id).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
