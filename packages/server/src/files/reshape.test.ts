import sharp from "sharp";
import { expect, test } from "vitest";
import { reshape } from "./reshape.ts";

/** A black picture of 90 by 60 pixels with a white square of 20 at the given place. */
async function picture(left: number, top: number): Promise<Uint8Array> {
  const white = await sharp({ create: { width: 20, height: 20, channels: 3, background: "white" } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 90, height: 60, channels: 3, background: "black" } })
    .composite([{ input: white, left, top }])
    .png()
    .toBuffer();
}

const whiteShare = async (bytes: Uint8Array) => (await sharp(bytes).greyscale().stats()).channels[0].mean / 255;

test("what needs no change is given back byte for byte", async () => {
  const bytes = await picture(0, 0);
  expect((await reshape(bytes, { format: "png", size: { width: 90, height: 60 } })).bytes).toBe(bytes);
});

test.each([
  [0, 0],
  [35, 20],
  [70, 40],
])("a crop keeps what matters, at %i,%i", async (left, top) => {
  const focus = { x: left / 90, y: top / 60, width: 20 / 90, height: 20 / 60 };
  for (const size of [
    { width: 90, height: 30 },
    { width: 20, height: 60 },
  ]) {
    const { bytes, width, height } = await reshape(await picture(left, top), { format: "png", size, focus });
    expect({ width, height }).toEqual(size);
    expect(await whiteShare(bytes)).toBeCloseTo(400 / (width * height), 2);
  }
});

test("a picture fits within bounds in its own ratio, and is never enlarged for that", async () => {
  const bytes = await picture(0, 0);
  expect(await reshape(bytes, { format: "png", within: { width: 45 } })).toMatchObject({ width: 45, height: 30 });
  expect(await reshape(bytes, { format: "png", within: { width: 900 } })).toMatchObject({ width: 90, height: 60 });
});
