import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describePage, example, expectNoViolations, openPage, SCREENS } from "./browser.ts";

const promptField = (page: Page) => page.getByRole("textbox", { name: "Prompt" });
const remixButton = (page: Page) => page.getByRole("button", { name: /^Remix/ });
const resultPicture = (page: Page) =>
  page.getByRole("region", { name: "Result" }).locator("img[src*='/files/']:not([src*='width='])").first();

async function pick(page: Page, ...names: string[]) {
  await page.locator("input[type=file]").setInputFiles(names.map(example));
  for (const name of names)
    await page
      .getByRole("img", { name: `${name}.jpg` })
      .nth(0)
      .waitFor();
}

describePage("the form", () => {
  test.each(SCREENS)("pictures and a sentence become a picture ($name)", async (screen) => {
    const { page, complaints } = await openPage({ screen });
    await pick(page, "bear", "table");
    await promptField(page).fill("the bear from 0 on the table from 1");
    const understood = page.getByRole("region", { name: "What was understood" });
    await understood.getByText("subject").waitFor();
    await understood.getByText("scene").waitFor();
    await page.getByRole("button", { name: /Remix · 30 credits/ }).click();
    await resultPicture(page).waitFor();
    expect(
      await resultPicture(page).evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  });

  test("pictures stand in the order in which they were picked, however large they are", async () => {
    const { page } = await openPage();
    await pick(page, "wolf", "cat", "sloth", "coffee");
    const names = await page
      .locator(".picture img")
      .evaluateAll((images) => images.map((image) => image.getAttribute("alt")));
    expect(names).toEqual(["wolf.jpg", "cat.jpg", "sloth.jpg", "coffee.jpg"]);
  });

  test("the numbers in the prompt follow the pictures", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "table", "cat");
    await promptField(page).fill("the bear from 0 on [1] beside image 2");
    await page.getByRole("button", { name: "Move bear.jpg to place 1" }).click();
    expect(await promptField(page).inputValue()).toBe("the bear from 1 on [0] beside image 2");
    await page.getByRole("button", { name: "Remove table.jpg" }).click();
    expect(await promptField(page).inputValue()).toBe("the bear from 0 on [?] beside image 1");
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await promptField(page).inputValue()).toBe("the bear from 1 on [0] beside image 2");
  });

  test("an @ offers the pictures, by keyboard", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "table");
    await promptField(page).pressSequentially("the bear on @");
    await page.getByRole("option", { name: /table/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await promptField(page).inputValue()).toBe("the bear on 1");
    expect(await page.locator("mark").allTextContents()).toEqual(["1"]);
  });

  test("pictures are meant by the names of their files, in any order", async () => {
    const { page } = await openPage();
    await pick(page, "table", "bear");
    await promptField(page).fill("the bear on the table");
    const roles = page.getByRole("region", { name: "What was understood" }).locator(".roles li");
    await roles.filter({ hasText: /^1.*subject.*the bear/ }).waitFor();
    await roles.filter({ hasText: /^0.*scene/ }).waitFor();
  });

  test("what will not be done is said before it is run", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "car");
    await promptField(page).fill("the bear from 0 driving the car from 1");
    await page.getByText(/Not done by this engine: .*driving/).waitFor();
  });

  test("Ctrl-Enter runs, Escape cancels", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "table");
    await promptField(page).fill("the bear from 0 on the table from 1, as an oil painting");
    await expect.poll(() => remixButton(page).getAttribute("aria-disabled")).toBe("false");
    await promptField(page).press("Control+Enter");
    await page.getByRole("progressbar").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Cancelled.").waitFor();
  });

  test("a reload loses nothing: form, running task and picture are found again", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "table");
    await promptField(page).fill("the bear from 0 on the table from 1");
    await page.getByRole("radio", { name: "4:3" }).check({ force: true });
    await remixButton(page).click();
    await page.getByRole("progressbar").waitFor();
    await page.reload();
    expect(await promptField(page).inputValue()).toBe("the bear from 0 on the table from 1");
    expect(await page.getByRole("radio", { name: "4:3" }).isChecked()).toBe(true);
    expect(await page.locator(".picture img").count()).toBe(2);
    await resultPicture(page).waitFor();
  });

  test("a run that was only on its way when the page was left is found again, and is one run", async () => {
    const { page } = await openPage();
    await pick(page, "bear", "table");
    await promptField(page).fill("the bear from 0 on the table from 1");
    await page.getByRole("button", { name: /Remix · 30 credits/ }).waitFor();
    const keys: (string | undefined)[] = [];
    await page.route("**/apps/run", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      // The first is taken by the server, and its answer never arrives.
      if (keys.length > 1) return route.continue();
      await route.fetch();
    });
    await remixButton(page).click();
    await page.waitForFunction(() => localStorage.getItem("pastiche.sending") !== null);
    await expect.poll(() => keys.length).toBe(1);
    await page.reload();
    await resultPicture(page).waitFor();
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(await page.evaluate(() => localStorage.getItem("pastiche.sending"))).toBeNull();
  });

  test("a wrong key says so, and the right one lets what was asked go on", async () => {
    const { page, key } = await openPage({ signedIn: false });
    await pick(page, "bear");
    await promptField(page).fill("0 as a sketch");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("API key").fill("inf_wrong");
    await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The server does not know this key.").waitFor();
    await page.getByLabel("API key").fill(key);
    await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => remixButton(page).getAttribute("aria-disabled")).toBe("false");
  });

  test.each([
    ["light", SCREENS[0]],
    ["dark", SCREENS[0]],
    ["light", SCREENS[1]],
    ["dark", SCREENS[1]],
  ] as const)("stumbles nobody (%s)", async (scheme, screen) => {
    const { page } = await openPage({ screen, scheme });
    await expectNoViolations(page);
    await pick(page, "bear", "car");
    await promptField(page).fill("the bear from 0 driving the car from 1");
    await page.getByText(/Not done by this engine/).waitFor();
    await page.getByText("More settings").click();
    await expectNoViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
