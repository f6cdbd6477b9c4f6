import { PICTURE_TYPES } from "../../files/kind.ts";
import { type Reshaped, reshape } from "../../files/reshape.ts";
import { newId } from "../../ids.ts";
import { insertFile } from "../../store/files.ts";
import type { CompletedTask } from "../../tasks/run-to-end.ts";
import type { HttpContext } from "../context.ts";
import type { Edit } from "./edits-request.ts";

const MAX_BYTES = 1024 * 1024 * 1024;

/** A finished picture with the task that it came from. */
export interface Made {
  task: CompletedTask;
  picture: Reshaped;
}

/** A picture in the form that was asked for. */
export function reshapeFor({ format, size, quality, background }: Edit, picture: Uint8Array): Promise<Reshaped> {
  return reshape(picture, { format, size, quality, opaque: background === "opaque" });
}

/** The uri of a picture; one that differs from what its task made is kept beside it, and goes when the task goes. */
export async function keepPicture(context: HttpContext, { task, picture }: Made, baseUrl: string): Promise<string> {
  const { uris, bytes, clock, db } = context;
  const { contentType, width, height } = picture;
  const { output } = task;
  if (contentType === output.content_type && width === output.width && height === output.height) {
    return uris.uriOf({ id: output.file, content_type: contentType }, baseUrl);
  }
  const id = newId("file");
  const { size, sha256 } = await bytes.write(id, picture.bytes, { maxBytes: MAX_BYTES });
  const now = clock();
  const file = {
    id,
    key_id: task.key_id,
    task_id: task.id,
    filename: `remix.${PICTURE_TYPES[contentType]}`,
    path: "",
    category: "output",
    content_type: contentType,
    size,
    sha256,
    created_at: now,
    updated_at: now,
  };
  await db.transaction((tx) => insertFile(tx, file));
  return uris.uriOf(file, baseUrl);
}
