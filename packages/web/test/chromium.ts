import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Engine, readConfig, type Server } from "@pastiche/server";
import { type Browser, chromium } from "playwright-core";

/** A real Chromium and a real server, for whatever looks at the page: tests, measurements, pictures of it. */

const EXECUTABLES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = EXECUTABLES.find((path) => path !== undefined && existsSync(path));

export const hasChromium = executablePath !== undefined;
export const KEY = "inf_a_key_for_the_page";

export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error("No Chromium is installed; CHROMIUM_PATH names one");
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  return chromium.launch({ executablePath, args });
}

/** A server in a folder of its own; with other engines than the embedded one where they are given. */
export async function startServer(engines?: Engine[]): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-page-"));
  const config = readConfig({ port: 0, dataDir, workers: 1 }, { PASTICHE_API_KEY: KEY, PASTICHE_LOG_LEVEL: "silent" });
  const started = await createServer(config, { engines });
  return {
    ...started,
    async close() {
      await started.close({ graceMs: 0 });
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The path of an example photograph. */
export function example(name: string): string {
  return new URL(`../../../examples/${name}.jpg`, import.meta.url).pathname;
}
