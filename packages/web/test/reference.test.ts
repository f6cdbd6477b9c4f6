import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describePage, example, expectNoViolations, openPage, SCREENS } from "./browser.ts";

const tsCode = (page: Page) => page.locator("pre", { hasText: 'app: "reve/remix"' });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const tab = (page: Page, snippet: string, name: string) =>
  page.getByRole("tablist", { name: snippet, exact: true }).getByRole("tab", { name });
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const topOf = async (page: Page, name: string) => (await heading(page, name).boundingBox())?.y ?? Number.NaN;

describePage("the reference", () => {
  test.each(SCREENS)("opens at the section that the address names, and goes on to others ($name)", async (screen) => {
    const { page, complaints } = await openPage({ screen, at: "api/webhooks" });
    await heading(page, "4. Webhooks").waitFor();
    await expect.poll(() => topOf(page, "4. Webhooks")).toBeGreaterThan(40);
    await expect.poll(() => topOf(page, "4. Webhooks")).toBeLessThan(200);
    const contents = page.getByRole("navigation", { name: "On this page" });
    const choice = page.getByRole("combobox", { name: "On this page" });
    if (screen.width > 900) {
      expect(await contents.locator("[aria-current]").allTextContents()).toEqual(["4. Webhooks"]);
      await contents.getByRole("link", { name: "5. Schema" }).click();
    } else {
      expect(await choice.inputValue()).toBe("webhooks");
      await choice.selectOption("schema");
    }
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/api/schema");
    await expect.poll(() => topOf(page, "5. Schema")).toBeLessThan(200);
    // A reader of the screen goes on from there, and going back goes back.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("5. Schema");
    await page.goBack();
    await expect.poll(() => topOf(page, "4. Webhooks")).toBeLessThan(200);
    await page.mouse.wheel(0, -100_000);
    if (screen.width > 900) {
      await expect.poll(() => contents.locator("[aria-current]").allTextContents()).toEqual(["About"]);
    } else await expect.poll(() => choice.inputValue()).toBe("about");
    expect(await sideways(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("its code is the form's, and never holds the key", async () => {
    const { page, url, key } = await openPage();
    await page.locator("input[type=file]").setInputFiles(["bear", "table"].map(example));
    const prompt = 'it\'s "the bear" from 0 on\nthe table from 1, $5 \\ 😀';
    await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
    await page.getByRole("radio", { name: "4:3" }).check({ force: true });
    await expect.poll(() => page.evaluate(() => localStorage.getItem("pastiche.references") ?? "")).toContain("table");
    await page.getByRole("link", { name: "API", exact: true }).click();
    await page.getByText("The code below runs what stands in").waitFor();
    const text = (await tsCode(page).first().textContent()) ?? "";
    expect(text).toContain(`prompt: ${JSON.stringify(prompt)}`);
    expect(text).toContain('aspect_ratio: "4:3"');
    expect(text).toContain(`baseUrl: "${url}"`);
    expect(text.match(/"http[^"]*\/files\/file_[^"]*"/g)).toHaveLength(2);
    // The numbers in the prompt, and the pictures that they name, in their colours.
    expect(await tsCode(page).first().locator(".code-number").allTextContents()).toEqual(["0", "1"]);
    expect(await tsCode(page).first().locator(".code-name").count()).toBe(2);
    expect(await page.locator("main").textContent()).not.toContain(key);
  });

  test("the language is chosen once, by keyboard too, and remembered; what was touched stays in place", async () => {
    const { page } = await openPage({ at: "api/stream" });
    const typescript = tab(page, "Stream live updates", "TypeScript");
    await typescript.focus();
    const before = await typescript.boundingBox();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const curl = tab(page, "Stream live updates", "curl");
    expect(await curl.evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(async () => Math.abs(((await curl.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
    const chosen = () => page.getByRole("tab", { selected: true }).allTextContents();
    expect(new Set(await chosen())).toEqual(new Set(["curl"]));
    await page.reload();
    await curl.waitFor();
    expect(new Set(await chosen())).toEqual(new Set(["curl"]));
  });

  test("what is copied is what is shown", async () => {
    const { page } = await openPage({ at: "api/run" });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await tab(page, "Run and get the result", "Python").click();
    const snippet = page.locator(".snippet", { has: page.getByRole("tablist", { name: "Run and get the result" }) });
    await snippet.getByRole("button", { name: "Copy" }).click();
    await snippet.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await snippet.locator("pre").textContent());
  });

  test.each(SCREENS)("the schema is the server's own ($name)", async (screen) => {
    const { page } = await openPage({ screen, at: "api/schema" });
    const input = page.getByRole("table", { name: "Input" });
    const row = (name: string) => input.getByRole("row", { name: new RegExp(`^${name} `) });
    await row("images").getByText("required").waitFor();
    expect(await row("test_time_scaling").getByRole("cell").allTextContents()).toEqual([
      "integer or null",
      "null",
      "1 to 5",
      expect.stringContaining("spend more time"),
    ]);
    await page.getByText("Output as JSON Schema").click();
    const shown = await page.getByRole("group", { name: "Output schema" }).textContent();
    expect(JSON.parse(shown ?? "").required).toEqual(["image", "output_meta"]);
    expect(await sideways(page)).toBe(0);
  });

  test("the webhook's body is that of the last result, copied whole", async () => {
    const { page, url, key } = await openPage({ at: "api/payload" });
    await page.getByText("such as this").waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const images = [
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    ];
    const answer = await fetch(`${url}/apps/run?wait=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ app: "reve/remix", input: { prompt: "0 at night", images } }),
    });
    const { data: task } = await answer.json();
    await page.evaluate((id) => localStorage.setItem("pastiche.task", JSON.stringify(id)), task.id);
    await page.reload();
    const body = page.getByRole("group", { name: "The last result" });
    await body.getByText(task.id).waitFor();
    await body.getByText(task.created_at).waitFor();
    await page.locator(".snippet", { has: body }).getByRole("button", { name: "Copy" }).click();
    const { id, output, error, session_id, created_at } = task;
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain(task.created_at);
    expect(JSON.parse(await copied())).toMatchObject({ id, status: 9, output, error, session_id, created_at });
    expect(await body.textContent()).toContain('"plan": { … }');
  });

  test("without a key all but the schema is there, which says why", async () => {
    const { page, complaints } = await openPage({ signedIn: false, at: "api/schema" });
    await page.getByText("The server tells its schema to whoever has a key.").waitFor();
    expect(await tsCode(page).count()).toBeGreaterThan(0);
    await page.locator("main").getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("dialog").waitFor();
    expect(complaints).toEqual([]);
  });

  test("a schema that cannot be had says so, and is asked for again", async () => {
    const { page } = await openPage();
    await page.route("**/apps/reve/remix", (route) => route.fulfill({ status: 404, json: { detail: "No such app" } }));
    await page.goto("about:blank");
    await page.goBack();
    await page.evaluate(() => (location.hash = "#/api/schema"));
    await page.getByText("The schema cannot be shown. No such app").waitFor();
    await page.unroute("**/apps/reve/remix");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("table", { name: "Input" }).waitFor();
  });

  test.each([
    ["light", SCREENS[0], "TypeScript"],
    ["dark", SCREENS[0], "Python"],
    ["light", SCREENS[1], "curl"],
    ["dark", SCREENS[1], "curl"],
  ] as const)("stumbles nobody (%s, %o)", async (scheme, screen, language) => {
    const { page } = await openPage({ screen, scheme, at: "api" });
    await page.getByRole("table", { name: "Output" }).waitFor();
    await page.getByText("Output as JSON Schema").click();
    await tab(page, "Run and get the result", language).click();
    await expectNoViolations(page);
  });

  test.each([640, 320])("nothing but code needs scrolling sideways at %i px", async (width) => {
    const { page } = await openPage({ screen: { width, height: 430 }, at: "api/run" });
    await page.getByRole("table", { name: "Output" }).waitFor();
    await page.getByText("Output as JSON Schema").click();
    await tab(page, "Run and get the result", "curl").click();
    expect(await sideways(page)).toBe(0);
    // Code does, by keyboard too.
    const code = page.getByRole("tabpanel").filter({ hasText: "?wait=true" }).first();
    await code.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => code.evaluate((one) => one.scrollLeft)).toBeGreaterThan(0);
  });
});
