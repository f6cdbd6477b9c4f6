import { styleText } from "node:util";
import { diagnose } from "@pastiche/server";
import type { ServerFlags } from "../server-flags.ts";

/** `pastiche doctor`: what is configured, what is missing, how to mend it. Exit code 1 where something is broken. */
export async function doctorCommand({ json, ...flags }: ServerFlags & { json?: boolean }): Promise<void> {
  const checks = [...(await diagnose(flags)), clientCheck(process.env)];
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(checks));
  const stream = process.stdout;
  for (const { name, ok, detail, mend } of checks) {
    const mark = ok ? styleText("green", "ok    ", { stream }) : styleText("red", "broken", { stream });
    console.log(`${mark} ${name}: ${detail}`);
    if (mend !== "") console.log(`       → ${mend}`);
  }
}

/** For `pastiche run`, which need not be used on the machine of a server: a missing key breaks nothing here. */
function clientCheck({ INFERENCE_API_KEY, INFERENCE_BASE_URL }: NodeJS.ProcessEnv) {
  const server = INFERENCE_BASE_URL || "http://127.0.0.1:4700";
  const detail = INFERENCE_API_KEY
    ? `${server}, with INFERENCE_API_KEY`
    : `${server}, but INFERENCE_API_KEY is not set`;
  const mend = INFERENCE_API_KEY ? "" : 'To use "pastiche run", set it to a key: "pastiche keys create" makes one';
  return { name: "client", ok: true, detail, mend };
}
