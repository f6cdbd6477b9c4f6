import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { cutOut, planPrompt, remix } from "@pastiche/engine";
import sharp from "sharp";
import { expect, test } from "vitest";
import { difference } from "./difference.ts";
import { photograph } from "./photograph.ts";

test("the same input and seed give the same bytes in another process", async () => {
  const images = await Promise.all([photograph("cat"), photograph("coffee")]);
  const request = { prompt: "the cat from 0 on the table from 1 in the snow", images, seed: 7 };
  const { image } = await remix(request);
  const script = `
    import { readFile } from "node:fs/promises";
    import { createHash } from "node:crypto";
    import { remix } from "@pastiche/engine";
    const images = await Promise.all(["cat", "coffee"].map((name) => readFile("examples/" + name + ".jpg")));
    const { image } = await remix({ prompt: ${JSON.stringify(request.prompt)}, images, seed: 7 });
    console.log(createHash("sha256").update(image).digest("hex"));`;
  const root = resolve(import.meta.dirname, "../../..");
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  expect(stdout.trim()).toBe(createHash("sha256").update(image).digest("hex"));
});

test("the picture says that it is a composite, and carries its plan", async () => {
  const { image, plan } = await remix({ prompt: 'write "A < B & C" over 0', images: [await photograph("cat")] });
  const { xmpAsString = "", space, hasAlpha } = await sharp(image).metadata();
  expect(space).toBe("srgb");
  expect(hasAlpha).toBe(false);
  expect(xmpAsString).toContain("digitalsourcetype/compositeCapture");
  expect(xmpAsString).toContain("A &lt; B &amp; C");
  expect(plan.texts[0].content).toBe("A < B & C");
});

test("a subject is moved, never redrawn: a patch of its middle is the photograph's own", async () => {
  const images = [await photograph("robot")];
  const { image, plan } = await remix({ prompt: "the robot from 0 on a plain white background", images });
  const { raster, found } = await cutAndFind(images[0]);
  const box = plan.subjects[0].box;
  if (!box) throw new Error("the subject was not placed");
  const placed = await sharp(image)
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .toBuffer();
  const own = await sharp(raster)
    .extract(found)
    .resize(box.width, box.height, { fit: "fill", kernel: "lanczos3" })
    .toBuffer();
  const middle = {
    left: Math.round(box.width * 0.42),
    top: Math.round(box.height * 0.42),
    width: Math.round(box.width * 0.16),
    height: Math.round(box.height * 0.16),
  };
  const patch = (picture: Buffer) => sharp(picture).removeAlpha().extract(middle).png().toBuffer();
  expect(await difference(await patch(placed), await patch(own))).toBeLessThan(4);
});

async function cutAndFind(photo: Buffer) {
  const { image, width, height } = await cutOut(photo);
  const { data } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let p = 0; p < width * height; p++) {
    if (data[p * 4 + 3] <= 127) continue;
    left = Math.min(left, p % width);
    right = Math.max(right, p % width);
    top = Math.min(top, Math.floor(p / width));
    bottom = Math.max(bottom, Math.floor(p / width));
  }
  return { raster: Buffer.from(photo), found: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}

test("without its background a picture is clear where the background was", async () => {
  const { image } = await remix({
    prompt: "the robot from 0",
    images: [await photograph("robot")],
    removeBackground: true,
  });
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(4);
  const alpha = (u: number, v: number) =>
    data[(Math.floor(v * info.height) * info.width + Math.floor(u * info.width)) * 4 + 3];
  expect(alpha(0.02, 0.02)).toBe(0);
  expect(alpha(0.98, 0.98)).toBe(0);
  expect(alpha(0.5, 0.5)).toBe(255);
});

test("a box and dots decide what is lifted from a reference; those that do not belong to a picture are refused", async () => {
  const images = [await photograph("robot")];
  const request = { prompt: "the robot from 0 on a white background", images };
  const { width = 0, height = 0 } = await sharp(images[0]).metadata();
  const { plan } = await remix(request);
  const upper = { box: { x: 0, y: 0, width, height: height / 2 } };
  const half = await remix({ ...request, hints: [upper] });
  const aspectOf = ({ box }: (typeof plan.subjects)[number]) => (box ? box.width / box.height : 0);
  expect(aspectOf(half.plan.subjects[0])).toBeGreaterThan(1.2 * aspectOf(plan.subjects[0]));

  const refused = (hints: object[]) => remix({ ...request, hints }).catch((error: unknown) => error);
  expect(await refused([{}, {}])).toMatchObject({ code: "validation_failed", errors: [{ pointer: "/input/hints" }] });
  const outside = { drop: [{ x: width + 1, y: 0 }] };
  expect(await refused([outside])).toMatchObject({ errors: [{ pointer: "/input/hints/0/drop/0" }] });
});

test("an upscaled picture is that many times larger", async () => {
  const images = [await photograph("cat")];
  const { width, height } = await remix({ prompt: "0", images, aspectRatio: "16:9", upscaleFactor: 2 });
  expect([width, height]).toEqual([2688, 1512]);
});

test("more test-time scaling never scores less", async () => {
  const images = await Promise.all([photograph("cat"), photograph("coffee")]);
  const prompt = "the cat from 0 on the table from 1";
  const once = await remix({ prompt, images });
  const thrice = await remix({ prompt, images, testTimeScaling: 3 });
  expect(thrice.plan.score ?? 0).toBeGreaterThanOrEqual(once.plan.score ?? 1);
});

test("progress rises through the five steps to a hundred", async () => {
  const seen: { percent: number; step: string }[] = [];
  await remix({ prompt: "0 at night", images: [await photograph("cat")] }, { onProgress: (told) => seen.push(told) });
  expect([...new Set(seen.map(({ step }) => step))]).toEqual([
    "parsePrompt",
    "cutOut",
    "makePlan",
    "compose",
    "finish",
  ]);
  const percents = seen.map(({ percent }) => percent);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(percents.at(-1)).toBe(100);
});

test("who looks on sees the picture before a look is painted over it", async () => {
  const previews: Uint8Array[] = [];
  await remix(
    { prompt: "0 in sepia", images: [await photograph("cat")] },
    { onProgress: ({ preview }) => preview && previews.push(preview) },
  );
  expect(previews).toHaveLength(1);
  const { format, width = 0, height = 0 } = await sharp(previews[0]).metadata();
  expect([format, Math.max(width, height)]).toEqual(["webp", 640]);
});

test("an abort ends the work with its own reason", async () => {
  const stop = new AbortController();
  const images = [await photograph("cat")];
  const work = remix(
    { prompt: "0 at night", images },
    { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) },
  );
  await expect(work).rejects.toThrow("enough");
});

test.each([
  [{ prompt: "0", images: [] }, "/input/images", "1 to 6 pictures; received 0"],
  [{ prompt: "  ", images: [new Uint8Array(1)] }, "/input/prompt", "must not be empty"],
  [
    { prompt: "a".repeat(2561), images: [new Uint8Array(1)] },
    "/input/prompt",
    "at most 2560 characters; received 2561",
  ],
  [{ prompt: "0", images: [new Uint8Array(1)], testTimeScaling: 6 }, "/input/test_time_scaling", "1 to 5; received 6"],
  [{ prompt: "<img>3</img>", images: [new Uint8Array(1)] }, "/input/prompt", "3"],
])("a wrong request is refused with its limit and value (%#)", async (request, pointer, text) => {
  await expect(remix(request)).rejects.toMatchObject({
    code: "validation_failed",
    status: 422,
    message: expect.stringContaining(text),
    errors: [{ pointer }],
  });
});

test("a plan can be had without pixels", () => {
  expect(planPrompt("the woman from 0 driving the car from 1", 2)).toMatchObject({
    size: null,
    references: [{ role: "subject" }, { role: "scene" }],
    unsupported: [expect.stringContaining("driving")],
  });
});
