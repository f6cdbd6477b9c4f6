import { remix } from "@pastiche/engine";
import sharp from "sharp";
import { expect, test } from "vitest";
import { photograph } from "./photograph.ts";

/** Pictures that nobody would send to be shown off, and somebody will send. */
const HARD: Record<string, () => Promise<Buffer>> = {
  "32 px": async () =>
    sharp(await photograph("bear"))
      .resize(32, 32)
      .png()
      .toBuffer(),
  "one pixel": () => plain(1, 1, { r: 200, g: 40, b: 40, alpha: 1 }),
  "nothing in it": () => plain(300, 200, { r: 120, g: 150, b: 180, alpha: 1 }),
  "all black": () => plain(300, 200, { r: 0, g: 0, b: 0, alpha: 1 }),
  "all transparent": () => plain(300, 200, { r: 0, g: 0, b: 0, alpha: 0 }),
  "a panorama": async () =>
    sharp(await photograph("rocket"))
      .resize(640, 80, { fit: "cover" })
      .png()
      .toBuffer(),
  "a subject that fills it": async () =>
    sharp(await photograph("robot"))
      .resize(400, 400)
      .extract({ left: 130, top: 90, width: 130, height: 130 })
      .png()
      .toBuffer(),
  "line art": () => drawn('<circle cx="100" cy="60" r="40"/><path d="M100 100 V170 M60 130 H140"/>'),
  "a screenshot": () =>
    drawn('<rect x="10" y="10" width="180" height="20"/><rect x="10" y="50" width="50" height="140"/>'),
};

function plain(width: number, height: number, background: { r: number; g: number; b: number; alpha: number }) {
  return sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();
}

function drawn(shapes: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#fff"/><g fill="none" stroke="#000" stroke-width="3">${shapes}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const lawn = async () =>
  sharp(await photograph("wolf"))
    .resize(240)
    .png()
    .toBuffer();

test.each(Object.entries(HARD))(
  "%s is lifted or framed, and leaves the rest of its scene alone",
  async (_, picture) => {
    const images = [await picture(), await lawn()];
    const { image, plan } = await remix({ prompt: "the thing from 0 on the lawn from 1", images });
    const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const bare = await remix({ prompt: "0", images: [images[1]] });
    const alone = await sharp(bare.image).removeAlpha().raw().toBuffer();
    const [subject] = plan.subjects;
    const box = subject.box ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(box.width).toBeGreaterThan(0);
    // Half a box away from the subject no shadow reaches.
    const far = (x: number, y: number) =>
      x < box.x - box.width || x > box.x + 2 * box.width || y < box.y - box.height || y > box.y + 2 * box.height;
    let changed = 0;
    for (let p = 0; p < info.width * info.height; p++) {
      if (far(p % info.width, Math.floor(p / info.width)) && Math.abs(data[p * 3 + 1] - alone[p * 3 + 1]) > 2)
        changed++;
    }
    expect(changed).toBe(0);
  },
);

test.each(["one pixel", "all transparent", "a panorama", "line art"])(
  "%s serves as a scene, in any shape",
  async (name) => {
    const subject = await sharp(await photograph("robot"))
      .resize(200)
      .png()
      .toBuffer();
    const images = [subject, await HARD[name]()];
    const request = { prompt: "the robot from 0 in the scene of 1", images, aspectRatio: "9:16" as const };
    const { image, width, height, plan } = await remix(request);
    expect(width / height).toBeCloseTo(9 / 16, 2);
    const [{ box }] = plan.subjects;
    if (!box) throw new Error("the subject was not placed");
    const { channels } = await sharp(image).stats();
    expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(1);
    expect(box.x + box.width / 2).toBeGreaterThan(0);
    expect(box.x + box.width / 2).toBeLessThan(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height + 1);
  },
);

test("the same picture twice gives its subject beside itself", async () => {
  const bear = await sharp(await photograph("bear"))
    .resize(256)
    .png()
    .toBuffer();
  const { plan } = await remix({ prompt: "the bear from 0 next to the bear from 1", images: [bear, bear] });
  expect(plan.subjects).toHaveLength(1);
  expect(plan.subjects[0]).toMatchObject({ reference: 0, target: 1, relation: "beside" });
});
