import type { Submission } from "./submit.ts";

/** A task of a caller who speaks another dialect, and so asks for nothing but a picture. */
export function plainSubmission(asked: Pick<Submission, "keyId" | "input" | "baseUrl" | "numbering">): Submission {
  return {
    ...asked,
    app: "reve/remix",
    function: "run",
    webhook: null,
    metadata: null,
    priority: "normal",
    runAt: null,
    cancelAt: null,
    idempotency: null,
  };
}
