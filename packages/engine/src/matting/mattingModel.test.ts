import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cutOutImage } from "../cutOutImage.ts";
import { createRaster } from "../pixels/index.ts";
import { conventionOf } from "./convention.ts";
import { modelMask } from "./mattingModel.ts";
import { channelMean } from "./onnxFixture.ts";
import { loadRuntime } from "./runtime.ts";

const installed = await loadRuntime().then(
  () => true,
  () => false,
);
if (!installed && process.env.CI) throw new Error("onnxruntime-node must be installed where CI runs");
if (!installed) console.warn("SKIPPED: matting models, since onnxruntime-node is not installed");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-matting-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function modelAt(name: string, options: { sidePx: number; sigmoid: boolean }): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, channelMean(options));
  return path;
}

/** Black, with a white square in the middle. */
function square(side: number) {
  const picture = createRaster(side, side);
  for (let i = 0; i < side * side; i++) {
    const inside = [i % side, Math.floor(i / side)].every((at) => at >= side / 4 && at < (3 * side) / 4);
    picture.data.set(inside ? [255, 255, 255, 255] : [0, 0, 0, 255], i * 4);
  }
  return picture;
}

test.skipIf(!installed).for([
  ["u2net.onnx", 320, true],
  ["u2net-logits.onnx", 320, false],
  ["isnet-general-use.onnx", 1024, true],
  ["BiRefNet.onnx", 1024, false],
] as const)(
  "%s sees the picture as it was trained to, and its mask comes back as 0 to 1",
  async ([name, sidePx, sigmoid]) => {
    const model = await modelAt(name, { sidePx, sigmoid });
    const mask = await modelMask({ model }, square(200));
    expect([mask.width, mask.height]).toEqual([sidePx, sidePx]);
    // The graph gives the mean of the normalised channels, through a sigmoid here or there.
    const { mean, std } = conventionOf(name, []);
    const expected = (v: number) => 1 / (1 + Math.exp(-mean.reduce((sum, m, c) => sum + (v - m) / std[c] / 3, 0)));
    expect(mask.data[(sidePx / 2) * sidePx + sidePx / 2]).toBeCloseTo(expected(1), 3);
    expect(mask.data[0]).toBeCloseTo(expected(0), 3);
  },
);

test.skipIf(!installed)(
  "the model's mask leads the cut-out, from the bytes of a picture to those of its matte",
  async () => {
    const model = await modelAt("BiRefNet-lite.onnx", { sidePx: 1024, sigmoid: false });
    const { width, height, data } = square(300);
    const png = await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    const { image } = await cutOutImage(png, { matting: { model } });
    const alpha = await sharp(image).extractChannel(3).raw().toBuffer();
    expect(alpha[150 * 300 + 150]).toBeGreaterThan(200);
    expect(alpha[150 * 300 + 20]).toBeLessThan(55);
  },
);

test.skipIf(!installed)("a file that is no model says which", async () => {
  const model = join(folder, "no-model.onnx");
  await writeFile(model, "text");
  await expect(modelMask({ model }, square(8))).rejects.toThrow(`The matting model ${model} cannot be loaded`);
});

test("without the runtime the error says what to install", async () => {
  if (!installed) await expect(loadRuntime()).rejects.toThrow("npm install onnxruntime-node");
});

test("a model's name and its input's shape tell how it wants its picture", () => {
  expect(conventionOf("/models/u2net.onnx", [1, 3, 320, 320])).toMatchObject({
    width: 320,
    mean: [0.485, 0.456, 0.406],
  });
  expect(conventionOf("C:\\models\\u2netp.onnx", ["n", 3, "h", "w"])).toMatchObject({ width: 320, height: 320 });
  expect(conventionOf("isnet-anime.onnx", [1, 3, 1024, 1024])).toMatchObject({ mean: [0.5, 0.5, 0.5], std: [1, 1, 1] });
  expect(conventionOf("BiRefNet-general.onnx", ["batch", 3, 1024, 1024])).toMatchObject({ std: [0.229, 0.224, 0.225] });
  expect(conventionOf("mine.onnx", [1, 3, 512, 768])).toMatchObject({ width: 768, height: 512 });
});
