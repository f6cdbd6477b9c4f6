import { statusNumber } from "@pastiche/contract";
import type { EventRow, TaskRow } from "../store/task-row.ts";
import { rfc3339, statusChanges, type Voice } from "./present.ts";

/** The phases of a task with their durations: each step of the engine, and each status. */
export function presentTimings(
  task: TaskRow,
  events: EventRow[],
  now: number,
  { numbering }: Pick<Voice, "numbering">,
) {
  const changes = statusChanges(events);
  const totalMs = (task.ended_at ?? now) - task.created_at;
  return {
    task_id: task.id,
    status: statusNumber(task.status, numbering),
    status_text: task.status,
    total_duration: inWords(totalMs),
    total_duration_ms: totalMs,
    groups: task.timings.map(({ label, start_at, end_at }) => ({
      label,
      start_at: rfc3339(start_at),
      end_at: rfc3339(end_at),
      duration: inWords(end_at - start_at),
      duration_ms: end_at - start_at,
    })),
    events: changes.map((event, index) => presentChange(event, changes[index + 1])),
  };
}

function presentChange(event: EventRow, next: EventRow | undefined) {
  const told = { status: event.status, timestamp: rfc3339(event.at) };
  if (next === undefined) return told;
  const durationMs = next.at - event.at;
  return { ...told, duration: inWords(durationMs), duration_ms: durationMs, next_status: next.status };
}

function inWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(2)}s`;
}
