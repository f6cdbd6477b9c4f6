import { styleText } from "node:util";
import { diagnose } from "@pastiche/server";
import { checkClient } from "../client-check.ts";
import type { ServerFlags } from "../server-flags.ts";

/** `pastiche doctor`: what is configured, what is missing, how to mend it. Exit code 1 where something is broken. */
export async function doctorCommand({ json, ...flags }: ServerFlags & { json?: boolean }): Promise<void> {
  const checks = [...(await diagnose(flags)), await checkClient(process.env)];
  if (checks.some(({ ok }) => ok === false)) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(checks));
  for (const { name, ok, detail, mend } of checks) {
    console.log(`${mark(ok)} ${name}: ${detail}`);
    if (mend !== "") console.log(`       → ${mend}`);
  }
}

function mark(ok: boolean | null): string {
  const stream = process.stdout;
  if (ok === null) return styleText("yellow", "not configured", { stream });
  return ok ? styleText("green", "ok    ", { stream }) : styleText("red", "broken", { stream });
}
