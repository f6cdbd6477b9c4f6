import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Server } from "@pastiche/server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, describe, expect } from "vitest";
import { hasChromium, KEY, launchChromium, startServer } from "./chromium.ts";

export { example, KEY, startServer } from "./chromium.ts";

if (!hasChromium && process.env.CI) throw new Error("Chromium must be installed where CI runs");
if (!hasChromium)
  console.warn("SKIPPED: the page in a browser, since no Chromium is installed (CHROMIUM_PATH names one)");

/** A browser, a server and an engine share the cores with whatever else is tested. */
const PATIENCE_MS = 120_000;

/** Tests of the page in a browser; skipped, and loudly so, where there is none. */
export function describePage(name: string, tests: () => void): void {
  describe.skipIf(!hasChromium)(name, { timeout: PATIENCE_MS }, () => {
    // Files share a process: each leaves nothing behind.
    afterAll(closeAll);
    tests();
  });
}

describePage.each = (screens: readonly Screen[]) => (name: string, tests: (screen: Screen) => void) => {
  for (const screen of screens) describePage(name.replace("$name", screen.name), () => tests(screen));
};

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

async function closeAll(): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  const closing = [browser, server];
  browser = server = null;
  await Promise.all(closing.map(async (one) => (await one)?.close()));
}
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
  context.setDefaultTimeout(PATIENCE_MS / 2);
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

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

let axeSource: Promise<string> | null = null;
function axe(): Promise<string> {
  return (axeSource ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
}

function sharedBrowser(): Promise<Browser> {
  return (browser ??= launchChromium());
}
