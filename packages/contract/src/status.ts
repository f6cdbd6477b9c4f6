/** The life of a task, in order. Two numberings of it are in use on the wire; inside there is only the word. */
export const STATUSES = [
  "received",
  "queued",
  "dispatched",
  "preparing",
  "serving",
  "setting_up",
  "running",
  "cancelling",
  "uploading",
  "completed",
  "failed",
  "cancelled",
] as const;
export type Status = (typeof STATUSES)[number];

export const TERMINAL_STATUSES = ["completed", "failed", "cancelled"] as const satisfies readonly Status[];
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

export function isTerminal(status: Status): status is TerminalStatus {
  return (TERMINAL_STATUSES as readonly Status[]).includes(status);
}

/** `page` is what the API page and its webhooks speak; `sdk` is what the official SDKs and API versions 2 and 3 speak. */
export type Numbering = "page" | "sdk";

/** The number of a status: `page` folds cancelling into running, so that completed is 9, failed 10 and cancelled 11. */
export function statusNumber(status: Status, numbering: Numbering): number {
  const sdk = STATUSES.indexOf(status) + 1;
  const folds = numbering === "page" && sdk >= STATUSES.indexOf("cancelling") + 1;
  return folds ? sdk - 1 : sdk;
}
