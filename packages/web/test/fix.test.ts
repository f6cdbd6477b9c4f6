import type { Box, Plan } from "@pastiche/client";
import { beforeAll, expect, test } from "vitest";
import { describePage, expectNoViolations, type OpenedPage, SCREENS } from "./browser.ts";
import { middleOf, openResult, planOf, taskOf } from "./result.ts";

const SLOW_MS = 120_000;

/** The share of one box that lies over another. */
function sharedBy(one: Box, other: Box): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return (Math.max(0, across) * Math.max(0, down)) / (one.width * one.height);
}

/** A text is set anew in the box that it had: only the last digits may differ. */
function rounded(text: Plan["texts"][number]) {
  const { x, y, width, height } = text.box ?? { x: 0, y: 0, width: 0, height: 0 };
  return { ...text, box: [x, y, width, height].map((px) => Number(px.toFixed(3))) };
}

describePage.each(SCREENS)("changing a result by hand ($name)", (screen) => {
  let opened: OpenedPage;
  beforeAll(async () => {
    opened = await openResult(screen, { prompt: 'the bear from 0 on the table from 1 with the headline "HELLO"' });
    await opened.page.getByRole("button", { name: "Edit", exact: true }).click();
  }, SLOW_MS);

  const inPicture = (name: string | RegExp) => opened.page.locator(".fix").getByRole("button", { name, exact: true });
  const picture = () => opened.page.locator(".result-stage .viewer-sheet > img").getAttribute("src");
  const button = (name: string) => opened.page.getByRole("button", { name, exact: true });

  /** Does something, and gives the plan before it and the one that is drawn then, once its picture is on the page. */
  async function change(act: () => Promise<unknown>): Promise<{ before: Plan; after: Plan }> {
    const before = await planOf(opened);
    const shown = await picture();
    await act();
    await expect.poll(picture, { timeout: SLOW_MS }).not.toBe(shown);
    await expect.poll(() => opened.page.getByText("Drawing…").count(), { timeout: SLOW_MS }).toBe(0);
    return { before, after: await planOf(opened) };
  }

  async function dragBy(selector: string, right: number, down: number, between?: () => Promise<unknown>) {
    const { mouse } = opened.page;
    const { x, y } = await middleOf(opened.page, selector);
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + right, y + down, { steps: 12 });
    await between?.();
    await mouse.up();
  }

  /** Pixels of the screen for one of the plan. */
  async function zoom(): Promise<number> {
    const sheet = await opened.page.locator(".viewer-sheet").boundingBox();
    return sheet!.width / (await planOf(opened)).size.width;
  }

  test("a subject is dragged, and drawn where it was let go", { timeout: SLOW_MS }, async () => {
    const k = await zoom();
    const { before, after } = await change(() =>
      dragBy(".fix-thing.ref-0 .fix-hit", 60, -24, async () => {
        const ghost = await opened.page.locator(".fix-ghost").boundingBox();
        expect(ghost?.width).toBeGreaterThan(20);
      }),
    );
    const [from, to] = [before.subjects[0].box!, after.subjects[0].box!];
    expect(Math.abs(to.x - from.x - 60 / k)).toBeLessThanOrEqual(2);
    expect(Math.abs(to.y - from.y + 24 / k)).toBeLessThanOrEqual(2);
    expect([to.width, to.height]).toEqual([from.width, from.height]);
    expect(after.texts.map(rounded)).toEqual(before.texts.map(rounded));
  });

  test("its corner scales it, its handle turns it, and a button flips it", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const scaled = await change(() => dragBy(".fix-thing.ref-0 .fix-corner >> nth=2", 30, 30));
    const [from, to] = [scaled.before.subjects[0].box!, scaled.after.subjects[0].box!];
    expect(to.width).toBeGreaterThan(from.width);
    expect(to.width / to.height).toBeCloseTo(from.width / from.height, 1);
    expect([to.x, to.y].map((at, axis) => Math.abs(at - [from.x, from.y][axis]) <= 2)).toEqual([true, true]);
    const turned = await change(async () => {
      await page.keyboard.down("Shift");
      await dragBy(".fix-turn", 70, 10);
      await page.keyboard.up("Shift");
    });
    expect(turned.after.subjects[0].rotation).toBeGreaterThan(0);
    expect(turned.after.subjects[0].rotation % 15).toBe(0);
    const flipped = await change(() => button("Flip").click());
    expect(flipped.after.subjects[0].flip).toBe(true);
    expect(flipped.after.subjects[0].rotation).toBe(turned.after.subjects[0].rotation);
  });

  test("changes are undone and redone, and what was drawn is shown at once", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const flipped = await picture();
    const runs: string[] = [];
    page.on("request", (request) => request.url().endsWith("/apps/run") && runs.push(request.url()));
    await page.locator(".fix-list button").first().focus();
    await page.keyboard.press("Control+z");
    await expect.poll(picture).not.toBe(flipped);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(picture).toBe(flipped);
    for (let i = 0; i < 4; i++) await button("Undo").click();
    expect(await button("Undo").isDisabled()).toBe(true);
    await page.keyboard.press("Control+y");
    await button("Undo").click();
    expect(runs).toEqual([]);
    await expect.poll(async () => (await planOf(opened)).subjects[0]).toMatchObject({ rotation: 0, flip: false });
  });

  test("by keys alone a subject is moved, scaled, turned and taken away, and comes back", {
    timeout: SLOW_MS,
  }, async () => {
    const { page } = opened;
    const { before, after } = await change(async () => {
      await inPicture("the bear").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("]");
      await page.keyboard.press("+");
    });
    const [from, to] = [before.subjects[0].box!, after.subjects[0].box!];
    expect(to.x + to.width / 2 - from.x - from.width / 2).toBeCloseTo(11, -0.5);
    expect(to.height / from.height).toBeCloseTo(1.04, 1);
    expect(after.subjects[0].rotation).toBe(1);
    const gone = await change(async () => {
      await inPicture("the bear").focus();
      await page.keyboard.press("Delete");
    });
    expect(gone.after.subjects[0].opacity).toBe(0);
    expect(await inPicture("the bear").count()).toBe(0);
    const back = await change(() => button("Bring back").click());
    expect(back.after.subjects[0].opacity).toBe(1);
  });

  test("a text is written where it stands, another is added, and one is removed", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const { before, after } = await change(async () => {
      await inPicture("“HELLO”").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "The text" }).fill("GOOD BYE");
      await page.keyboard.press("Enter");
    });
    expect(after.texts).toHaveLength(1);
    expect(after.texts[0]).toMatchObject({ content: "GOOD BYE", font: before.texts[0].font });
    const added = await change(async () => {
      await button("Add text").click();
      await page.getByRole("textbox", { name: "The text" }).fill("and");
      await page.keyboard.press("Shift+Enter");
      await page.keyboard.type("more");
      await page.keyboard.press("Enter");
      // What is typed on is no key of what was written.
      await page.keyboard.type("d");
      await inPicture("“and more”").waitFor();
    });
    await expect.poll(async () => (await planOf(opened))?.texts.length, { timeout: SLOW_MS }).toBe(2);
    const { texts, subjects } = (await planOf(opened)) as Plan;
    expect(texts[1]).toMatchObject({ content: "and\nmore", font: after.texts[0].font });
    expect(sharedBy(texts[1].box!, subjects[0].box!)).toBeLessThan(0.1);
    expect(added.after.texts[0]).toMatchObject({ content: "GOOD BYE", colour: after.texts[0].colour });
    expect(added.after.texts[0].box!.y).toBeCloseTo(after.texts[0].box!.y);
    const removed = await change(async () => {
      await inPicture("“GOOD BYE”").focus();
      await page.keyboard.press("Delete");
    });
    expect(removed.after.texts.map(({ content }) => content)).toEqual(["and\nmore"]);
  });

  test("dots and a box mend its cut-out, by pointer and by keys", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    await page.locator(".fix-list").getByRole("button", { name: "the bear" }).click();
    await button("Mend the cut-out").click();
    const pad = page.getByRole("application");
    await pad.waitFor();
    const box = (await pad.boundingBox())!;
    const { width } = await page
      .getByRole("img", { name: "Reference 0" })
      .evaluate((image: HTMLImageElement) => ({ width: image.naturalWidth }));
    await change(() => page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.45));
    const { input } = await taskOf(opened);
    expect(input.hints[0].keep).toHaveLength(1);
    expect(Math.abs(input.hints[0].keep[0].x - width * 0.7)).toBeLessThanOrEqual(width / box.width + 1);
    expect(input.hints[1]).toBe(null);
    await change(async () => {
      await button("Drop").click();
      await pad.focus();
      for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowLeft");
      await page.keyboard.press("Enter");
    });
    expect((await taskOf(opened)).input.hints[0].drop).toHaveLength(1);
    await change(() => page.getByRole("button", { name: /^Dropped at/ }).click());
    expect((await taskOf(opened)).input.hints[0].drop ?? []).toEqual([]);
    await change(async () => {
      await button("Box").click();
      await pad.focus();
      await page.keyboard.press("Enter");
      for (let i = 0; i < 4; i++) await page.keyboard.press("Shift+ArrowLeft");
      for (let i = 0; i < 6; i++) await page.keyboard.press("Shift+ArrowUp");
      await page.keyboard.press("Enter");
    });
    const drawn = (await taskOf(opened)).input.hints[0].box;
    expect(drawn.height / drawn.width).toBeCloseTo(1.5, 1);
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    // The form's own next run knows it too, until it is undone.
    const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("pastiche.references") ?? "[]")[0].hints);
    expect((await kept()).keep).toHaveLength(1);
    for (let i = 0; i < 4; i++) await button("Undo").click();
    expect(await kept()).toBe(null);
    expect(opened.complaints).toEqual([]);
  });

  test("what was told of a cut-out outlives Escape, until its badge takes it back", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("pastiche.references") ?? "[]")[0].hints);
    const mend = button("Mend the cut-out");
    if (!(await mend.isVisible())) await page.locator(".fix-list").getByRole("button", { name: "the bear" }).click();
    await mend.click();
    await change(async () => {
      await page.getByRole("application").click();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("Escape");
    });
    expect((await taskOf(opened)).input.hints[0].keep).toHaveLength(1);
    expect((await kept()).keep).toHaveLength(1);
    await page.getByRole("button", { name: /^mended/ }).click();
    expect(await kept()).toBe(null);
    expect(await page.getByRole("button", { name: /^mended/ }).count()).toBe(0);
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    expect((await kept()).keep).toHaveLength(1);
    await button("Undo").first().click();
    expect(await kept()).toBe(null);
  });

  test("nothing is changed while a run of the form is awaited", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    await page.route("**/apps/run", async (route) => {
      await page.locator(".fix-panel[inert]").waitFor();
      await page.locator(".fix[inert]").waitFor({ state: "attached" });
      await route.continue();
    });
    await change(() => page.locator(".run-button").click());
    await page.locator(".fix-panel:not([inert])").waitFor();
    await page.unroute("**/apps/run");
  });

  test("a drag follows the pointer", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    await page.evaluate(() => {
      const delays: number[] = [];
      Object.assign(globalThis, { delays });
      addEventListener("pointermove", ({ timeStamp }) =>
        requestAnimationFrame(() => delays.push(performance.now() - timeStamp)),
      );
    });
    await change(() => dragBy(".fix-thing.ref-0 .fix-hit", -40, 10));
    const delays = await page.evaluate(() => (globalThis as unknown as { delays: number[] }).delays);
    const sorted = delays.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
    console.log(`from the pointer to the frame (${screen.name}): median ${at(0.5)} ms, worst ${at(1)} ms`);
    expect(delays.length).toBeGreaterThan(0);
  });
});

describePage("changing a result by hand", () => {
  test.each(["light", "dark"] as const)("stumbles nobody (%s)", { timeout: SLOW_MS }, async (scheme) => {
    const { page } = await openResult(
      SCREENS[0],
      { prompt: 'the bear from 0 on the table from 1 with the headline "<script>alert(1)</script>"' },
      scheme,
    );
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await expectNoViolations(page);
    await page.locator(".fix-list").getByRole("button", { name: "the bear" }).click();
    await expectNoViolations(page);
    await page.locator(".fix-list").getByRole("button", { name: "alert(1)" }).click();
    await expectNoViolations(page);
    const panel = page.locator(".fix-panel");
    expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await page.setViewportSize(SCREENS[1]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
