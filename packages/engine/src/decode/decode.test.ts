import { crc32, deflateSync } from "node:zlib";
import { MAX_IMAGE_BYTES } from "@pastiche/contract/limits";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeAll } from "./decode.ts";

/** Left half red, right half blue, `width` by `height`. */
function halves(width = 40, height = 20) {
  const data = Buffer.alloc(width * height * 3);
  for (let p = 0; p < width * height; p++) data.set(p % width < width / 2 ? [220, 20, 20] : [20, 20, 220], p * 3);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function pixel(bytes: Uint8Array, u: number, v: number): Promise<number[]> {
  const [{ width, height, data }] = await decodeAll([bytes]);
  const p = Math.floor(v * height) * width + Math.floor(u * width);
  return [...data.slice(p * 4, p * 4 + 4)];
}

const isRed = ([r, g, b, a]: number[]) => r > 180 && g < 70 && b < 70 && a === 255;
const isBlue = ([r, g, b, a]: number[]) => r < 70 && g < 70 && b > 180 && a === 255;

test.each(["jpeg", "png", "webp", "gif", "avif", "tiff"] as const)("%s is read", async (format) => {
  const bytes = await halves().toFormat(format, { quality: 95 }).toBuffer();
  expect(isRed(await pixel(bytes, 0.2, 0.5))).toBe(true);
  expect(isBlue(await pixel(bytes, 0.8, 0.5))).toBe(true);
});

test("a progressive JPEG is read as any other", async () => {
  const bytes = await halves().jpeg({ progressive: true, quality: 95 }).toBuffer();
  expect(isRed(await pixel(bytes, 0.2, 0.5))).toBe(true);
});

test("the camera's orientation is applied", async () => {
  // 6: turned a quarter to the right when shown, so that what lies left comes up.
  const bytes = await halves().jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer();
  const [{ width, height }] = await decodeAll([bytes]);
  expect([width, height]).toEqual([20, 40]);
  expect(isRed(await pixel(bytes, 0.5, 0.2))).toBe(true);
});

test("a wide-gamut profile is brought to sRGB", async () => {
  const flat = sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 200, g: 60, b: 60 } } });
  const bytes = await flat.withIccProfile("p3").png().toBuffer();
  const [r, g] = await pixel(bytes, 0.5, 0.5);
  expect(r).toBeGreaterThanOrEqual(199);
  expect(r).toBeLessThanOrEqual(201);
  expect(Math.abs(g - 60)).toBeLessThanOrEqual(2);
});

test("CMYK is read as the colours that it prints", async () => {
  const bytes = await halves().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
  const [r, , b] = await pixel(bytes, 0.2, 0.5);
  expect(r).toBeGreaterThan(b + 80);
});

test("grey, with and without alpha, becomes three equal channels", async () => {
  const grey = await halves().greyscale().png().toBuffer();
  const [r, g, b, a] = await pixel(grey, 0.2, 0.5);
  expect([g, b, a]).toEqual([r, r, 255]);
});

test("sixteen bits a channel are brought to eight", async () => {
  const bytes = await halves().toColourspace("rgb16").png().toBuffer();
  expect(isBlue(await pixel(bytes, 0.8, 0.5))).toBe(true);
});

test("alpha is kept", async () => {
  const clear = await sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
  })
    .png()
    .toBuffer();
  expect((await pixel(clear, 0.5, 0.5))[3]).toBe(128);
});

test("of an animation the first frame is taken", async () => {
  const frames = Buffer.concat([Buffer.alloc(300, 250), Buffer.alloc(300, 5)]);
  const gif = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
    .gif()
    .toBuffer();
  const [{ width, height, data }] = await decodeAll([gif]);
  expect([width, height]).toEqual([10, 10]);
  expect(data[0]).toBeGreaterThan(200);
});

test("a large photograph is worked on at 1600 px", async () => {
  const [{ width, height }] = await decodeAll([await halves(4000, 1000).jpeg().toBuffer()]);
  expect([width, height]).toEqual([1600, 400]);
});

test("a decompression bomb is refused by its size, before any pixel is read", async () => {
  const bomb = pngHeader(30_000, 30_000);
  await expect(decodeAll([bomb])).rejects.toMatchObject({
    code: "too_large",
    status: 413,
    message: expect.stringContaining("30000 × 30000 = 900000000 pixels, more than 33554432"),
    errors: [{ pointer: "/input/images/0" }],
  });
});

test("pictures that are too many pixels together are refused", async () => {
  const big = await sharp({ create: { width: 5500, height: 5500, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  await expect(decodeAll([big, big])).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining("60500000 pixels together, more than 50331648"),
  });
});

test("a file that is too long is refused", async () => {
  await expect(decodeAll([new Uint8Array(MAX_IMAGE_BYTES + 1)])).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining(`${MAX_IMAGE_BYTES + 1} bytes, more than ${MAX_IMAGE_BYTES}`),
  });
});

test.each(["jpeg", "png", "webp", "gif"] as const)("a truncated %s is refused, not half shown", async (format) => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256));
  const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .toFormat(format)
    .toBuffer();
  await expect(decodeAll([whole.subarray(0, whole.length >> 1)])).rejects.toMatchObject({
    status: expect.toSatisfy((status: number) => status === 422 || status === 415),
    errors: [{ pointer: "/input/images/0" }],
  });
});

test.each([
  ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
  ["a text", "hello, I am no picture"],
  ["a PDF", "%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"],
  ["a page", "<!doctype html><html><body>404</body></html>"],
])("%s is refused as a file of another kind", async (_, text) => {
  await expect(decodeAll([Buffer.from(text)])).rejects.toMatchObject({ code: "unsupported_media", status: 415 });
});

test("an empty file is refused", async () => {
  await expect(decodeAll([new Uint8Array()])).rejects.toMatchObject({ code: "validation_failed", status: 422 });
});

test("the message names the reference that is wrong", async () => {
  const good = await halves().png().toBuffer();
  await expect(decodeAll([good, good, new Uint8Array()])).rejects.toMatchObject({
    message: expect.stringContaining("Reference 2"),
  });
});

/** A valid PNG of one colour that claims a huge size in a few bytes. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
