import { type RemixRequest, remix, type Seen } from "@pastiche/engine";
import { initializeCanvas, readPsd } from "ag-psd";
import { strFromU8, unzipSync } from "fflate";
import sharp from "sharp";
import { expect, test } from "vitest";
import { lay } from "../src/compose/layer.ts";
import type { Raster } from "../src/pixels/index.ts";
import { photograph } from "./photograph.ts";

interface Read {
  name: string;
  raster: Raster;
  x: number;
  y: number;
  hidden: boolean;
}

// Reading goes without a canvas, as writing does.
initializeCanvas(
  () => {
    throw new Error("no canvas is needed");
  },
  (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: "srgb" }),
);

const images = await Promise.all([photograph("sloth"), photograph("table")]);
const seen = new Map<string, Seen>();
const scene: RemixRequest = {
  prompt: 'the sloth from 0 on the table from 1, with the headline "A QUIET AFTERNOON"',
  images,
};
const looks: RemixRequest = { prompt: "the sloth from 0 on the table from 1 in sepia", images };
const clear: RemixRequest = {
  prompt: "2 copies of the sloth from 0 on a transparent background, sepia",
  images: images.slice(0, 1),
};

test.each([
  ["psd", scene, ["scene: the table", "shadow of the sloth", "the sloth", "A QUIET AFTERNOON"]],
  ["ora", scene, ["scene: the table", "shadow of the sloth", "the sloth", "A QUIET AFTERNOON"]],
  ["psd", looks, ["scene: the table", "shadow of the sloth", "the sloth", "looks: sepia"]],
  ["ora", clear, ["the sloth (hidden)", "the sloth 2 (hidden)", "looks: sepia"]],
] as const)("the layers of a %s, laid over each other, give the picture (%#)", async (layers, request, names) => {
  const result = await remix({ ...request, layers }, { seen });
  const file = result.layers ?? new Uint8Array();
  const read = layers === "psd" ? readPhotoshop(file) : await readOpenRaster(file);
  expect(read.map(({ name, hidden }) => (hidden ? `${name} (hidden)` : name))).toEqual(names);
  const { width, height } = result;
  const flat = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  for (const { raster, x, y, hidden } of read) if (!hidden) lay(flat, raster, x, y);
  expect(farthest(await rasterOf(result.image), flat)).toBeLessThanOrEqual(2);
});

test("an OpenRaster file begins with its type, holds the flat picture and a thumbnail, and is the same each time", async () => {
  const result = await remix({ ...scene, layers: "ora" }, { seen });
  const again = await remix({ ...scene, layers: "ora" }, { seen });
  const file = result.layers ?? new Uint8Array();
  expect(Buffer.compare(file, again.layers ?? new Uint8Array())).toBe(0);
  expect(strFromU8(file.subarray(30, 54))).toBe("mimetypeimage/openraster");
  const files = unzipSync(file);
  expect(farthest(await rasterOf(result.image), await rasterOf(files["mergedimage.png"]))).toBe(0);
  const { width = 0, height = 0 } = await sharp(files["Thumbnails/thumbnail.png"]).metadata();
  expect(Math.max(width, height)).toBe(256);
});

test("an enlarged picture has its layers in the size of the plan", async () => {
  const { plan, width, layers } = await remix({ ...scene, layers: "psd", upscaleFactor: 2 }, { seen });
  const psd = readPsd(layers ?? new Uint8Array(), { skipLayerImageData: true, skipCompositeImageData: true });
  expect(psd.width).toBe(plan.size?.width);
  expect(width).toBe(2 * psd.width);
});

function readPhotoshop(file: Uint8Array): Read[] {
  const { children = [] } = readPsd(file, { useImageData: true });
  return children.map(({ name = "", imageData, left = 0, top = 0, hidden = false }) => {
    if (!imageData || !(imageData.data instanceof Uint8ClampedArray)) throw new Error("a layer has no pixels");
    return { name, raster: { ...imageData, data: imageData.data }, x: left, y: top, hidden };
  });
}

async function readOpenRaster(file: Uint8Array): Promise<Read[]> {
  const files = unzipSync(file);
  const pattern = /<layer name="([^"]*)" src="([^"]*)" x="(-?\d+)" y="(-?\d+)" .*visibility="(\w+)"/g;
  const layers = [...strFromU8(files["stack.xml"]).matchAll(pattern)].map(async ([, name, src, x, y, visibility]) => ({
    name,
    raster: await rasterOf(files[src]),
    x: Number(x),
    y: Number(y),
    hidden: visibility === "hidden",
  }));
  return (await Promise.all(layers)).reverse();
}

async function rasterOf(image: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(image).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** The largest difference of a channel; the colour of what is clear does not count. */
function farthest(a: Raster, b: Raster): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let most = 0;
  for (let i = 0; i < a.data.length; i++) {
    if (i % 4 < 3 && a.data[i | 3] === 0) continue;
    most = Math.max(most, Math.abs(a.data[i] - b.data[i]));
  }
  return most;
}
