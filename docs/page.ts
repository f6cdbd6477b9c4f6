/**
 * Takes the pictures of the page in docs/page: a real server, a real remix, Chromium.
 *
 *   npm run docs:page
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { example, KEY, launchChromium, startServer } from "../packages/web/test/chromium.ts";

const folder = fileURLToPath(new URL("page/", import.meta.url));
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await launchChromium();
try {
  for (const [name, size, scheme] of [
    ["desktop-light", DESKTOP, "light"],
    ["desktop-dark", DESKTOP, "dark"],
    ["phone-light", PHONE, "light"],
    ["phone-dark", PHONE, "dark"],
  ] as const) {
    await walk(await open(browser, size, scheme), name);
  }
} finally {
  await browser.close();
  await server.close();
}

async function open(from: Browser, viewport: { width: number; height: number }, colorScheme: "light" | "dark") {
  const context = await from.newContext({
    viewport,
    colorScheme,
    hasTouch: viewport === PHONE,
    isMobile: viewport === PHONE,
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/#key=${KEY}`, { waitUntil: "networkidle" });
  return page;
}

async function walk(page: Page, name: string): Promise<void> {
  const take = (state: string) =>
    page.screenshot({ path: `${folder}${state}-${name}.jpg`, type: "jpeg", quality: 78, animations: "disabled" });

  await take("welcome");
  await page.locator("input[type=file]").first().setInputFiles(["sloth", "table"].map(example));
  await page.getByRole("textbox", { name: "Prompt" }).fill("the sloth from 0 to the left of the candle in 1");
  await page.getByRole("region", { name: "What was understood" }).getByText("scene").waitFor();
  await page.getByRole("button", { name: /Remix · / }).click();
  const picture = page
    .getByRole("region", { name: "Result" })
    .locator("img[src*='/files/']:not([src*='width='])")
    .first();
  await picture.waitFor({ timeout: 120_000 });
  await picture.evaluate((image: HTMLImageElement) => image.decode());
  await picture.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await take("result");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.waitForTimeout(600);
  await take("edit");
  for (const part of ["api", "tasks", "files", "keys", "usage"]) {
    await page.evaluate((hash) => (location.hash = hash), `#/${part}`);
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(1500);
    await take(part);
  }
}
