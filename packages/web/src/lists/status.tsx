import type { StatusText } from "@pastiche/client";
import { Icon, type IconName } from "../ui/icon.tsx";
import "./status.css";

const SIGNS: Partial<Record<StatusText, IconName>> = { completed: "check", failed: "warn", cancelled: "close" };

/** How a task stands: a sign and a word, so that neither colour nor sign alone says it. */
export function Status({ of }: { of: StatusText }) {
  return (
    <span class={`status ${of}`}>
      <Icon name={SIGNS[of] ?? "clock"} size={15} />
      {of.replace("_", " ")}
    </span>
  );
}

export function hasEnded({ status_text }: { status_text: StatusText }): boolean {
  return status_text === "completed" || status_text === "failed" || status_text === "cancelled";
}
