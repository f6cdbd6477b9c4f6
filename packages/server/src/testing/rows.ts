import type { FileRow } from "../store/files.ts";
import type { TaskRow } from "../store/task-row.ts";

/** A task's row, waiting since `created_at`. */
export function taskRow(id: string, changes: Partial<TaskRow> = {}): TaskRow {
  return {
    id,
    key_id: "key_1",
    app: "reve/remix",
    function: "run",
    version: "noop@1",
    engine: "noop",
    status: "queued",
    progress: 0,
    input: { images: [{ file: "file_1" }], prompt: "the cat from 0", version: "latest", remove_background: false },
    output: null,
    error: "",
    timings: [],
    webhook: null,
    metadata: null,
    base_url: "http://127.0.0.1",
    numbering: "page",
    priority: 0,
    run_at: null,
    cancel_at: null,
    credits: 0,
    session_id: null,
    keep_ms: null,
    attempt: 0,
    lease_owner: null,
    lease_token: null,
    claimable_at: 1000,
    last_seq: 1,
    created_at: 1000,
    updated_at: 1000,
    started_at: null,
    ended_at: null,
    ...changes,
  };
}

export function fileRow(id: string, changes: Partial<FileRow> = {}): FileRow {
  return {
    id,
    key_id: "key_1",
    task_id: null,
    filename: "a.png",
    path: "",
    category: "",
    content_type: "image/png",
    size: 70,
    sha256: "00",
    created_at: 1000,
    updated_at: 1000,
    ...changes,
  };
}
