import { InferenceError } from "../error.ts";
import type { Files } from "./files.ts";
import { replaceFiles } from "./places.ts";
import { readSource } from "./source.ts";

/** The input with every file in it on the server or the web; one that stands in two places is uploaded once. */
export function uploadInput(files: Files, schema: unknown, input: unknown, signal?: AbortSignal): Promise<unknown> {
  const uploads = new Map<unknown, Promise<string>>();
  return replaceFiles(schema, input, (source, pointer) => {
    const uri = uploads.get(source) ?? toUri(source, pointer);
    uploads.set(source, uri);
    return uri;
  });

  async function toUri(source: unknown, pointer: string): Promise<string> {
    const read = await readSource(source).catch((error) => Promise.reject(atPlace(error, pointer)));
    if ("uri" in read) return read.uri;
    const { filename, contentType } = read;
    return (await files.upload(read.bytes, { filename, contentType, signal })).uri;
  }
}

/** What cannot be read is told like any other wrong field: by its pointer. */
function atPlace(error: unknown, pointer: string): unknown {
  if (!(error instanceof InferenceError)) return error;
  const errors = [{ pointer, detail: error.message }];
  return new InferenceError(error.code, `${pointer}: ${error.message}`, { errors, cause: error.cause });
}
