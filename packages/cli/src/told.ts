import type { Output } from "./output.ts";
import type { RemixFlags } from "./remix-flags.ts";

/** What a remix came to, wherever it ran. */
export interface Told {
  path: string;
  width: number;
  height: number;
  seed: number;
  /** From the start of the work to its end. */
  ms: number;
  timings: { step: string; ms: number }[];
  plan: { unsupported: string[]; references?: { index: number; confidence?: number }[] } | null;
}

/** Below this a cut-out is more likely wrong than right. */
const UNSURE = 0.5;

/**
 * Prints the result: for a program with `--json`, else the path, the size and the time for a person, and what the
 * prompt asked for in vain. A plan or a picture has the standard output for itself.
 */
export function tell(told: Told, { json, plan }: RemixFlags, output: Output): void {
  if (json) {
    console.log(JSON.stringify({ ...told, ms: Math.round(told.ms) }));
    return;
  }
  const line = `${told.path}  ${told.width} × ${told.height}  ${(told.ms / 1000).toFixed(2)} s`;
  if (plan || output.path === null) console.error(line);
  else console.log(line);
  for (const wish of told.plan?.unsupported ?? []) console.error(`not done: ${wish}`);
  for (const { index, confidence = 1 } of told.plan?.references ?? []) {
    if (confidence < UNSURE) console.error(`look at it: the outline of ${index} is a guess, and a dot may mend it`);
  }
  if (plan) console.log(JSON.stringify(told.plan, null, 2));
}
