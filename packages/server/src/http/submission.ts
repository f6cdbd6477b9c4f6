import type { RemixInput } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { plainSubmission } from "../tasks/plain-submission.ts";
import type { Submission } from "../tasks/submit.ts";
import { baseUrlOf, keyOf, numberingOf } from "./caller.ts";

/** A task for the sender of a request in another dialect. */
export function submissionOf(request: FastifyRequest, input: RemixInput, publicUrl: string | null): Submission {
  return plainSubmission({
    keyId: keyOf(request).id,
    input,
    baseUrl: baseUrlOf(request, publicUrl),
    numbering: numberingOf(request),
  });
}

/** Aborted when the caller goes before the answer is complete. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.on("close", () => {
    if (!reply.raw.writableFinished) gone.abort(new Error("the caller is gone"));
  });
  return gone.signal;
}
