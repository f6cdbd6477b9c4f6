import type { Readable } from "node:stream";
import { RemixError } from "@pastiche/contract";
import { newId } from "../ids.ts";
import type { Db } from "../store/db.ts";
import { type FileRow, getFile, insertFile, markUploaded } from "../store/files.ts";
import type { Bytes } from "./bytes.ts";
import { hashOf } from "./disk.ts";
import { pictureTypeOf } from "./kind.ts";

export interface FileContext {
  db: Db;
  bytes: Bytes;
  clock(): number;
}

export interface Announced {
  filename: string;
  contentType: string;
  path: string;
  category: string;
}

/** Writes the record of a file whose bytes come later. */
export async function announceFile({ db, clock }: FileContext, keyId: string, announced: Announced): Promise<FileRow> {
  const now = clock();
  const file: FileRow = {
    id: newId("file"),
    key_id: keyId,
    task_id: null,
    filename: announced.filename,
    path: announced.path,
    category: announced.category,
    content_type: announced.contentType,
    size: 0,
    sha256: null,
    created_at: now,
    updated_at: now,
  };
  await db.transaction((tx) => insertFile(tx, file));
  return file;
}

/** Files whose bytes are arriving now: two at once for one file could leave either's. */
const arriving = new Set<string>();

/**
 * Takes the bytes of an announced file, once: what a uri gives never changes. Sending the same bytes again is no error.
 * @throws RemixError not_found, conflict, too_large.
 */
export async function takeUpload(
  context: FileContext,
  id: string,
  source: Readable | Uint8Array,
  { contentType, maxBytes }: { contentType: string | null; maxBytes: number },
): Promise<FileRow> {
  const file = await requireFile(context.db, id);
  if (file.sha256 !== null) {
    if ((await hashOf(source, maxBytes)) === file.sha256) return file;
    throw new RemixError("conflict", `The file ${id} has its bytes already; they never change`);
  }
  if (arriving.has(id)) throw new RemixError("conflict", `The bytes of the file ${id} are arriving already`);
  arriving.add(id);
  try {
    const { size, sha256, head } = await context.bytes.write(id, source, { maxBytes });
    // A picture is what its bytes say; for anything else the sender's word is as good as any.
    const type = pictureTypeOf(head) ?? notPicture(contentType ?? file.content_type);
    const taken = await markUploaded(context.db, id, { contentType: type, size, sha256 }, context.clock());
    if (!taken) await context.bytes.remove(id);
    return await requireFile(context.db, id);
  } finally {
    arriving.delete(id);
  }
}

function notPicture(contentType: string): string {
  return contentType.startsWith("image/") ? "application/octet-stream" : contentType;
}

async function requireFile(db: Db, id: string): Promise<FileRow> {
  const file = await getFile(db, id);
  if (file === null) throw new RemixError("not_found", `There is no file ${id}`);
  return file;
}
