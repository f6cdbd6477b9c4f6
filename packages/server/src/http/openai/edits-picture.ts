import type { Plan } from "@pastiche/contract";
import { PICTURE_TYPES } from "../../files/kind.ts";
import { type Region, type Reshaped, reshape } from "../../files/reshape.ts";
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

/** A picture in the form that was asked for; the plan, where there is one, says what a crop must not lose. */
export function reshapeFor(edit: Edit, picture: Uint8Array, plan?: Plan): Promise<Reshaped> {
  const { format, size, quality, background } = edit;
  return reshape(picture, {
    format,
    size,
    quality,
    opaque: background === "opaque",
    focus: plan ? focusOf(plan) : null,
  });
}

/** All that was laid and written, in shares of the picture's edges; null for a picture that is one scene. */
function focusOf({ size, subjects, texts }: Plan): Region | null {
  const boxes = [...subjects.flatMap(({ box, copies }) => [box, ...copies]), ...texts.map(({ box }) => box)];
  const placed = boxes.filter((box) => box !== null);
  if (size === null || placed.length === 0) return null;
  const left = Math.min(...placed.map((box) => box.x));
  const top = Math.min(...placed.map((box) => box.y));
  const right = Math.max(...placed.map((box) => box.x + box.width));
  const bottom = Math.max(...placed.map((box) => box.y + box.height));
  return {
    x: left / size.width,
    y: top / size.height,
    width: (right - left) / size.width,
    height: (bottom - top) / size.height,
  };
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
