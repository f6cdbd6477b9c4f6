/**
 * What the page costs a visitor, in Chromium on this machine over localhost.
 *
 *   npm run bench:page [-- RUNS]      default 9; prints one JSON line last
 *
 * - first paint: ms from the navigation to the first contentful paint, of a first visit (nothing cached); and beside it, in the
 *   same run, that of an empty document of the same server: what a page can reach at all
 * - layout shift: the sum of the first visit and of adding two pictures and a prompt
 * - weight: documents, scripts and styles of a first visit as they come over the wire, in KB of 1000 bytes
 */
import { performance } from "node:perf_hooks";
import type { Browser } from "playwright-core";
import { example, KEY, launchChromium, startServer } from "../packages/web/test/chromium.ts";

const CODE = new Set(["Document", "Script", "Stylesheet"]);

const runs = Number(process.argv[2] ?? 9);
const server = await startServer();
const browser = await launchChromium();
try {
  const visits = [];
  for (let run = 0; run < runs; run++) visits.push({ page: await visit(browser), empty: await visitEmpty(browser) });
  const firstPaintMs = median(visits.map(({ page }) => page.firstPaintMs));
  const emptyPaintMs = median(visits.map(({ empty }) => empty));
  const result = {
    runs,
    firstPaintMs,
    emptyPaintMs,
    ratio: round(firstPaintMs / emptyPaintMs),
    layoutShift: Math.max(...visits.map(({ page }) => page.layoutShift)),
    weightKb: round(visits[0].page.bytes / 1000),
    requests: visits[0].page.requests,
  };
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
  await server.close();
}

async function visit(from: Browser) {
  const context = await from.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  let requests = 0;
  const kinds = new Map<string, string>();
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    requests += 1;
    if (CODE.has(kinds.get(requestId) ?? "")) bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    let sum = 0;
    new PerformanceObserver((list) => {
      // What moves because somebody just did something is expected, and counts for nothing.
      for (const entry of list.getEntries()) {
        if ("value" in entry && !("hadRecentInput" in entry && entry.hadRecentInput)) sum += Number(entry.value);
      }
      document.documentElement.dataset.layoutShift = String(sum);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${server.url}/#key=${KEY}`, { waitUntil: "networkidle" });
  const firstPaintMs = await paintOf(page);
  const first = { bytes, requests };
  await page.locator("input[type=file]").setInputFiles(["bear", "table"].map(example));
  await page.getByRole("textbox", { name: "Prompt" }).fill("the bear from 0 on the table from 1");
  await page.getByText("scene").waitFor();
  const layoutShift = await page.evaluate(() => Number(document.documentElement.dataset.layoutShift ?? 0));
  await context.close();
  return { firstPaintMs, layoutShift: round(layoutShift, 4), ...first };
}

/** The server's smallest answer that paints: the words of a problem. */
async function visitEmpty(from: Browser): Promise<number> {
  const context = await from.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/healthz`);
  const ms = await paintOf(page);
  await context.close();
  return ms;
}

async function paintOf(page: Awaited<ReturnType<Browser["newPage"]>>): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < 5_000) {
    const ms = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null);
    if (ms !== null) return round(ms);
    await page.waitForTimeout(20);
  }
  throw new Error("Nothing was painted for five seconds");
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
