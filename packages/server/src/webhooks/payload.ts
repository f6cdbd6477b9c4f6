import { statusNumber } from "@pastiche/contract";
import type { Uris } from "../files/uris.ts";
import { newId } from "../ids.ts";
import type { Delivery } from "../store/deliveries.ts";
import type { TaskRow } from "../store/task-row.ts";
import { presentOutput, rfc3339 } from "../tasks/present.ts";

/** The delivery of an ended task to its webhook, in the numbering of the request that asked for it; null for none. */
export function deliveryOf(uris: Uris, task: TaskRow): Delivery | null {
  if (task.webhook === null) return null;
  const body = {
    id: task.id,
    status: statusNumber(task.status, task.numbering),
    output: presentOutput(task.output, { uris, baseUrl: task.base_url, numbering: task.numbering }),
    error: task.error,
    session_id: task.session_id,
    created_at: rfc3339(task.created_at),
    updated_at: rfc3339(task.updated_at),
  };
  return {
    id: newId("dlv"),
    task_id: task.id,
    key_id: task.key_id,
    url: task.webhook,
    body: JSON.stringify(body),
    attempt: 0,
    next_at: task.updated_at,
    last_status: null,
    last_error: "",
    created_at: task.updated_at,
    updated_at: task.updated_at,
    delivered_at: null,
  };
}
