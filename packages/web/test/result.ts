import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import { example, type OpenedPage, openPage, type Screen } from "./browser.ts";

/** A page with a picture on it. */
export async function openResult(
  screen: Screen,
  { prompt, names = ["bear", "table"] }: { prompt: string; names?: string[] },
  scheme: "light" | "dark" = "light",
): Promise<OpenedPage> {
  const opened = await openPage({ screen, scheme });
  const { page } = opened;
  await page.locator("input[type=file]").setInputFiles(names.map(example));
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  await page.locator(".run-button[aria-disabled=false]").click();
  await page.locator(".viewer-sheet > img").waitFor({ timeout: 100_000 });
  return opened;
}

/** The plan of the newest picture; null while it is being drawn. */
export async function planOf({ page, url, key }: OpenedPage) {
  const task = await taskOf({ page, url, key });
  return task.output?.plan ?? null;
}

/** The newest task of the page, as the server tells it. */
export async function taskOf({ page, url, key }: Pick<OpenedPage, "page" | "url" | "key">) {
  const id = await page.evaluate(() => JSON.parse(localStorage.getItem("pastiche.task") ?? "null"));
  const response = await fetch(`${url}/tasks/${id}`, { headers: { authorization: `Bearer ${key}` } });
  const { data } = await response.json();
  return data;
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** Where the middle of something is on the screen, scrolled to. */
export async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  await page.locator(selector).first().scrollIntoViewIfNeeded();
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
