import type { Seen } from "@pastiche/engine";
import { remix } from "@pastiche/engine";
import sharp from "sharp";
import { expect, test } from "vitest";
import { photograph } from "./photograph.ts";

const images = [await photograph("robot")];
const request = { prompt: "the robot from 0 on a plain white background, no shadow", images };
const seen = new Map<string, Seen>();
const first = await remix(request, { seen });

test("a plan that comes back whole gives the same picture", async () => {
  const again = await remix({ ...request, plan: first.plan }, { seen });
  expect(again.plan).toEqual({ ...first.plan, score: null });
  expect(Buffer.compare(await pixels(again.image), await pixels(first.image))).toBe(0);
});

test.each([
  [{ box: { x: 600, y: 100, width: 200, height: 300 } }, { x: 600, y: 100, right: 800, bottom: 400 }],
  [
    { box: { x: 600, y: 100, width: 200, height: 300 }, rotation: 90 },
    { x: 550, y: 150, right: 850, bottom: 350 },
  ],
  [{ box: { x: -100, y: 900, width: 200, height: 300 } }, { x: 0, y: 900, right: 100, bottom: 1024 }],
])("a subject is painted where it was put: %j", async (subject, expected) => {
  const { image, plan } = await remix({ ...request, plan: { subjects: [subject] } }, { seen });
  expect(plan.subjects[0]).toMatchObject(subject);
  const found = await inkOf(image);
  for (const side of ["x", "y", "right", "bottom"] as const) {
    expect(Math.abs(found[side] - expected[side]), side).toBeLessThanOrEqual(4);
  }
});

test("a subject of no opacity is gone, texts are replaced, and a text stands in the box that it is given", async () => {
  const box = { x: 100, y: 200, width: 300, height: 100 };
  const plan = { subjects: [{ opacity: 0 }], texts: [{ content: "HELLO", box, font: "Anton", colour: "#000000" }] };
  const { image, plan: made } = await remix({ ...request, plan }, { seen });
  const found = await inkOf(image);
  expect(found.x).toBeGreaterThanOrEqual(98);
  expect(found.right).toBeLessThanOrEqual(402);
  expect(found.y).toBeGreaterThanOrEqual(198);
  expect(found.bottom).toBeLessThanOrEqual(302);
  expect(found.bottom - found.y).toBeGreaterThan(60);
  expect(made.texts).toMatchObject([{ content: "HELLO", font: "Anton", colour: "#000000" }]);
});

test("a font that is not there is said", async () => {
  const plan = { texts: [{ content: "A", font: "Comic Sans" }] };
  const { plan: made } = await remix({ ...request, plan }, { seen });
  expect(made.unsupported).toEqual([expect.stringContaining("Comic Sans")]);
});

function pixels(image: Uint8Array): Promise<Buffer> {
  return sharp(image).raw().toBuffer();
}

/** The bounds of what is not white. */
async function inkOf(image: Uint8Array): Promise<{ x: number; y: number; right: number; bottom: number }> {
  const { data, info } = await sharp(image).greyscale().raw().toBuffer({ resolveWithObject: true });
  const bounds = { x: info.width, y: info.height, right: 0, bottom: 0 };
  for (let p = 0; p < info.width * info.height; p++) {
    if (data[p * info.channels] > 200) continue;
    bounds.x = Math.min(bounds.x, p % info.width);
    bounds.right = Math.max(bounds.right, (p % info.width) + 1);
    bounds.y = Math.min(bounds.y, Math.floor(p / info.width));
    bounds.bottom = Math.max(bounds.bottom, Math.floor(p / info.width) + 1);
  }
  return bounds;
}
