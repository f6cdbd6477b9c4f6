import type { TaskTimings } from "@pastiche/client";
import { clockOf, durationOf } from "../lists/format.ts";
import "./timeline.css";

/** Where the time went: each stage and step as a bar from its beginning to its end, with the time in words beside it. */
export function Timeline({ timings: { groups, events, total_duration_ms } }: { timings: TaskTimings }) {
  const start = Date.parse(events[0]?.timestamp ?? groups[0]?.start_at ?? "");
  const whole = Math.max(total_duration_ms, 1);
  const share = (ms: number) => `${Math.min(100, Math.max(0, (ms / whole) * 100))}%`;
  return (
    <div class="timeline">
      {groups.length > 0 && (
        <ol class="timeline-steps" aria-label="Steps">
          {groups.map(({ label, start_at, duration_ms }, index) => (
            <li key={index}>
              <span class="timeline-label">{STEP_NAMES[label] ?? label}</span>
              <span class="timeline-track" aria-hidden="true">
                <span
                  class="timeline-bar"
                  style={{ left: share(Date.parse(start_at) - start), width: share(duration_ms) }}
                />
              </span>
              <span class="timeline-time">{durationOf(duration_ms)}</span>
            </li>
          ))}
        </ol>
      )}
      <ol class="timeline-events" aria-label="Changes of status">
        {events.map(({ status, timestamp }) => (
          <li key={timestamp + status}>
            <time dateTime={timestamp}>{clockOf(timestamp)}</time> {status.replace("_", " ")}
          </li>
        ))}
        <li class="soft">{durationOf(total_duration_ms)} in all</li>
      </ol>
    </div>
  );
}

/** Steps of the embedded engine, as people would say them; other engines' words are shown as they are. */
const STEP_NAMES: Record<string, string> = {
  queued: "Waiting",
  preparing: "Preparing",
  parsePrompt: "Reading the prompt",
  cutOut: "Cutting out",
  makePlan: "Placing",
  compose: "Composing",
  finish: "Finishing",
  uploading: "Keeping",
};
