import { useEffect, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { cancel, type Run, start } from "./run.ts";
import "./watch.css";

/** What the run does now: its step, how far it is, how long it took so far; or why it ended without a picture. */
export function Watch({ run }: { run: Run }) {
  switch (run.state) {
    case "sending":
      return <Working label="Sending" percent={0} since={run.since} />;
    case "working":
      return <Working label={labelOf(run)} percent={run.task.progress} since={run.since} />;
    case "cancelled":
      return (
        <div class="notice watch-end" role="status">
          <Icon name="info" /> <span class="grow">Cancelled. Nothing is charged for it.</span>
        </div>
      );
    case "failed":
      return (
        <div class="notice bad watch-end" role="alert">
          <Icon name="warn" />
          <span class="grow">{run.error}</span>
          {run.input && (
            <button type="button" class="button small" onClick={() => void start(run.input ?? undefined)}>
              <Icon name="again" size={16} /> Try again
            </button>
          )}
        </div>
      );
  }
}

function Working({ label, percent, since }: { label: string; percent: number; since: number }) {
  const seconds = useSeconds(since);
  return (
    <div class="working">
      <div class="working-words">
        <span role="status">{label}</span>
        <span class="soft working-time">{seconds.toFixed(1)} s</span>
        <button type="button" class="button small" onClick={() => void cancel()}>
          Cancel
        </button>
      </div>
      <ProgressBar percent={percent} />
    </div>
  );
}

/** Steps of the embedded engine, as people would say them; other engines' words are shown as they are. */
const STEPS: Record<string, string> = {
  parsePrompt: "Reading the prompt",
  cutOut: "Cutting out",
  makePlan: "Placing",
  compose: "Composing",
  finish: "Finishing",
};

function labelOf({ task, queuePosition }: Extract<Run, { state: "working" }>): string {
  if (task.status_text === "cancelling") return "Cancelling";
  if (task.status_text === "queued" || task.status_text === "received") {
    if (queuePosition === null) return "Waiting";
    return queuePosition === 0 ? "Waiting, next in the queue" : `Waiting, ${queuePosition} before it in the queue`;
  }
  if (task.status_text === "uploading") return "Keeping the picture";
  // "42% compose …"
  const step = /^\d+%\s+([A-Za-z]+)/.exec(task.logs.at(-1)?.content ?? "")?.[1];
  return step ? (STEPS[step] ?? step) : "Starting";
}

function useSeconds(since: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, (now - since) / 1000);
}
