import { type Inference, inference } from "@pastiche/client";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { describePage, example, expectNoViolations, KEY, openPage, SCREENS, sharedServer } from "./browser.ts";

const PROMPT = "the bear from 0 on the table from 1";
/** Of a machine that has other things to do. */
const PATIENTLY = { timeout: 15_000 };
const LATER = "2100-01-01T00:00:00Z";

describePage("tasks", () => {
  let client: Inference;
  let madeId: string;
  let pictures: string[];

  beforeAll(async () => {
    client = inference({ baseUrl: (await sharedServer()).url, apiKey: KEY });
    const files = await Promise.all(["bear", "table"].map((name) => client.files.upload(example(name))));
    pictures = files.map(({ uri }) => uri);
    const input = { prompt: PROMPT, images: pictures };
    // Nobody is there to be told, so that there is an attempt to be looked at.
    madeId = (await client.run({ app: "reve/remix", input, webhook: "http://nowhere.invalid/hook" })).id;
    await failed();
  }, 120_000);

  /** A picture that is nowhere: taken, and failed once it is to be fetched. */
  async function failed(): Promise<void> {
    const input = { prompt: "0 as a sketch", images: ["http://nowhere.invalid/a.png"], plan: { texts: [] } };
    await expect(client.run({ app: "reve/remix", input })).rejects.toMatchObject({ code: "task_failed" });
  }

  /** One that waits until it is cancelled. */
  async function waiting(prompt: string): Promise<string> {
    const input = { prompt, images: pictures };
    return (await client.run({ app: "reve/remix", input, run_at: LATER }, { wait: false })).id;
  }

  const rows = (page: Page) => page.getByRole("article");
  const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

  test.each(SCREENS)("are listed with small pictures, found, and opened in the form again ($name)", async (screen) => {
    const { page, complaints } = await openPage({ screen, at: "tasks" });
    await rows(page).first().waitFor();
    expect(await rows(page).getByRole("heading").allTextContents()).toEqual(["0 as a sketch", PROMPT]);
    expect(await rows(page).filter({ hasText: "changed by hand" }).count()).toBe(1);
    const picture = rows(page).nth(1).locator("img").first();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENTLY).toBe(320);

    await page.getByRole("searchbox").fill("BEAR");
    await page.getByText("1 task", { exact: true }).waitFor();
    await page.getByRole("searchbox").fill("nothing at all");
    await page.getByText("No task is like that").waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: "Failed" }).click();
    await page.getByText("1 task", { exact: true }).waitFor();
    expect(await rows(page).textContent()).toContain("could not be fetched");
    await page.getByRole("button", { name: "All" }).click();

    await page.getByRole("link", { name: PROMPT }).click();
    await page.getByRole("heading", { name: PROMPT, level: 1 }).waitFor();
    const result = page.getByRole("img", { name: `Result: ${PROMPT}` });
    await expect.poll(() => result.evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENTLY).toBe(1024);
    await part(page, "References").getByText("bear.jpg").waitFor();
    await part(page, "Timeline").getByText("Cutting out").waitFor();
    await part(page, "Logs")
      .getByText(/% compose/)
      .first()
      .waitFor();
    await part(page, "Plan").getByText('"compose@1"').waitFor();
    expect(await page.getByRole("link", { name: "Download" }).getAttribute("download")).toMatch(/\.png$/);

    await page.getByRole("button", { name: "Open in the form" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "Prompt" }).inputValue(), PATIENTLY).toBe(PROMPT);
    expect(await page.getByRole("img", { name: /bear.jpg|table.jpg/ }).count()).toBe(2);
    await part(page, "Result").locator(`img[src*='/files/']`).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test("tell what became of their webhook, and send it again", async () => {
    const { page } = await openPage({ at: `tasks/${madeId}` });
    const webhook = part(page, "Webhook");
    await webhook.getByText(/nowhere\.invalid\/hook/).waitFor();
    await webhook.getByRole("row").nth(1).waitFor();
    const before = await webhook.getByRole("row").count();
    await webhook.getByRole("button", { name: "Resend" }).click();
    await expect.poll(() => webhook.getByRole("row").count(), PATIENTLY).toBeGreaterThan(before);
  });

  test("that are begun elsewhere are told of and followed, and deleted from the list", async () => {
    const { page } = await openPage({ at: "tasks" });
    await rows(page).first().waitFor();
    const id = await waiting("the bear from 0 behind 1");
    await page.getByRole("button", { name: "1 new task" }).click({ timeout: 20_000 });
    const row = rows(page).filter({ hasText: "behind 1" });
    await row.getByText("queued").waitFor();
    await client.tasks.cancel(id);
    await row.getByText("cancelled").first().waitFor();
    expect(await row.getByRole("button", { name: "Cancel" }).count()).toBe(0);
    await row.getByRole("button", { name: /^Delete/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await row.waitFor({ state: "detached" });
    await expect(client.tasks.get(id)).rejects.toMatchObject({ status: 404 });
  });

  test("go on by themselves on the page of one, until they end", async () => {
    const id = await waiting("0 at night");
    const { page } = await openPage({ at: `tasks/${id}` });
    await page.getByText("queued").first().waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("cancelled by the caller", { exact: true }).waitFor();
    expect(await page.getByRole("progressbar").count()).toBe(0);
    await client.tasks.delete(id);
  });

  test("of one key are not shown to another, nor is its webhook secret", async () => {
    const id = await waiting("0 in the fog");
    const other = await client.keys.create({ name: "another" });
    const { page } = await openPage({ at: `tasks/${id}` });
    const signIn = async (secret: string) => {
      await page.getByRole("button", { name: "Signed in" }).click();
      await page.getByLabel("API key").fill(secret);
      await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };
    await page.getByRole("heading", { name: "0 in the fog", level: 1 }).waitFor();
    await signIn(other.key);
    await page.getByText("There is no such task").waitFor();
    expect(await page.getByText("0 in the fog").count()).toBe(0);

    await page.evaluate(() => (location.hash = "#/keys"));
    await page.getByRole("button", { name: "Show", exact: true }).click();
    const secret = () => page.locator(".keys-secret code").textContent();
    await expect.poll(secret).toMatch(/^whsec_[^•…]/);
    const before = await secret();
    await signIn(KEY);
    await page.getByRole("button", { name: "Show", exact: true, pressed: false }).click();
    await expect.poll(secret).toMatch(/^whsec_[^•…]/);
    expect(await secret()).not.toBe(before);
    await client.keys.revoke(other.id);
    await client.tasks.delete(id);
  });

  test("come page by page", async () => {
    const ids = await Promise.all(Array.from({ length: 26 }, (_, at) => waiting(`number ${at}`)));
    const { page } = await openPage({ at: "tasks" });
    await page.getByRole("button", { name: "Running" }).click();
    await page.getByText("24 of 26").waitFor();
    await page.getByRole("button", { name: "Load more" }).click();
    await expect.poll(() => rows(page).count(), PATIENTLY).toBe(26);
    expect(await page.getByRole("button", { name: "Load more" }).count()).toBe(0);

    await page.getByRole("link", { name: "number 0", exact: true }).click();
    await page.getByRole("heading", { name: "number 0", level: 1 }).waitFor();
    await page.goBack();
    await expect.poll(() => rows(page).count(), PATIENTLY).toBe(26);
    await expect.poll(() => page.evaluate(() => scrollY), PATIENTLY).toBeGreaterThan(500);
    await Promise.all(ids.map((id) => client.tasks.delete(id)));
  });

  test("ask for a key, say that one is wrong, and that the server cannot be reached", async () => {
    const out = await openPage({ signedIn: false, at: "tasks" });
    await out.page.getByText("Nobody is signed in").waitFor();
    await out.page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
    await out.page.getByLabel("API key").fill(KEY);
    await out.page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await rows(out.page).first().waitFor();

    const { page, url } = await openPage({ at: "tasks" });
    await rows(page).first().waitFor();
    await page.goto(`${url}/#key=inf_of_somebody_else`);
    await page.goto(`${url}/#/tasks`);
    await page.getByText("The server does not know this key.").waitFor();

    const cut = await openPage();
    await cut.page.route("**/tasks/list", (route) => route.abort());
    await cut.page.evaluate(() => (location.hash = "#/tasks"));
    await cut.page.getByText("The server cannot be reached.").waitFor();
    await cut.page.unroute("**/tasks/list");
    await cut.page.getByRole("button", { name: "Try again" }).click();
    await rows(cut.page).first().waitFor();
  });

  test("one that is not there says so", async () => {
    const { page } = await openPage({ at: "tasks/task_none" });
    await page.getByText("There is no such task").waitFor();
  });

  test.each([
    ["light", SCREENS[0]],
    ["dark", SCREENS[1]],
  ] as const)("stumble nobody (%s)", async (scheme, screen) => {
    const { page } = await openPage({ screen, scheme, at: "tasks" });
    await rows(page).first().waitFor();
    await expectNoViolations(page);
    await expectToFit(page);
    await rows(page)
      .first()
      .getByRole("button", { name: /^Delete/ })
      .click();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await page.evaluate((hash) => (location.hash = hash), `#/tasks/${madeId}`);
    await part(page, "Timeline").getByText("Cutting out").waitFor();
    await part(page, "Record").locator("summary").first().click();
    await expectNoViolations(page);
    await expectToFit(page);
  });
});

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}
