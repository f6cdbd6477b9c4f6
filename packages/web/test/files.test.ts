import { readFile } from "node:fs/promises";
import { type Inference, inference } from "@pastiche/client";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { describePage, example, expectNoViolations, KEY, openPage, SCREENS, sharedServer } from "./browser.ts";

/** Of a machine that has other things to do. */
const PATIENTLY = { timeout: 15_000 };

describePage("files", () => {
  let client: Inference;
  beforeAll(async () => {
    client = inference({ baseUrl: (await sharedServer()).url, apiKey: KEY });
    await client.files.upload(example("coffee"));
  });

  const cards = (page: Page) => page.getByRole("article");
  const card = (page: Page, name: string) =>
    cards(page).filter({ has: page.getByRole("heading", { name, exact: true }) });

  test.each(SCREENS)("are uploaded, used as a reference and deleted ($name)", async (screen) => {
    const { page, complaints } = await openPage({ screen, at: "files" });
    await card(page, "coffee.jpg").waitFor();
    await page
      .locator("main input[type=file]")
      .last()
      .setInputFiles([example("bear"), example("cat")]);
    const bear = card(page, "bear.jpg");
    await bear.waitFor();
    await card(page, "cat.jpg").waitFor();
    const picture = bear.locator("img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENTLY).toBe(320);
    expect(await bear.textContent()).toMatch(/28\d KB · JPEG/);

    await page.getByRole("searchbox").fill("bear");
    await page.getByText("1 file", { exact: true }).waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: "Results" }).click();
    await page.getByText("No file is like that").waitFor();
    await page.getByRole("button", { name: "All" }).click();
    await page.getByLabel("Order").selectOption("name");
    await expect.poll(() => cards(page).first().getByRole("heading").textContent(), PATIENTLY).toBe("bear.jpg");

    await bear.getByRole("button", { name: "Use bear.jpg as a reference" }).click();
    await page.getByRole("button", { name: "Go there" }).click();
    await page.getByRole("img", { name: "bear.jpg" }).waitFor();
    await page.evaluate(() => (location.hash = "#/files"));
    for (const name of ["bear.jpg", "cat.jpg"]) {
      await card(page, name)
        .getByRole("button", { name: `Delete ${name}` })
        .click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await card(page, name).waitFor({ state: "detached" });
    }
    expect(complaints).toEqual([]);
  });

  test("in use are not deleted, and the page says by what", async () => {
    const { uri } = await client.files.upload(example("wolf"));
    const input = { prompt: "0 at night", images: [uri] };
    const later = { app: "reve/remix", input, run_at: "2100-01-01T00:00:00Z" } as const;
    const { id } = await client.run(later, { wait: false });
    const { page } = await openPage({ at: "files" });
    await page.getByRole("button", { name: "Delete wolf.jpg" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alert").getByText(`is in use: the task ${id} has not ended`).waitFor();
    await client.tasks.delete(id);
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await card(page, "wolf.jpg").waitFor({ state: "detached" });
  });

  test("may be dropped anywhere; one that fails says why and can be sent again", async () => {
    const { page } = await openPage({ at: "files" });
    await card(page, "coffee.jpg").waitFor();
    await page.route("**/files/*/upload*", (route) => route.abort());
    const bytes = (await readFile(example("sloth"))).toString("base64");
    await page.evaluate(async (base64) => {
      const data = new DataTransfer();
      const picture = await (await fetch(`data:image/jpeg;base64,${base64}`)).blob();
      data.items.add(new File([picture], "sloth.jpg", { type: "image/jpeg" }));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }, bytes);
    await page.getByText(/sloth\.jpg: The server cannot be reached/).waitFor();
    await page.unroute("**/files/*/upload*");
    await page.getByRole("button", { name: "Again" }).click();
    await card(page, "sloth.jpg").waitFor();
    expect(await page.getByText(/sloth\.jpg:/).count()).toBe(0);
  });

  test("that can never be uploaded are told, and not offered again", async () => {
    const { page } = await openPage({ at: "files" });
    await page.getByRole("button", { name: "Upload pictures" }).waitFor();
    const empty = { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) };
    await page.locator("main input[type=file]").last().setInputFiles(empty);
    await page.getByText("empty.png: It is empty.").waitFor();
    expect(await page.getByRole("button", { name: "Again" }).count()).toBe(0);
    await page.getByRole("button", { name: "Dismiss empty.png" }).click();
    await page.getByText("empty.png").waitFor({ state: "detached" });
  });

  test("in layers are told as such, and no smaller picture is asked for", { timeout: 60_000 }, async () => {
    const { uri } = await client.files.upload(example("wolf"));
    const task = await client.run({ app: "reve/remix", input: { prompt: "0 at night", images: [uri], layers: "psd" } });
    const { page, complaints } = await openPage({ at: "files" });
    const layers = cards(page).filter({ hasText: "· PSD" });
    await layers.first().waitFor();
    expect(await layers.locator("img").count()).toBe(0);
    await page.waitForLoadState("networkidle");
    expect(complaints).toEqual([]);
    await client.tasks.delete(task.id);
    await client.files.delete(/file_[a-z0-9]+/.exec(uri)?.[0] ?? "");
  });

  test("ask for a key where nobody is signed in", async () => {
    const { page } = await openPage({ signedIn: false, at: "files" });
    await page.getByText("Nobody is signed in").waitFor();
    expect(await page.getByRole("button", { name: "Upload pictures" }).count()).toBe(0);
  });

  test.each([
    ["light", SCREENS[1]],
    ["dark", SCREENS[0]],
  ] as const)("stumble nobody (%s)", async (scheme, screen) => {
    const { page } = await openPage({ screen, scheme, at: "files" });
    await card(page, "coffee.jpg").waitFor();
    await expectNoViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.getByRole("searchbox").fill("nothing at all");
    await page.getByText("No file is like that").waitFor();
    await expectNoViolations(page);
  });
});
