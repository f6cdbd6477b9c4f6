import type { FastifyRequest } from "fastify";
import { shortId } from "../ids.ts";
import type { FileRow } from "../store/files.ts";
import { rfc3339 } from "../tasks/present.ts";
import type { HttpContext } from "./context.ts";
import { voiceOf } from "./view.ts";

/** A file's record as it travels: the SDK's `FileDTO`. Its `upload_url` is empty once its bytes are there. */
export function viewFile(context: HttpContext, request: FastifyRequest, file: FileRow) {
  const { uris, baseUrl } = voiceOf(context, request);
  return {
    id: file.id,
    short_id: shortId(file.id),
    user_id: "",
    team_id: "",
    visibility: "private",
    uri: uris.uriOf(file, baseUrl),
    upload_url: file.sha256 === null ? uris.uploadUrlOf(file.id, baseUrl, context.clock()) : "",
    path: file.path,
    remote_path: "",
    filename: file.filename,
    content_type: file.content_type,
    size: file.size,
    category: file.category,
    rating: "safe",
    created_at: rfc3339(file.created_at),
    updated_at: rfc3339(file.updated_at),
  };
}
