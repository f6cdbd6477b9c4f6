import { type Inference, inference } from "@pastiche/client";
import { beforeAll, expect, test } from "vitest";
import { describePage, example, expectNoViolations, KEY, openPage, SCREENS, sharedServer } from "./browser.ts";

describePage("usage", () => {
  let client: Inference;
  let guest: string;
  beforeAll(async () => {
    const { url } = await sharedServer();
    client = inference({ baseUrl: url, apiKey: KEY });
    guest = (await client.keys.create({ name: "of a guest", budget: 90 })).key;
    const input = { prompt: "0", images: [example("rocket")] };
    await inference({ baseUrl: url, apiKey: guest }).run({ app: "reve/remix", input });
    const later = { app: "reve/remix", input, run_at: "2100-01-01T00:00:00Z" } as const;
    const { id } = await client.run(later, { wait: false });
    await client.tasks.cancel(id);
  }, 120_000);

  test.each(SCREENS)("is counted by day, of any key for an admin's ($name)", async (screen) => {
    const { page, complaints } = await openPage({ screen, at: "usage" });
    await page.getByText("1 cancelled").waitFor();
    await page.getByLabel("Key").selectOption({ label: await labelOfGuest() });
    const left = page.locator(".usage-totals > div").filter({ hasText: "Budget left" });
    await left.getByText("60", { exact: true }).waitFor();
    await page.getByRole("img", { name: /Credits by day from .*: 30 at most/ }).waitFor();

    await page.getByRole("button", { name: "Tasks", exact: true }).click();
    await page.getByRole("img", { name: /Tasks by day from .*: 1 at most/ }).waitFor();
    for (const [range, days] of [
      ["7 days", 7],
      ["90 days", 90],
    ] as const) {
      await page.getByRole("button", { name: range }).click();
      await expect.poll(() => page.locator(".days-place").count(), { timeout: 15_000 }).toBe(days);
    }
    await page.getByText("As a table").click();
    const cells = page.getByRole("table").getByRole("row").nth(1).getByRole("cell");
    expect(await cells.allTextContents()).toEqual(["1", "0", "0", "30"]);
    expect(complaints).toEqual([]);
  });

  async function labelOfGuest(): Promise<string> {
    const key = (await client.keys.list()).find(({ name }) => name === "of a guest");
    return `${key?.name} (${key?.key})`;
  }

  test("of a key that is no admin's is its own alone", async () => {
    const { page, url } = await openPage({ signedIn: false });
    await page.goto(`${url}/#key=${guest}`);
    await page.evaluate(() => (location.hash = "#/usage"));
    await page.getByText("of 90 credits").waitFor();
    expect(await page.getByLabel("Key").count()).toBe(0);
  });

  test("asks for a key where nobody is signed in, and says when the server is gone", async () => {
    const { page } = await openPage({ signedIn: false, at: "usage" });
    await page.getByText("Nobody is signed in").waitFor();
    const cut = await openPage();
    await cut.page.route("**/usage?*", (route) => route.abort());
    await cut.page.evaluate(() => (location.hash = "#/usage"));
    await cut.page.getByText("The server cannot be reached.").waitFor();
    await cut.page.unroute("**/usage?*");
    await cut.page.getByRole("button", { name: "Try again" }).click();
    await cut.page.getByRole("heading", { name: "Credits by day" }).waitFor();
  });

  test.each([
    ["light", SCREENS[1]],
    ["dark", SCREENS[0]],
  ] as const)("stumbles nobody (%s)", async (scheme, screen) => {
    const { page } = await openPage({ screen, scheme, at: "usage" });
    await page.getByRole("heading", { name: "Credits by day" }).waitFor();
    await page.getByText("As a table").click();
    await expectNoViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
