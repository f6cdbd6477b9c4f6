import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine, Server } from "@pastiche/server";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describePage, example, expectNoViolations, KEY, openPage, SCREENS, startServer } from "./browser.ts";

const picture = await readFile(example("cat"));

/** Goes on as far as it is let, one run at a time, and shows what there is at half of the way. */
function createPacedEngine() {
  let letThrough = 0;
  const engine: Engine = {
    name: "paced",
    about: "As fast as a test wants it.",
    versions: ["paced@1"],
    slots: 1,
    async run({ prompt }, { signal, onProgress }) {
      if (prompt.includes("fail")) throw new Error("it broke");
      onProgress({ percent: 20, step: "cutOut" });
      onProgress({ percent: 50, step: "compose", preview: picture });
      while (letThrough < 1) await sleep(20, undefined, { signal });
      letThrough -= 1;
      return {
        image: picture,
        contentType: "image/jpeg",
        width: 451,
        height: 300,
        timings: [{ step: "compose", ms: 1 }],
      };
    },
    close: async () => {},
  };
  return { engine, letOneThrough: () => (letThrough += 1) };
}

const result = (page: Page) => page.getByRole("region", { name: "Result" });

async function ask(page: Page, prompt: string) {
  await page.locator("input[type=file]").setInputFiles(example("cat"));
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  const button = page.getByRole("button", { name: /^Remix/ });
  await expect.poll(() => button.getAttribute("aria-disabled"), { timeout: 15_000 }).toBe("false");
  await button.click();
}

describePage("a run", () => {
  // Of its own for each test: what one leaves running holds up no other.
  let server: Server;
  let paced: ReturnType<typeof createPacedEngine>;
  beforeEach(async () => {
    paced = createPacedEngine();
    server = await startServer([paced.engine]);
  });
  afterEach(() => server.close());

  test.each(SCREENS)("is watched: step, progress, the picture so far, the time ($name)", async (screen) => {
    const { page, complaints } = await openPage({ on: server, screen });
    await ask(page, "0 as a watercolor");
    await result(page).getByText("Composing").waitFor();
    expect(await page.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("50");
    await page.getByRole("img", { name: "What there is so far" }).waitFor();
    await result(page)
      .getByText(/\d\.\d s/)
      .waitFor();
    await expectNoViolations(page);
    paced.letOneThrough();
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    await result(page).locator("img[src*='/files/']:not([src*='width='])").first().waitFor();
    expect(complaints).toEqual([]);
  });

  test("says its place in the queue, and can be cancelled from there", async () => {
    const first = await openPage({ on: server });
    await ask(first.page, "0 at night");
    await result(first.page).getByText("Composing").waitFor();
    const second = await openPage({ on: server });
    await ask(second.page, "0 in the snow");
    await result(second.page).getByText("Waiting, next in the queue").waitFor();
    await result(second.page).getByRole("button", { name: "Cancel" }).click();
    await result(second.page).getByText("Cancelled.").waitFor();
    await first.page.keyboard.press("Escape");
    await result(first.page).getByText("Cancelled.").waitFor();
  });

  test("goes on while the connection is lost, and is found again", async () => {
    const { page } = await openPage({ on: server });
    await ask(page, "0 as a sketch");
    await result(page).getByText("Composing").waitFor();
    await page.context().setOffline(true);
    await page.getByText("This device is offline.").waitFor();
    paced.letOneThrough();
    await sleep(500);
    await page.context().setOffline(false);
    await result(page).locator("img[src*='/files/']:not([src*='width='])").first().waitFor();
  });

  test("is found again after a reload, though an older picture was looked at meanwhile", async () => {
    const { page } = await openPage({ on: server });
    paced.letOneThrough();
    await ask(page, "0 as an oil painting");
    await result(page).locator("img[src*='/files/']:not([src*='width='])").first().waitFor();
    await page.getByRole("button", { name: /^Remix/ }).click();
    await result(page).getByText("Composing").waitFor();
    await page.getByRole("button", { name: /^Result 1/ }).click();
    await page.reload();
    await result(page).getByText("Composing").waitFor();
  });

  test("that fails says why, and is tried again with a click", async () => {
    const { page } = await openPage({ on: server });
    await ask(page, "0 fail");
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor();
    await expectNoViolations(page);
  });

  test("that is cancelled while it is being sent does not run on", async () => {
    const { page } = await openPage({ on: server });
    await page.route("**/apps/run", async (route) => {
      const answer = await route.fetch();
      await page.keyboard.press("Escape");
      await page.getByText("Cancelled.").waitFor();
      await route.fulfill({ response: answer });
    });
    await ask(page, "0 in the rain");
    await page.getByText("Cancelled.").waitFor();
    await expect.poll(() => statusOfNewest(server)).toBe("cancelled");
    expect(await page.getByText("Cancelled.").count()).toBe(1);
  });
});

async function statusOfNewest({ url }: Server): Promise<string> {
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  const response = await fetch(`${url}/tasks/list`, { method: "POST", headers, body: "{}" });
  const { data } = await response.json();
  return data.items[0].status_text;
}
