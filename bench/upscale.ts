/**
 * Measures enlarging: each photograph is made 2, 3 and 4 times smaller and enlarged again by the engine, by Lanczos-4 and by
 * sharp's Lanczos-3, and compared with what it was. The last line is JSON: mean SSIM of luma for each factor, the engine's
 * lead over Lanczos-4, and what 1024 → 2048 takes beside sharp in the same run.
 *
 *   npm run bench:upscale [-- PHOTOGRAPHS]      a folder of photographs; by default examples/
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { upscale } from "../packages/engine/src/finish/upscale.ts";
import { luma, type Plane, type Raster } from "../packages/engine/src/pixels/index.ts";

const FACTORS = [2, 3, 4] as const;
/** Longest side at which a photograph is judged: made smaller first, so that no camera's own blur flatters anyone. */
const JUDGED_PX = 768;
const RUNS = 5;

const folder = process.argv[2] ?? "examples";
const paths = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort();
const sums = new Map(FACTORS.map((factor) => [factor, { ours: 0, lanczos4: 0, sharp: 0, halo: 0, haloLanczos4: 0 }]));
for (const path of paths) {
  const truth = await readTruth(join(folder, path));
  const tone = luma(truth);
  const line = [path.padEnd(20)];
  for (const factor of FACTORS) {
    const small = await sharpResize(truth, truth.width / factor);
    const ours = luma(upscale(small, factor));
    const lanczos = enlargeLanczos4(luma(small), factor);
    const sharps = luma(await sharpResize(small, truth.width));
    const sum = sums.get(factor);
    if (!sum) continue;
    const scores = [ssim(tone, ours), ssim(tone, lanczos), ssim(tone, sharps)];
    sum.ours += scores[0] / paths.length;
    sum.lanczos4 += scores[1] / paths.length;
    sum.sharp += scores[2] / paths.length;
    sum.halo += halo(tone, ours) / paths.length;
    sum.haloLanczos4 += halo(tone, lanczos) / paths.length;
    line.push(`×${factor} ${scores.map((score) => score.toFixed(4)).join(" / ")}`);
  }
  console.log(line.join("   "));
}
console.log("SSIM: the engine / Lanczos-4 / sharp");
const factors = Object.fromEntries(
  [...sums].map(([factor, sum]) => {
    const lead = sum.ours - sum.lanczos4;
    return [`x${factor}`, rounded({ ...sum, lead })];
  }),
);
console.log(JSON.stringify({ photographs: paths.length, ...factors, ...(await times(join(folder, paths[0]))) }));

/** As large as it may be judged, and divisible by every factor. */
async function readTruth(path: string): Promise<Raster> {
  const { width, height } = await sharp(path).metadata();
  const scale = Math.min(1, JUDGED_PX / Math.max(width, height));
  return read(sharp(path).resize(whole(width * scale), whole(height * scale), { fit: "fill" }));
}

function whole(px: number): number {
  return Math.max(12, Math.floor(px / 12) * 12);
}

async function read(image: Sharp): Promise<Raster> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

async function sharpResize({ width, height, data }: Raster, to: number): Promise<Raster> {
  const image = sharp(data, { raw: { width, height, channels: 4 } });
  return read(image.resize(to, Math.round((to * height) / width), { fit: "fill", kernel: "lanczos3" }));
}

/** Eight taps each way, as OpenCV's INTER_LANCZOS4. */
function enlargeLanczos4(small: Plane, factor: number): Plane {
  const across = enlargeRows(small, factor);
  return turned(enlargeRows(turned(across), factor));
}

function enlargeRows({ width, height, data }: Plane, factor: number): Plane {
  const out = { width: width * factor, height, data: new Float32Array(width * factor * height) };
  for (let x = 0; x < out.width; x++) {
    const centre = (x + 0.5) / factor - 0.5;
    const base = Math.floor(centre) - 3;
    const weights = Array.from({ length: 8 }, (_, t) => lanczos4(base + t - centre));
    const total = weights.reduce((a, b) => a + b);
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let t = 0; t < 8; t++) sum += weights[t] * data[y * width + Math.min(width - 1, Math.max(0, base + t))];
      out.data[y * out.width + x] = Math.min(1, Math.max(0, sum / total));
    }
  }
  return out;
}

function lanczos4(x: number): number {
  if (Math.abs(x) < 1e-6) return 1;
  const px = Math.PI * x;
  return Math.abs(x) >= 4 ? 0 : (4 * Math.sin(px) * Math.sin(px / 4)) / (px * px);
}

function turned({ width, height, data }: Plane): Plane {
  const out = { width: height, height: width, data: new Float32Array(data.length) };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data[x * height + y] = data[y * width + x];
  return out;
}

/** Mean structural similarity (Wang 2004) of luma in 0 to 1: Gaussian window of 11 × 11, σ = 1.5. */
function ssim(a: Plane, b: Plane): number {
  const product = (p: Plane, q: Plane) => ({ ...p, data: p.data.map((v, i) => v * q.data[i]) });
  const [meanA, meanB] = [windowed(a), windowed(b)];
  const [squareA, squareB, both] = [windowed(product(a, a)), windowed(product(b, b)), windowed(product(a, b))];
  let sum = 0;
  let count = 0;
  for (let y = 5; y < a.height - 5; y++) {
    for (let p = y * a.width + 5; p < (y + 1) * a.width - 5; p++, count++) {
      const [x, z] = [meanA.data[p], meanB.data[p]];
      const [varianceA, varianceB] = [squareA.data[p] - x * x, squareB.data[p] - z * z];
      const covariance = both.data[p] - x * z;
      sum += ((2 * x * z + 1e-4) * (2 * covariance + 9e-4)) / ((x * x + z * z + 1e-4) * (varianceA + varianceB + 9e-4));
    }
  }
  return sum / count;
}

function windowed(plane: Plane): Plane {
  return turned(windowedRows(turned(windowedRows(plane))));
}

function windowedRows({ width, height, data }: Plane): Plane {
  const weights = Array.from({ length: 11 }, (_, t) => Math.exp(-((t - 5) ** 2) / 4.5));
  const total = weights.reduce((a, b) => a + b);
  const out = { width, height, data: new Float32Array(data.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 5; x < width - 5; x++) {
      let sum = 0;
      for (let t = 0; t < 11; t++) sum += weights[t] * data[y * width + x + t - 5];
      out.data[y * width + x] = sum / total;
    }
  }
  return out;
}

/** Mean excess (of 255) beyond the range that the truth has within 2 px: what an eye sees as a halo. */
function halo(truth: Plane, enlarged: Plane): number {
  const { width, height } = truth;
  let sum = 0;
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      let low = 1;
      let high = 0;
      for (let dy = -2; dy <= 2; dy++) {
        for (let p = (y + dy) * width + x - 2; p <= (y + dy) * width + x + 2; p++) {
          low = Math.min(low, truth.data[p]);
          high = Math.max(high, truth.data[p]);
        }
      }
      const v = enlarged.data[y * width + x];
      sum += Math.max(0, low - v, v - high);
    }
  }
  return (255 * sum) / ((width - 4) * (height - 4));
}

/** 1024 → 2048 by the engine and by sharp, in turn; the best of each, for other work on the machine only adds. */
async function times(path: string): Promise<Record<string, number>> {
  const picture = await read(sharp(path).resize(1024, 1024, { fit: "cover" }));
  let [ours, theirs] = [Infinity, Infinity];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    upscale(picture, 2);
    const ended = performance.now();
    await sharpResize(picture, 2048);
    ours = Math.min(ours, ended - begun);
    theirs = Math.min(theirs, performance.now() - ended);
  }
  return rounded({ ms1024to2048: ours, sharpMs: theirs, timeRatio: ours / theirs });
}

function rounded<T extends Record<string, number>>(values: T): T {
  const entries = Object.entries(values).map(([key, value]) => [key, Number(value.toPrecision(4))]);
  return Object.fromEntries(entries);
}
