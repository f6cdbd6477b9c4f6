import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { segment } from "../packages/engine/src/cutout/segment.ts";
import { createPlane, guidedFilter, type Raster, resize, toOklab } from "../packages/engine/src/pixels/index.ts";

/** The longest sides of what is made smaller, filtered, and cut. */
const SIDES = { large: 1400, middle: 700, small: 256 };
const ROUNDS = 2;
const REPEATS = 3;
/** Debian's own has its python3-opencv, whatever else is installed before it. */
const PYTHONS = ["python3", "/usr/bin/python3"];

interface Times {
  resize: number;
  graphCut: number;
  guidedFilter: number;
}

/** What three of the cut-out's steps cost beside OpenCV's, both on one thread, in ms a picture; null where there is no OpenCV. */
export async function besideOpenCv(paths: string[]) {
  const theirs = timeOpenCv(paths);
  if (!theirs) return null;
  const ours: Times = { resize: 0, graphCut: 0, guidedFilter: 0 };
  for (const path of paths) {
    const large = await read(path);
    const small = fit(large, SIDES.small);
    const lab = toOklab(small);
    const prior = middleOf(small);
    const grey = toOklab(fit(large, SIDES.middle)).L;
    const bright = { ...grey, data: grey.data.map((v) => (v > 0.5 ? 1 : 0)) };
    ours.resize += best(() => fit(large, SIDES.small));
    ours.graphCut += best(() => segment(small, lab, prior));
    ours.guidedFilter += best(() => guidedFilter(grey, bright, 8, 1e-3));
  }
  const step = (name: keyof Times) => ({
    oursMs: round(ours[name] / paths.length),
    opencvMs: round(theirs.ms[name] / paths.length),
    ratio: round(ours[name] / theirs.ms[name]),
  });
  return {
    opencv: theirs.version,
    resize: step("resize"),
    graphCut: step("graphCut"),
    guidedFilter: step("guidedFilter"),
  };
}

function timeOpenCv(paths: string[]): { version: string; ms: Times } | null {
  const script = fileURLToPath(new URL("./opencv.py", import.meta.url));
  const python = PYTHONS.find((name) => spawnSync(name, ["-c", "import cv2"]).status === 0);
  if (!python) return null;
  const run = spawnSync(python, [script, JSON.stringify(SIDES), String(ROUNDS), String(REPEATS), ...paths]);
  if (run.status !== 0) throw new Error(`opencv.py failed: ${run.stderr}`);
  return JSON.parse(String(run.stdout));
}

async function read(path: string): Promise<Raster> {
  const { data, info } = await sharp(path)
    .resize(SIDES.large, SIDES.large, { fit: "inside" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

function fit(image: Raster, sidePx: number): Raster {
  const scale = sidePx / Math.max(image.width, image.height);
  return resize(image, Math.round(image.width * scale), Math.round(image.height * scale), "triangle");
}

/** The seed of both: the middle of the picture, half as wide and high, is likely the subject. */
function middleOf({ width, height }: Raster) {
  const out = createPlane(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const inside = Math.abs(x + 0.5 - width / 2) < width / 4 && Math.abs(y + 0.5 - height / 2) < height / 4;
      out.data[i] = inside ? 0.7 : 0.2;
    }
  }
  return out;
}

function best(step: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    step();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
