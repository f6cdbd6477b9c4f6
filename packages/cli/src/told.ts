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
  plan: unknown;
}

/** Prints the result: for a program with `--json`, else the path, the size and the time for a person. */
export function tell(told: Told, flags: RemixFlags): void {
  if (flags.json) {
    console.log(JSON.stringify({ ...told, ms: Math.round(told.ms) }));
    return;
  }
  const line = `${told.path}  ${told.width} × ${told.height}  ${(told.ms / 1000).toFixed(2)} s`;
  // Beside a picture on the standard output, words go to the other one.
  if (flags.output === "-") console.error(line);
  else console.log(line);
  if (flags.plan) console.log(JSON.stringify(told.plan, null, 2));
}
