import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Engine, readConfig, type Server } from "@pastiche/server";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";

/** A real Chromium on a real server with the engine that it starts with. */

const EXECUTABLES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = EXECUTABLES.find((path) => path !== undefined && existsSync(path));
if (!executablePath && process.env.CI) throw new Error("Chromium must be installed where CI runs");
if (!executablePath)
  console.warn("SKIPPED: the page in a browser, since no Chromium is installed (CHROMIUM_PATH names one)");

/** For `describe.skipIf(!hasBrowser)`. */
export const hasBrowser = executablePath !== undefined;
export const KEY = "inf_a_key_for_the_page";

/** The widths at which everything must work. */
export const SCREENS = [
  { name: "desktop", width: 1280, height: 860 },
  { name: "phone", width: 360, height: 780 },
] as const;
export type Screen = (typeof SCREENS)[number];

export interface OpenedPage {
  page: Page;
  url: string;
  key: string;
  /** Every request that the page made to another host, and everything that it logged as an error. */
  complaints: string[];
}

let browser: Promise<Browser> | null = null;
let server: Promise<Server> | null = null;
const contexts: BrowserContext[] = [];

// Of a file, not of the whole run: files share the process, and each leaves nothing behind.
afterAll(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  const closing = [browser, server];
  browser = server = null;
  await Promise.all(closing.map(async (one) => (await one)?.close()));
});

/** A browser window of its own, signed in unless told otherwise, on a server that the tests of a file share. */
export async function openPage({
  on = sharedServer(),
  screen = SCREENS[0],
  scheme = "light",
  at = "",
  signedIn = true,
}: {
  on?: Server | Promise<Server>;
  screen?: { width: number; height: number };
  scheme?: "light" | "dark";
  /** What follows #/ in the address. */
  at?: string;
  signedIn?: boolean;
} = {}): Promise<OpenedPage> {
  const { url } = await on;
  const context = await (await sharedBrowser()).newContext({
    viewport: { width: screen.width, height: screen.height },
    colorScheme: scheme,
    hasTouch: screen.width < 600,
    acceptDownloads: true,
  });
  contexts.push(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) complaints.push(`asked ${request.url()}`);
  });
  await page.goto(signedIn ? `${url}/#key=${KEY}` : `${url}/#/`);
  if (at !== "") await page.evaluate((hash) => (location.hash = hash), `#/${at}`);
  return { page, url, key: KEY, complaints };
}

export function sharedServer(): Promise<Server> {
  return (server ??= startServer());
}

/** Fails with what a screen reader, a keyboard or weak eyes would stumble over. */
export async function expectNoViolations(page: Page): Promise<void> {
  // The page's policy lets no script in but its own, so the checker comes in by the debugger.
  await page.evaluate(await axe());
  const violations = await page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe;
    const { violations: found } = await checker.run({ resultTypes: ["violations"] });
    return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  expect(violations).toEqual([]);
}

/** The path of an example photograph. */
export function example(name: string): string {
  return new URL(`../../../examples/${name}.jpg`, import.meta.url).pathname;
}

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

let axeSource: Promise<string> | null = null;
function axe(): Promise<string> {
  return (axeSource ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
}

function sharedBrowser(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  return (browser ??= chromium.launch({ executablePath, args }));
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
