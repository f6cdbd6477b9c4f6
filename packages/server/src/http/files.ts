import { MAX_IMAGE_BYTES, RemixError } from "@pastiche/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { announceFile, takeUpload } from "../files/records.ts";
import { deleteUnusedFile, type FileRow, getFile } from "../store/files.ts";
import { keyOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { viewFile } from "./file-view.ts";
import { readMultipart } from "./multipart.ts";
import { parse } from "./parse.ts";

const MAX_FILES = 100;
const OCTETS = "application/octet-stream";
const MAX_NAME_CHARACTERS = 255;

const name = z
  .string()
  .max(MAX_NAME_CHARACTERS)
  .nullish()
  .transform((text) => (text ?? "").toWellFormed());

const FileToCreate = z.object({
  filename: name,
  content_type: name,
  path: name,
  size: z.int().min(0).nullish(),
});

export const FilesToCreate = z.object({
  category: name,
  files: z.array(FileToCreate).min(1).max(MAX_FILES),
});

/** Records of files, for whoever holds a key. */
export function addFileRoutes(app: FastifyInstance, context: HttpContext): void {
  const { db, bytes } = context;

  // Left unread: the route takes the stream.
  app.addContentTypeParser("multipart/form-data", (_request, _payload, done) => done(null));

  app.post("/files", async (request) => {
    const isForm = request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;
    return isForm ? uploadForm(context, request) : announceFiles(context, request);
  });

  app.get("/files/:id", async (request) => viewFile(context, request, await requestedFile(context, request)));

  app.delete("/files/:id", async (request, reply) => {
    const { id } = await requestedFile(context, request);
    const user = await deleteUnusedFile(db, id);
    if (user !== null) throw new RemixError("conflict", `The file ${id} is in use: the task ${user} has not ended`);
    await bytes.remove(id);
    return reply.status(204).send();
  });
}

async function announceFiles(context: HttpContext, request: FastifyRequest) {
  const { category, files } = parse(FilesToCreate, request.body);
  for (const [index, { size }] of files.entries()) refuseTooLarge(size ?? 0, `/files/${index}/size`);
  const rows: FileRow[] = [];
  for (const { filename, content_type, path } of files) {
    const contentType = content_type || OCTETS;
    rows.push(await announceFile(context, keyOf(request).id, { filename, contentType, path, category }));
  }
  return rows.map((row) => viewFile(context, request, row));
}

async function uploadForm(context: HttpContext, request: FastifyRequest) {
  const { filename, category, bytes, ...sent } = await readMultipart(request.raw, request.headers, MAX_IMAGE_BYTES);
  const contentType = sent.contentType || OCTETS;
  const { id } = await announceFile(context, keyOf(request).id, { filename, contentType, path: "", category });
  return viewFile(context, request, await takeUpload(context, id, bytes, { contentType, maxBytes: MAX_IMAGE_BYTES }));
}

const Params = z.object({ id: z.string() });

async function requestedFile({ db }: HttpContext, request: FastifyRequest): Promise<FileRow> {
  const { id } = parse(Params, request.params);
  const file = await getFile(db, id);
  if (file === null || file.key_id !== keyOf(request).id) {
    throw new RemixError("not_found", `There is no file ${JSON.stringify(id.slice(0, 80))}`);
  }
  return file;
}

function refuseTooLarge(size: number, pointer: string): void {
  if (size <= MAX_IMAGE_BYTES) return;
  const detail = `A file may have at most ${MAX_IMAGE_BYTES} bytes; ${size} were announced`;
  throw new RemixError("too_large", detail, { errors: [{ pointer, detail }] });
}
