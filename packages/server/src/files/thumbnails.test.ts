import sharp from "sharp";
import { expect, test } from "vitest";
import { createThumbnails, type ThumbnailWidth } from "./thumbnails.ts";

/** A store of one picture under every id, which counts how it is read. */
async function store({ width = 64, height = 48, orientation = 1, pauseMs = 0 } = {}) {
  const picture = new Uint8Array(
    await sharp({ create: { width, height, channels: 4, background: "#2458d680" } })
      .withMetadata({ orientation })
      .png()
      .toBuffer(),
  );
  const counts = { reads: 0, reading: 0, most: 0 };
  const bytes = {
    async read() {
      counts.reads++;
      counts.most = Math.max(counts.most, ++counts.reading);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      counts.reading--;
      return picture;
    },
  };
  return { counts, thumbnails: createThumbnails({ bytes }) };
}

const file = (id: string) => ({ id, sha256: id });
const sizeOf = async (bytes: Uint8Array) => {
  const { width, height, hasAlpha } = await sharp(bytes).metadata();
  return { width, height, hasAlpha };
};

test.each([
  [{ width: 1280, height: 960 }, 160, { width: 160, height: 120 }],
  [{ width: 100, height: 50 }, 160, { width: 100, height: 50 }],
  [{ width: 100, height: 3000 }, 160, { width: 11, height: 320 }],
  [{ width: 1280, height: 960, orientation: 6 }, 320, { width: 320, height: 427 }],
] as const)("%o at %i becomes %o, and stays transparent", async (picture, width: ThumbnailWidth, expected) => {
  const { thumbnails } = await store(picture);
  expect(await sizeOf(await thumbnails.of(file("a"), width))).toEqual({ ...expected, hasAlpha: true });
});

test("a thumbnail is made once, by however many it is asked for, and each width by itself", async () => {
  const { thumbnails, counts } = await store();
  const made = await Promise.all([1, 2, 3].map(() => thumbnails.of(file("a"), 160)));
  expect(new Set(made).size).toBe(1);
  expect(await thumbnails.of(file("a"), 160)).toBe(made[0]);
  expect(counts.reads).toBe(1);
  await thumbnails.of(file("a"), 320);
  expect(counts.reads).toBe(2);
});

test("two are made at once, and beyond two hundred that wait the next is refused", async () => {
  const { thumbnails, counts } = await store({ pauseMs: 5 });
  const asked = Array.from({ length: 203 }, (_, at) => thumbnails.of(file(`file_${at}`), 160));
  await expect(asked[202]).rejects.toMatchObject({ code: "overloaded", status: 503 });
  await Promise.all(asked.slice(0, 202));
  expect(counts.most).toBe(2);
  await thumbnails.of(file("file_202"), 160);
});

test("one that could not be made is tried again", async () => {
  let bytes = new Uint8Array([1, 2, 3]);
  const thumbnails = createThumbnails({ bytes: { read: async () => bytes } });
  await expect(thumbnails.of(file("a"), 160)).rejects.toMatchObject({ code: "validation_failed" });
  bytes = new Uint8Array(
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  );
  expect(await sizeOf(await thumbnails.of(file("a"), 160))).toMatchObject({ width: 9 });
});
