import { type ErrorCode, STATUS_OF_CODE } from "@pastiche/contract/errors";
import {
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
  MAX_PROMPT_CHARACTERS,
  MAX_REFERENCES,
  MAX_TOTAL_PIXELS,
} from "@pastiche/contract/limits";
import { STATUSES, type Status, statusNumber } from "@pastiche/contract/status";
import { DataTable } from "./data-table.tsx";
import { Chapter, PartHeading } from "./section.tsx";

export function StatusNumbers() {
  return (
    <Chapter id="status">
      <p>
        Two numberings are in use. <code>status_text</code> is always sent too, and never ambiguous. The numbers of the
        API page are the default; <code>X-API-Version: 2</code> and <code>3</code> and the official clients of
        inference.sh (the Python client among them) are answered in theirs.
      </p>
      <DataTable
        name="Status numbers"
        columns={["status_text", "API page", "SDKs", "Means"]}
        rows={STATUSES.map((status) => ({
          id: status,
          cells: [
            <code key="text">{status}</code>,
            String(statusNumber(status, "page")),
            String(statusNumber(status, "sdk")),
            MEANING[status],
          ],
        }))}
      />
    </Chapter>
  );
}

const ELSEWHERE = "Of inference.sh; no task of this server is ever so.";

const MEANING: Record<Status, string> = {
  received: ELSEWHERE,
  queued: "It waits for its turn, or for its run_at.",
  dispatched: ELSEWHERE,
  preparing: "A worker has taken it and reads its pictures.",
  serving: ELSEWHERE,
  setting_up: ELSEWHERE,
  running: "The picture is made; progress tells how far it is.",
  cancelling: "It was told to stop.",
  uploading: "The picture is stored.",
  completed: "The end: output holds the picture.",
  failed: "The end: error says why.",
  cancelled: "The end: somebody stopped it, or its time ran out.",
};

export function Errors() {
  return (
    <Chapter id="errors">
      <PartHeading id="codes" />
      <p>
        An error is JSON with <code>code</code>, <code>status</code>, <code>detail</code>, which names the limit and
        what was received, and <code>errors</code> for each wrong field (RFC 9457). Compare the code; the words may
        change.
      </p>
      <DataTable
        name="Error codes"
        columns={["code", "HTTP", "Means"]}
        rows={CODES.map((code) => ({
          id: code,
          cells: [<code key="code">{code}</code>, String(STATUS_OF_CODE[code]), CAUSE[code]],
        }))}
      />

      <PartHeading id="limits" />
      <DataTable
        name="Limits"
        columns={["Of", "At most"]}
        rows={LIMITS.map(([id, most]) => ({ id, cells: [id, most] }))}
      />
      <p>
        <strong>Rate limits.</strong> A key that may start so many tasks a minute hears in <code>RateLimit</code> and{" "}
        <code>X-RateLimit-*</code> where it stands; beyond that it is answered 429 with <code>Retry-After</code>, and
        the client waits by itself.
      </p>
      <p>
        <strong>Idempotency.</strong> With an <code>Idempotency-Key</code> on <code>POST /apps/run</code>, the same key
        and body are one task for 24 h, however often they are sent; the TypeScript client sends one with each run.
      </p>
      <p>
        <strong>Deadlines.</strong> <code>Cancel-After: 30s</code> cancels a task that has not ended by then;{" "}
        <code>run_at</code> starts one later.
      </p>
    </Chapter>
  );
}

const CODES = Object.keys(STATUS_OF_CODE) as ErrorCode[];

const CAUSE: Record<ErrorCode, string> = {
  invalid_request: "The request cannot be read: no JSON, or a header that is wrong.",
  unauthorized: "There is no key, or it is mistyped, revoked or expired.",
  forbidden: "The key may not do this: other keys are managed by an admin's.",
  not_found: "There is no such task, file or app, or it is another key's.",
  conflict: "The same idempotency key is still at work, or a task still reads the file.",
  gone: "The session has ended.",
  requirements_not_met: "The engine asked for lacks a key of its own on this server.",
  too_large: "A file or a body is over its limit.",
  unsupported_media: "A body of this content type is not taken here.",
  validation_failed: "A field is wrong; errors names each by a JSON pointer.",
  rate_limited: "More tasks in a minute than the key may start. Retry-After says when to come back.",
  credits_exhausted: "The key's budget is spent.",
  internal_error: "A fault of the server's. Nothing that you send should cause it.",
  overloaded: "The queue is full. Retry-After says when to come back.",
};

const MEGABYTE = 1024 * 1024;
const inMillions = (pixels: number) => (pixels / 1e6).toFixed(1);

const LIMITS: [string, string][] = [
  ["Pictures of a run", String(MAX_REFERENCES)],
  ["A prompt", `${MAX_PROMPT_CHARACTERS} characters`],
  ["One picture", `${MAX_IMAGE_BYTES / MEGABYTE} MB and ${inMillions(MAX_IMAGE_PIXELS)} megapixels`],
  ["All pictures of a run", `${inMillions(MAX_TOTAL_PIXELS)} megapixels`],
  ["The body of a request", "64 MB"],
];
