import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";

/** Room for six pictures of 8 MB in base64. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** Deeper than any request of ours, and shallow enough to be walked and written again without a full stack. */
const MAX_DEPTH = 64;

/**
 * Reads JSON. An empty body is none, although it is announced as JSON: the SDKs send it so. The bodies of uploads are
 * left to their routes, as streams.
 */
export function addBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") return done(null, undefined);
    parseJson(request, String(body), (error, value) => {
      if (error !== null) return done(new RemixError("invalid_request", `The body is not JSON: ${error.message}`));
      if (isTooDeep(value)) {
        return done(new RemixError("invalid_request", `The body is nested more than ${MAX_DEPTH} levels deep`));
      }
      done(null, value);
    });
  });
}

function isTooDeep(root: unknown): boolean {
  let level = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}
