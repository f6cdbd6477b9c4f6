import { InferenceError } from "../error.ts";

/**
 * The bytes at a path of this machine, or null where nothing has that name. In a browser nothing has.
 *
 * The file system is asked of `process`, not imported: a `node:` import would stop bundlers and browsers.
 * @throws {InferenceError} `invalid_file` for a directory, or a file that may not be read.
 */
export async function readLocalFile(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const fs = builtin("node:fs/promises");
  if (fs === undefined) return null;
  try {
    return new Uint8Array(await fs.readFile(path));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    // A long base64 string or one with a zero byte is no name at all.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG" || code === "ERR_INVALID_ARG_VALUE")
      return null;
    const why = code === "EISDIR" ? "is a directory" : cause instanceof Error ? cause.message : String(cause);
    throw new InferenceError("invalid_file", `Cannot read ${path}: ${why}`, { cause });
  }
}

/** The path of a `file:` URL in the manner of this system. */
export function pathOfFileUrl(url: URL): string {
  return builtin("node:url")?.fileURLToPath(url) ?? url.pathname;
}

function builtin<Name extends "node:fs/promises" | "node:url">(name: Name) {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.(name);
}
