import { basename } from "node:path";
import { type FieldError, MAX_IMAGE_BYTES, RemixError } from "@pastiche/contract";
import { isPictureType, PICTURE_NAMES, PICTURE_TYPES, pictureTypeOf } from "../files/kind.ts";
import { newId } from "../ids.ts";
import { ForbiddenAddress } from "../net/guard.ts";
import { type FileRow, getFile } from "../store/files.ts";
import type { Source } from "../store/task-row.ts";
import type { TaskContext } from "./context.ts";

export interface Sources {
  sources: Source[];
  /** Files that came within the request: their bytes are stored, their rows are not. */
  files: FileRow[];
}

interface Owner {
  keyId: string;
  taskId: string;
  now: number;
}

/** What a reference turned out to be, before anything is stored. */
type Found = { source: Source } | { bytes: Buffer; name: string | null } | { problem: string };

const SHOWN_CHARACTERS = 60;
const MAX_NAME_CHARACTERS = 255;

/**
 * Reads the references of a request: uris of ours, http(s) URLs, data URIs and base64. Bytes are stored as files.
 * @throws RemixError validation_failed that names each wrong reference; too_large.
 */
export async function resolveSources(context: TaskContext, references: string[], owner: Owner): Promise<Sources> {
  const found = await Promise.all(references.map((reference) => find(context, reference)));
  refuseWrong(found);

  const sources: Source[] = [];
  const files: FileRow[] = [];
  try {
    for (const one of found) {
      if ("bytes" in one) {
        const file = await store(context, one, owner);
        files.push(file);
        sources.push({ file: file.id });
      } else if ("source" in one) {
        sources.push(one.source);
      }
    }
    return { sources, files };
  } catch (error) {
    await discard(context, files);
    throw error;
  }
}

/** What a single reference is, with nothing stored. @throws RemixError validation_failed. */
export async function findReference(context: TaskContext, reference: string): Promise<Source | Uint8Array> {
  const found = await find(context, reference);
  refuseWrong([found]);
  if ("bytes" in found) return found.bytes;
  if ("source" in found) return found.source;
  throw new RemixError("validation_failed", found.problem);
}

/** Removes the bytes of files whose rows were never written. */
export async function discard({ bytes }: TaskContext, files: FileRow[]): Promise<void> {
  await Promise.all(files.map((file) => bytes.remove(file.id)));
}

async function find(context: TaskContext, reference: string): Promise<Found> {
  if (/^data:/i.test(reference)) return decode(dataOf(reference), "a data URI", nameIn(reference));
  if (/^https?:\/\//i.test(reference)) return findUrl(context, reference);
  const head = Buffer.from(reference.slice(0, 88), "base64");
  if (pictureTypeOf(head) !== null) return decode(Buffer.from(reference, "base64"), "base64");
  return {
    problem:
      "must be a file uri of this server, an http(s) URL, a data URI, or base64 of a picture " +
      `(received ${JSON.stringify(shown(reference))})`,
  };
}

async function findUrl({ db, uris, guard }: TaskContext, reference: string): Promise<Found> {
  if (!URL.canParse(reference)) return { problem: `is not a URL (received ${JSON.stringify(shown(reference))})` };
  const url = new URL(reference);
  const id = uris.recognise(url);
  if (id === null) {
    try {
      guard.checkLiteral(url);
    } catch (error) {
      if (error instanceof ForbiddenAddress) return { problem: `cannot be fetched: ${error.message}` };
      throw error;
    }
    return { source: { url: url.href } };
  }
  const file = await getFile(db, id);
  if (file === null) return { problem: `names the file ${id}, which was deleted` };
  if (file.sha256 === null) return { problem: `names the file ${id}, whose bytes were never uploaded` };
  if (!isPictureType(file.content_type)) {
    return { problem: `names a file of type ${file.content_type}; only ${PICTURE_NAMES} are read` };
  }
  return { source: { file: id } };
}

function decode(bytes: Buffer | null, what: string, name: string | null = null): Found {
  if (bytes === null) return { problem: `is ${what} that cannot be decoded` };
  if (pictureTypeOf(bytes) === null) return { problem: `is ${what} of no picture that is read: ${PICTURE_NAMES}` };
  return { bytes, name };
}

/** What a data URI calls its file, as browsers' forms do: `data:image/png;name=shoe.png;base64,…`. */
function nameIn(uri: string): string | null {
  const written = /^data:[^,]{0,1000}?;name=([^;,]+)/i.exec(uri)?.[1];
  try {
    return written ? basename(decodeURIComponent(written)).slice(0, MAX_NAME_CHARACTERS) : null;
  } catch {
    return null;
  }
}

function dataOf(uri: string): Buffer | null {
  const comma = uri.indexOf(",");
  if (comma < 0) return null;
  const data = uri.slice(comma + 1);
  if (/;\s*base64$/i.test(uri.slice(0, comma))) return Buffer.from(data, "base64");
  try {
    return Buffer.from(decodeURIComponent(data), "latin1");
  } catch {
    return null;
  }
}

function refuseWrong(found: Found[]): void {
  const errors: FieldError[] = [];
  found.forEach((one, index) => {
    if ("problem" in one) errors.push({ pointer: `/input/images/${index}`, detail: one.problem });
  });
  if (errors.length === 0) return;
  throw new RemixError("validation_failed", `images/${errors[0].pointer.slice(14)} ${errors[0].detail}`, { errors });
}

async function store(
  { bytes: files }: TaskContext,
  { bytes, name }: { bytes: Buffer; name: string | null },
  { keyId, taskId, now }: Owner,
): Promise<FileRow> {
  const id = newId("file");
  const { size, sha256, head } = await files.write(id, bytes, { maxBytes: MAX_IMAGE_BYTES });
  const type = pictureTypeOf(head) ?? "image/png";
  return {
    id,
    key_id: keyId,
    task_id: taskId,
    filename: name ?? `reference.${PICTURE_TYPES[type]}`,
    path: "",
    category: "input",
    content_type: type,
    size,
    sha256,
    created_at: now,
    updated_at: now,
  };
}

function shown(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
