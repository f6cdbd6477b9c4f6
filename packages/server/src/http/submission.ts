import type { RemixInput } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Submission } from "../tasks/submit.ts";
import { baseUrlOf, keyOf, numberingOf } from "./caller.ts";
import { APP } from "./run-request.ts";

/** A plain task of a caller who speaks another dialect, and so asks for nothing but a picture. */
export function plainSubmission(request: FastifyRequest, input: RemixInput, publicUrl: string | null): Submission {
  return {
    keyId: keyOf(request).id,
    app: APP,
    function: "run",
    input,
    webhook: null,
    metadata: null,
    baseUrl: baseUrlOf(request, publicUrl),
    numbering: numberingOf(request),
    priority: "normal",
    runAt: null,
    cancelAt: null,
    idempotency: null,
  };
}

/** Aborted when the caller goes before the answer is complete. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.on("close", () => {
    if (!reply.raw.writableFinished) gone.abort(new Error("the caller is gone"));
  });
  return gone.signal;
}
