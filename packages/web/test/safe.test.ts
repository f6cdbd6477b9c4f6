import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { describePage, example, openPage } from "./browser.ts";

const EVIL = `<img src=x onerror="globalThis.caught=1"><script>globalThis.caught=1</script> "0"`;

describePage("the page is safe", () => {
  test("from prompts: they are text, wherever they are shown", async () => {
    const { page } = await openPage();
    await page.locator("input[type=file]").setInputFiles(example("cat"));
    await page.getByRole("textbox", { name: "Prompt" }).fill(`0 with the text "${EVIL}"`);
    await page.getByText("scene").waitFor();
    for (const at of ["api", "tasks", ""]) {
      await page.evaluate((hash) => (location.hash = hash), `#/${at}`);
      await page.waitForTimeout(300);
    }
    expect(await page.evaluate(() => "caught" in globalThis)).toBe(false);
  });

  test("from names of files, and files that are no pictures", async () => {
    const { page } = await openPage();
    const cat = await readFile(example("cat"));
    await page.locator("input[type=file]").setInputFiles([
      { name: `${EVIL}.jpg`, mimeType: "image/jpeg", buffer: cat },
      { name: "page.html", mimeType: "text/html", buffer: Buffer.from(`<h1>${EVIL}</h1>`) },
    ]);
    await page.getByText("1 of 2 files are no pictures.").waitFor();
    await page.locator(".picture img").waitFor();
    expect(await page.evaluate(() => "caught" in globalThis)).toBe(false);
  });

  test("from what is uploaded: no picture is ever a document of this origin", async () => {
    const { page, url, key } = await openPage();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>globalThis.caught=1</script></svg>`;
    const form = new FormData();
    form.append("file", new Blob([svg], { type: "image/svg+xml" }), "evil.svg");
    const uploaded = await fetch(`${url}/files`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}` },
      body: form,
    });
    const { data } = await uploaded.json();
    const answer = await page.request.get(data.uri);
    expect(answer.headers()["content-disposition"]).toMatch(/^attachment/);
    expect(answer.headers()["content-type"]).toBe("application/octet-stream");
    expect(answer.headers()["content-security-policy"]).toContain("sandbox");
  });

  test("from addresses: one that stands for nothing still shows a page", async () => {
    const { page, url } = await openPage({ at: "tasks/%" });
    await page.getByText("There is no such task").waitFor();
    await page.goto("about:blank");
    await page.goto(`${url}/#key=%`);
    await page.getByRole("heading", { name: "Remix" }).waitFor({ state: "attached" });
  });

  test("keeps its key out of the address, of cookies, and of every address that it asks for", async () => {
    const { page, key } = await openPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.reload();
    await page.getByRole("button", { name: "Signed in" }).waitFor();
    expect(page.url()).not.toContain(key);
    expect(asked.filter((address) => address.includes(key))).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem("pastiche.key"))).toContain(key);
    await page.getByRole("textbox", { name: "Prompt" }).fill("a secret plan for 0");
    await page.getByRole("button", { name: "Signed in" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
    expect(await page.getByRole("textbox", { name: "Prompt" }).inputValue()).toBe("");
  });

  test("lets nothing run that does not come from this server", async () => {
    const { page, url } = await openPage();
    const refused = await page.evaluate(async (origin) => {
      const violations: string[] = [];
      addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "globalThis.caught = 1";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.com/pixel.png";
      document.body.append(image);
      await fetch(`${origin.replace(/\d+$/, "1")}/`).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      return violations;
    }, url);
    expect(refused).toEqual(expect.arrayContaining(["script-src-elem", "img-src", "connect-src"]));
    expect(await page.evaluate(() => "caught" in globalThis)).toBe(false);
  });
});
