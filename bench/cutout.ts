/**
 * Measures cutOut against masks drawn by people: `npm run bench:cutout -- IMAGES MASKS`, two folders whose files have
 * the same base names, masks as PNG (white is the subject). Prints a line for each step of confidence (how sure it
 * claimed to be, how right it was), what its steps cost beside OpenCV's on the first ten pictures (where a python3 has cv2:
 * Debian's python3-opencv), and last one line of JSON. `iou` and `f` are means over pictures at a matte of one
 * half, F with β² = 0.3.
 */
import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import sharp from "sharp";
import { cutOut } from "../packages/engine/src/cutout/cutOut.ts";
import { besideOpenCv } from "./opencv.ts";

const BETA2 = 0.3;
const [images, masks] = process.argv.slice(2);
if (!images || !masks) {
  console.error("usage: npm run bench:cutout -- IMAGES MASKS");
  process.exit(2);
}

const files = (await readdir(images)).filter((file) => /\.(jpe?g|png|webp)$/i.test(file)).sort();
const results = [];
for (const file of files) {
  const picture = await sharp(join(images, file))
    .rotate()
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = picture.info;
  const truth = await sharp(join(masks, `${parse(file).name}.png`))
    .resize(width, height, { fit: "fill", kernel: "nearest" })
    .removeAlpha()
    .toColourspace("b-w")
    .raw()
    .toBuffer();
  const start = performance.now();
  const { raster, confidence } = cutOut({ width, height, data: new Uint8ClampedArray(picture.data) });
  const ms = performance.now() - start;
  results.push({ file, ms, confidence, ...compare(raster.data, truth) });
}

for (let tenth = 0; tenth < 10; tenth++) {
  const some = results.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
  if (some.length === 0) continue;
  const right = some.filter(({ iou }) => iou >= 0.75).length;
  const claim = `confidence ${tenth / 10} to ${(tenth + 1) / 10}`;
  console.log(
    `${claim}: ${some.length} pictures, mean IoU ${mean(some.map(({ iou }) => iou)).toFixed(3)}, ${right} at 0.75 or more`,
  );
}
const beside = await besideOpenCv(files.slice(0, 10).map((file) => join(images, file)));
if (beside) console.log(JSON.stringify(beside));
else console.warn("OPENCV NOT MEASURED: no python3 has cv2 (on Debian: apt-get install python3-opencv)");
console.log(
  JSON.stringify({
    n: results.length,
    iou: round(mean(results.map(({ iou }) => iou)), 4),
    f: round(mean(results.map(({ f }) => f)), 4),
    below03: round(mean(results.map(({ iou }) => (iou < 0.3 ? 1 : 0))), 4),
    above08: round(mean(results.map(({ iou }) => (iou > 0.8 ? 1 : 0))), 4),
    msPerImage: round(mean(results.map(({ ms }) => ms)), 1),
  }),
);

function compare(rgba: Uint8ClampedArray, truth: Uint8Array): { iou: number; f: number } {
  let both = 0;
  let ours = 0;
  let theirs = 0;
  for (let i = 0; i < truth.length; i++) {
    const a = rgba[i * 4 + 3] >= 128;
    const b = truth[i] >= 128;
    if (a) ours++;
    if (b) theirs++;
    if (a && b) both++;
  }
  const either = ours + theirs - both;
  const precision = ours > 0 ? both / ours : 0;
  const recall = theirs > 0 ? both / theirs : 0;
  const f = both > 0 ? ((1 + BETA2) * precision * recall) / (BETA2 * precision + recall) : 0;
  return { iou: either > 0 ? both / either : 1, f };
}

function mean(values: number[]): number {
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
