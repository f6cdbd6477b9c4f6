import { type ApiKey, type Inference, inference } from "@pastiche/client";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { describePage, expectNoViolations, KEY, openPage, SCREENS, sharedServer } from "./browser.ts";

describePage("keys", () => {
  let client: Inference;
  beforeAll(async () => {
    client = inference({ baseUrl: (await sharedServer()).url, apiKey: KEY });
  });

  const card = (page: Page, name: string) =>
    page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const dialog = (page: Page) => page.getByRole("dialog");
  const named = async (name: string): Promise<ApiKey | undefined> =>
    (await client.keys.list()).find((one) => one.name === name);

  test.each(SCREENS)(
    "are made with limits, shown once, changed and revoked ($name)",
    async ({ name: size, ...screen }) => {
      const name = `the shop on a ${size}`;
      const { page, url, complaints } = await openPage({ screen, at: "keys" });
      await card(page, "PASTICHE_API_KEY").getByText("signed in").waitFor();
      await page.getByRole("button", { name: "New key" }).click();
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Expires").selectOption("30");
      await page.getByLabel("Tasks a minute").fill("60");
      await page.getByLabel("Budget in credits").fill("3000");
      await page.getByRole("button", { name: "Make the key" }).click();
      const secret = (await dialog(page).locator(".key-secret-text").textContent()) ?? "";
      expect(secret).toMatch(/^inf_[a-z0-9]{40}$/);
      expect((await inference({ baseUrl: url, apiKey: secret }).keys.list())[0]).toMatchObject({ name, admin: false });

      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Show it again" }).click();
      await page.getByText(secret).waitFor();
      await dialog(page).getByRole("button", { name: "Done" }).click();
      await card(page, name).getByText("0 of 3,000 credits").waitFor();
      expect(await page.content()).not.toContain(secret);

      await card(page, name).getByRole("button", { name: "Change limits" }).click();
      await page.getByLabel("Tasks a minute").fill("");
      await page.getByLabel("Tasks at once").fill("2");
      await page.getByRole("button", { name: "Change", exact: true }).click();
      await card(page, name).getByText("2 tasks").waitFor();
      expect(await named(name)).toMatchObject({ rate: null, concurrency: 2, budget: 3000 });

      await card(page, name).getByRole("button", { name: "Revoke" }).click();
      await dialog(page).getByRole("button", { name: "Revoke" }).click();
      await card(page, name).waitFor({ state: "detached" });
      expect(await named(name)).toBeUndefined();
      expect(complaints).toEqual([]);
    },
  );

  test("that are no admin's see themselves, are told why, and can end themselves", async () => {
    const { key } = await client.keys.create({ name: "of a guest", budget: 90 });
    const { page, url } = await openPage({ signedIn: false });
    await page.goto(`${url}/#key=${key}`);
    await page.evaluate(() => (location.hash = "#/keys"));
    await page.getByText("takes an admin key").waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
    expect(await page.getByRole("button", { name: /New key|Change limits/ }).count()).toBe(0);
    await card(page, "of a guest").getByRole("button", { name: "Revoke" }).click();
    await dialog(page).getByText("you will be signed out").waitFor();
    await dialog(page).getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Nobody is signed in").waitFor();
  });

  test("have a webhook secret that is shown on demand and can be changed", async () => {
    const { page } = await openPage({ at: "keys" });
    const { secret } = await client.webhookSecret.get();
    const part = page.getByRole("region", { name: "Webhook secret" });
    await part.getByRole("button", { name: "Show" }).click();
    await part.getByText(secret).waitFor();
    await part.getByRole("button", { name: "Rotate" }).click();
    await dialog(page).getByRole("button", { name: "Make a new one" }).click();
    await part.getByText("signs as well until").waitFor();
    await part.getByText((await client.webhookSecret.get()).secret).waitFor();
  });

  test.each([
    ["light", SCREENS[0]],
    ["dark", SCREENS[1]],
  ] as const)("stumble nobody (%s)", async (scheme, screen) => {
    const { page } = await openPage({ screen, scheme, at: "keys" });
    await card(page, "PASTICHE_API_KEY").waitFor();
    await expectNoViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByLabel("Expires").selectOption("on");
    await expectNoViolations(page);
  });
});
