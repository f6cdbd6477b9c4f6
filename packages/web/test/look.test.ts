import { beforeAll, expect, test } from "vitest";
import { describePage, expectNoViolations, type OpenedPage, SCREENS } from "./browser.ts";
import { bytesOf, middleOf, openResult } from "./result.ts";

const SLOW_MS = 120_000;

describePage.each(SCREENS)("looking at a result ($name)", (screen) => {
  let opened: OpenedPage;
  beforeAll(async () => {
    opened = await openResult(screen, { prompt: "the bear from 0 on the table from 1" });
  }, SLOW_MS);

  const viewer = () => opened.page.getByRole("region", { name: /^The result\./ });
  const percent = async () => Number.parseInt((await opened.page.locator(".viewer-percent").textContent()) ?? "", 10);
  const sheet = () => opened.page.locator(".viewer-sheet").boundingBox();

  test("is fitted at first, and zoomed by wheel about the pointer, by double click and by keys", async () => {
    const { page } = opened;
    const fitted = await percent();
    const middle = await middleOf(page, ".viewer");
    const before = await sheet();
    const frame = await viewer().boundingBox();
    expect(before?.width).toBeLessThanOrEqual(frame?.width ?? 0);
    expect(before?.height).toBeLessThanOrEqual(frame?.height ?? 0);
    const pointer = { x: middle.x + 60, y: middle.y + 40 };
    await page.mouse.move(pointer.x, pointer.y);
    await page.mouse.wheel(0, -400);
    await expect.poll(percent).toBeGreaterThan(fitted);
    const after = await sheet();
    if (!before || !after) throw new Error("no sheet");
    const under = (box: typeof before) => [(pointer.x - box.x) / box.width, (pointer.y - box.y) / box.height];
    for (const [axis, at] of under(before).entries()) expect(under(after)[axis]).toBeCloseTo(at, 2);

    await viewer().focus();
    await page.keyboard.press("0");
    await expect.poll(percent).toBe(fitted);
    await page.keyboard.press("+");
    await expect.poll(percent).toBeGreaterThan(fitted);
    await page.keyboard.press("1");
    await expect.poll(percent).toBe(100);
    await page.keyboard.press("0");
    await page.mouse.dblclick(pointer.x, pointer.y);
    await expect.poll(percent).toBe(100);
    await page.mouse.dblclick(pointer.x, pointer.y);
    await expect.poll(percent).toBe(fitted);
  });

  test("is moved by dragging and by arrow keys once it is larger than its frame", async () => {
    const { page } = opened;
    const { x, y } = await middleOf(page, ".viewer");
    await viewer().focus();
    await page.keyboard.press("1");
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    const before = await sheet();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 70, y - 30, { steps: 5 });
    await page.mouse.up();
    const after = await sheet();
    expect([after!.x - before!.x, after!.y - before!.y].map(Math.round)).toEqual([-70, -30]);
    await page.keyboard.press("ArrowRight");
    expect(Math.round((await sheet())!.x - after!.x)).toBe(-64);
    await page.getByRole("button", { name: "Fit", exact: true }).click();
  });

  test("is compared with each reference by a slider that keys move", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Compare" }).click();
    // It opens on the scene.
    expect(await page.getByRole("button", { name: "Reference 1" }).getAttribute("aria-pressed")).toBe("true");
    const before = page.locator(".compare-before");
    await before.getByRole("img", { name: "Reference 1" }).waitFor();
    const clip = () => before.evaluate((element) => getComputedStyle(element).clipPath);
    const half = await clip();
    const slider = page.getByRole("slider", { name: /picture 1/ });
    await slider.focus();
    await page.keyboard.press("PageUp");
    expect(await clip()).not.toBe(half);
    await page.keyboard.press("Home");
    expect(await slider.inputValue()).toBe("0");
    // The scene lies over itself: wherever the bear is not, the two are alike.
    const [result, scene] = await Promise.all(
      [".viewer-sheet > img", ".compare-before"].map((one) => page.locator(one).first().boundingBox()),
    );
    expect(scene?.width).toBeGreaterThanOrEqual(result?.width ?? 0);
    await page.getByRole("button", { name: "Beside" }).click();
    await page.getByText("subject, the bear").waitFor();
    await page.getByText("scene, the table").waitFor();
    await page.getByRole("button", { name: "Picture", exact: true }).click();
  });

  test("is taken as PNG, JPEG, WebP and in layers", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const take = async (name: RegExp) => {
      await page.getByRole("button", { name: "Download" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download", { timeout: SLOW_MS }),
        page.getByRole("button", { name }).click(),
      ]);
      const bytes = await bytesOf(download);
      await page.getByRole("button", { name: "Download" }).waitFor();
      return { bytes, name: download.suggestedFilename() };
    };
    const png = await take(/^PNG/);
    expect(png.name).toMatch(/^the-bear-from-0-on-the-table-from-1-[a-z0-9]{8}\.png$/);
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    const [width, height] = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
    expect(await page.locator(".result-details").textContent()).toContain(`${width} × ${height}`);
    const jpeg = await take(/^JPEG/);
    expect(jpeg.bytes.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(jpeg.bytes.length).toBeLessThan(png.bytes.length);
    const webp = await take(/^WebP/);
    expect(webp.bytes.subarray(8, 12).toString()).toBe("WEBP");
    const psd = await take(/^Layers, PSD/);
    expect(psd.bytes.subarray(0, 4).toString()).toBe("8BPS");
    expect([psd.bytes.readUInt32BE(18), psd.bytes.readUInt32BE(14)]).toEqual([width, height]);
    const ora = await take(/^Layers, ORA/);
    expect(ora.bytes.subarray(38, 54).toString()).toBe("image/openraster");
  });

  test("its link and itself are copied, and it becomes a reference", async () => {
    const { page, url } = opened;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText("The link is copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(url)).toBe(true);
    expect((await fetch(link)).headers.get("content-type")).toBe("image/png");
    await page.getByRole("button", { name: "Copy the image" }).click();
    await page.getByText("The image is copied.").waitFor();
    const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    expect(types).toContain("image/png");
    await page.getByRole("button", { name: "Use as a reference" }).click();
    await expect.poll(() => page.locator(".picture img").count()).toBe(3);
  });

  test("another seed is another picture, and the film goes back", { timeout: SLOW_MS }, async () => {
    const { page } = opened;
    const picture = page.locator(".viewer-sheet > img");
    const first = await picture.getAttribute("src");
    await page.getByRole("button", { name: "Vary the seed" }).click();
    await expect.poll(() => picture.getAttribute("src"), { timeout: SLOW_MS }).not.toBe(first);
    expect(await page.locator(".result-details").textContent()).not.toContain("Seed0");
    const film = page.getByRole("navigation", { name: "Results of this visit" });
    await film.getByRole("button", { name: /^Result 1:/ }).click();
    await expect.poll(() => picture.getAttribute("src")).toBe(first);
    expect(opened.complaints).toEqual([]);
  });
});

describePage("looking at a result", () => {
  test.each(["light", "dark"] as const)("stumbles nobody (%s)", { timeout: SLOW_MS }, async (scheme) => {
    const { page } = await openResult(SCREENS[0], { prompt: "the bear from 0 driving the table from 1" }, scheme);
    await page
      .locator(".result-shortfalls")
      .getByText(/driving/)
      .waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Download" }).click();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    for (const mode of ["Compare", "Beside"]) {
      await page.getByRole("button", { name: mode }).click();
      await expectNoViolations(page);
    }
    await page.setViewportSize(SCREENS[1]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
