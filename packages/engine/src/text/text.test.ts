import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { createPlane, createRandom, createRaster, LINEAR_OF_BYTE, type Raster } from "../pixels/index.ts";
import { breakLines } from "./breakLines.ts";
import { chooseFont } from "./chooseFont.ts";
import { codePointsOf } from "./coverage.ts";
import { drawText } from "./drawText.ts";
import { layoutText, layoutTexts, type TextLayout, type TextRequest } from "./layoutText.ts";
import { contrastOf, luminanceOf } from "./legibility.ts";
import { findTypesetting } from "./typeset.ts";

function filled(width: number, height: number, colour: (x: number, y: number) => number[]): Raster {
  const out = createRaster(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data.set(colour(x, y), (y * width + x) * 4);
  return out;
}

const grey = filled(320, 240, () => [120, 124, 128, 255]);

async function lay(request: Partial<TextRequest>, picture = grey, avoid: Parameters<typeof layoutText>[2] = null) {
  const { layout } = await layoutText({ content: "Hello", position: null, ...request }, picture, avoid);
  if (!layout) throw new Error("nothing was laid out");
  return layout;
}

test("the font follows the wish, the words and the occasion", () => {
  expect(chooseFont("SUMMER SALE", "add the text")).toBe("Archivo Black");
  expect(chooseFont("Happy birthday", "a card")).toBe("Pacifico");
  expect(chooseFont("HAPPY BIRTHDAY", "a card")).not.toBe("Pacifico");
  expect(chooseFont("Anna & Tom", "a wedding invitation")).toBe("Great Vibes");
  expect(chooseFont("POW!", "")).toBe("Bangers");
  expect(chooseFont("Hello", "in a serif font")).toBe("DM Serif Display");
  expect(chooseFont("Tuesday", "put the robot on the table")).toBe("Montserrat");
});

test("only words about the lettering, and none that are quoted, wish for a kind of letter", () => {
  const headline = "<script>alert(1)</script> & co";
  expect(chooseFont(headline, `0 with the headline "${headline}"`)).toBe("Montserrat");
  expect(chooseFont("serif or mono", 'a card with the text "serif or mono"')).toBe("Montserrat");
  expect(chooseFont("Tuesday", 'the words "Tuesday" and "a handwritten note"')).toBe("Montserrat");
  expect(chooseFont("Tuesday", "the typewriter from 0 on the concrete slab from 1")).toBe("Montserrat");
  expect(chooseFont("Tuesday", 'the text "Tuesday" in a typewriter font')).toBe("Space Mono");
  expect(chooseFont("Tuesday", 'the text "Tuesday" in an elegant script')).toBe("Great Vibes");
});

test("no line ends on an ampersand or leaves a short word alone after it", () => {
  const measure = (line: string) => line.length;
  expect(breakLines("Miller & co", 2, measure)).toBeNull();
  expect(breakLines("The old Miller & Co.", 2, measure)).toEqual(["The old", "Miller & Co."]);
  expect(breakLines("Salt & Pepper", 2, measure)).toEqual(["Salt", "& Pepper"]);
});

test("lines are as even as words allow, and keep the breaks that were given", () => {
  const measure = (line: string) => line.length;
  expect(breakLines("one two three four", 2, measure)).toEqual(["one two", "three four"]);
  expect(breakLines("one two", 3, measure)).toBeNull();
  expect(breakLines("a\nlonger line", 2, measure)).toEqual(["a", "longer line"]);
  expect(breakLines("お誕生日おめでとう", 2, measure)).toHaveLength(2);
});

test("a file's coverage is read from its cmap", () => {
  const require = createRequire(import.meta.url);
  const covered = codePointsOf(readFileSync(require.resolve("@fontsource/anton/files/anton-latin-400-normal.woff2")));
  expect(covered.has("A".codePointAt(0) ?? 0)).toBe(true);
  expect(covered.has("é".codePointAt(0) ?? 0)).toBe(true);
  expect(covered.has("Ω".codePointAt(0) ?? 0)).toBe(false);
  expect(covered.has("日".codePointAt(0) ?? 0)).toBe(false);
});

test("Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Devanagari, Japanese, Korean, Chinese and emoji are set without a missing letter", () => {
  for (const content of [
    "Crème brûlée",
    "Καλημέρα",
    "Праздник",
    "مرحبا",
    "שלום",
    "สวัสดี",
    "नमस्ते",
    "お誕生日",
    "생일 축하합니다",
    "生日快乐，欢迎光临",
    "Pizza 🍕",
    "Łódź, İstanbul",
  ]) {
    expect(findTypesetting(content, "Anton").missing).toEqual([]);
  }
});

test("Han characters come in their Chinese form, or in the Japanese one beside kana", () => {
  const families = (content: string) => findTypesetting(content, "Anton").files.map(({ family }) => family);
  expect(families("生日快乐").every((family) => family.includes("noto-sans-sc"))).toBe(true);
  expect(families("お誕生日").every((family) => family.includes("noto-sans-jp"))).toBe(true);
});

test("what no font has is named and left out, never a box", async () => {
  const { layout, unsupported } = await layoutText({ content: "Rune ᚠ", position: null }, grey, null);
  expect(layout?.content.trim()).toBe("Rune");
  expect(unsupported.join()).toContain("ᚠ");
  expect(await layoutText({ content: "ᚠᚢ", position: null }, grey, null)).toMatchObject({ layout: null });
});

test("a text stands where the prompt wants it, inside the picture, with a margin", async () => {
  for (const position of ["top", "bottom", "center", "left", "right", "top-left", "bottom-right"] as const) {
    const { box } = await lay({ content: "Grand opening", position });
    expect(box.x).toBeGreaterThanOrEqual(8);
    expect(box.y).toBeGreaterThanOrEqual(8);
    expect(box.x + box.width).toBeLessThanOrEqual(grey.width - 8);
    expect(box.y + box.height).toBeLessThanOrEqual(grey.height - 8);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    if (position.startsWith("top")) expect(middle.y).toBeLessThan(grey.height * 0.4);
    if (position.startsWith("bottom")) expect(middle.y).toBeGreaterThan(grey.height * 0.6);
    if (position.includes("left")) expect(middle.x).toBeLessThan(grey.width * 0.45);
    if (position.includes("right")) expect(middle.x).toBeGreaterThan(grey.width * 0.55);
  }
});

test("a text without a place keeps clear of what is to be avoided and of what is unquiet", async () => {
  const random = createRandom(1);
  const busyTop = filled(320, 240, (_, y) => {
    const v = y < 120 ? 255 * random() : 60;
    return [v, v, v, 255];
  });
  expect((await lay({}, busyTop)).box.y).toBeGreaterThan(110);
  const avoid = createPlane(320, 240);
  avoid.data.fill(1, 0, 320 * 170);
  const { box } = await lay({}, grey, avoid);
  expect(box.y).toBeGreaterThan(165);
});

test("characters that are not seen are left out", async () => {
  expect((await lay({ content: "a\u0000b\u0007" })).content).toBe("ab");
});

test("a paragraph is set small and whole, a huge word and a tiny picture still fit", async () => {
  const paragraph = "Every morning the sloth looks at the river and decides that it can wait. ".repeat(6).trim();
  const long = await lay({ content: paragraph });
  expect(long.lines.map((line) => line.text).join(" ")).toBe(paragraph);
  for (const layout of [
    long,
    await lay({ content: "Donaudampfschifffahrtsgesellschaft" }),
    await lay(
      { content: "Hi" },
      filled(24, 24, () => [9, 9, 9, 255]),
    ),
  ]) {
    const side = layout.content === "Hi" ? { width: 24, height: 24 } : grey;
    expect(layout.box.x + layout.box.width).toBeLessThanOrEqual(side.width);
    expect(layout.box.y + layout.box.height).toBeLessThanOrEqual(side.height);
  }
});

test("several texts do not lie on each other", async () => {
  const results = await layoutTexts(
    ["SUMMER SALE", "50% off", "Only today"].map((content) => ({ content, position: null })),
    grey,
    null,
  );
  const boxes = results.map(({ layout }) => layout?.box ?? { x: 0, y: 0, width: 0, height: 0 });
  for (let a = 0; a < boxes.length; a++) {
    for (let b = 0; b < a; b++) {
      const apart = boxes[a].y >= boxes[b].y + boxes[b].height || boxes[b].y >= boxes[a].y + boxes[a].height;
      const beside = boxes[a].x >= boxes[b].x + boxes[b].width || boxes[b].x >= boxes[a].x + boxes[a].width;
      expect(apart || beside).toBe(true);
    }
  }
});

test("what follows a headline stands right above or beneath it, on its axis, smaller, on one line where that is as good", async () => {
  const poster = filled(400, 600, () => [20, 40, 30, 255]);
  const requests = ["THE LAST FOREST", "Some paths never end"].map((content) => ({
    content,
    position: null,
    font: "Anton" as const,
  }));
  const [title, tagline] = (await layoutTexts(requests, poster, null)).map(({ layout }) => layout);
  if (!title || !tagline) throw new Error("nothing was laid out");
  expect([title, tagline].map(({ lines }) => lines.length)).toEqual([1, 1]);
  expect(tagline.fontSizePx).toBeLessThan(0.7 * title.fontSizePx);
  const middle = ({ box }: TextLayout) => box.x + box.width / 2;
  expect(Math.abs(middle(title) - middle(tagline))).toBeLessThan(2);
  const gap = Math.max(
    tagline.box.y - title.box.y - title.box.height,
    title.box.y - tagline.box.y - tagline.box.height,
  );
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThan(0.1 * 600);
});

test("a headline is large even where the picture is unquiet all over", async () => {
  const random = createRandom(3);
  const forest = filled(320, 480, () => [...Array(3).fill(20 + 70 * random()), 255]);
  const title = await lay({ content: "THE LAST FOREST" }, forest);
  expect(title.fontSizePx).toBeGreaterThan(0.08 * 320);
});

test("contrast is at least 4.5 on white, black, middle grey, noise and stripes, as drawn", async () => {
  const random = createRandom(8);
  const grounds = [
    filled(200, 150, () => [255, 255, 255, 255]),
    filled(200, 150, () => [0, 0, 0, 255]),
    filled(200, 150, () => [119, 119, 119, 255]),
    filled(200, 150, () => [255 * random(), 255 * random(), 255 * random(), 255]),
    filled(200, 150, (x) => (x % 40 < 20 ? [250, 250, 250, 255] : [5, 5, 5, 255])),
    filled(200, 150, () => [0, 0, 0, 0]),
  ];
  for (const ground of grounds) {
    const layout = await lay({ content: "Readable" }, ground);
    const behind = await drawText(ground, { ...layout, lines: [] });
    const sorted = luminancesIn(behind, layout.box);
    const ink = luminanceOf(layout.colour);
    for (const share of [0.06, 0.5, 0.94]) {
      expect(contrastOf(ink, sorted[Math.floor(share * sorted.length)])).toBeGreaterThanOrEqual(4.5);
    }
    expect(layout.contrast).toBeGreaterThanOrEqual(4.5);
  }
});

function luminancesIn({ width, data }: Raster, box: TextLayout["box"]): number[] {
  const out: number[] = [];
  for (let y = Math.floor(box.y); y < box.y + box.height; y++) {
    for (let x = Math.floor(box.x); x < box.x + box.width; x++) {
      const i = (y * width + x) * 4;
      const alpha = data[i + 3] / 255;
      const [r, g, b] = [0, 1, 2].map((c) => LINEAR_OF_BYTE[Math.round(data[i + c] * alpha + 255 * (1 - alpha))]);
      out.push(0.2126 * r + 0.7152 * g + 0.0722 * b);
    }
  }
  return out.sort((a, b) => a - b);
}

test("a variable font is bold in every drawing, not its thinnest instance", async () => {
  const stems: number[] = [];
  for (let round = 0; round < 3; round++) {
    const layout = await lay({ content: "ILLI", font: "Montserrat", position: "center" });
    const out = await drawText(grey, layout);
    const y = Math.round(layout.box.y + layout.box.height / 2);
    const { box } = layout;
    let ink = 0;
    for (let x = Math.floor(box.x); x < box.x + box.width; x++) {
      if (Math.abs(out.data[(y * grey.width + x) * 4] - grey.data[0]) > 60) ink++;
    }
    stems.push(ink / layout.fontSizePx);
  }
  // Four stems of a bold letter are each about 0.16 em wide; Montserrat Thin's are 0.02.
  for (const share of stems) expect(share).toBeGreaterThan(0.4);
});

test("drawing puts ink inside the box, nothing far outside it, and gives the same bytes again", async () => {
  const layout: TextLayout = await lay({ content: "Crème brûlée", position: "top" });
  const out = await drawText(grey, layout);
  expect((await drawText(grey, layout)).data).toEqual(out.data);
  let inside = 0;
  for (let y = 0, i = 0; y < grey.height; y++) {
    for (let x = 0; x < grey.width; x++, i += 4) {
      const changed = Math.abs(out.data[i] - grey.data[i]) > 60;
      const { box, fontSizePx } = layout;
      const near =
        x > box.x - fontSizePx * 0.3 &&
        x < box.x + box.width + fontSizePx * 0.3 &&
        y > box.y - fontSizePx * 0.5 &&
        y < box.y + box.height + fontSizePx * 0.5;
      if (changed) expect(near).toBe(true);
      if (changed) inside++;
    }
  }
  expect(inside).toBeGreaterThan(0.05 * layout.box.width * layout.box.height);
});
