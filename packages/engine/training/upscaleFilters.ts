/**
 * Learns the filters that enlarge (src/finish/enlarge.bin) from photographs: each is made small, and for every kind of
 * edge the weights are found that give back what it was, by least squares.
 *
 *   node training/upscaleFilters.ts PHOTOGRAPHS [COUNT]      a folder of photographs, 192 px or larger
 *
 * An error counts for as much as its neighbourhood is plain, as in SSIM: 1 / (variance + 0.03²). Pictures come made small in
 * different ways; six in ten here by Lanczos-3, the rest by a triangle or a box. Where a class has seen little, its filter stays near
 * Lanczos-3. Every sample counts in all eight mirrorings of it.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { EDGE_CLASSES, edgeClasses } from "../src/finish/edgeClasses.ts";
import {
  FACTORS,
  FILTER_SIDE,
  FILTER_TAPS,
  FILTER_UNIT,
  heldPhases,
  type Turn,
  turnedClass,
  turnedTap,
} from "../src/finish/enlargeFilters.ts";
import { luma, type Plane, resizePlane } from "../src/pixels/index.ts";

const REACH = (FILTER_SIDE - 1) / 2;
/** As many samples of mean weight pull a filter towards Lanczos-3. */
const PULL = 400;
const TURNS: Turn[] = [false, true].flatMap((mirror) =>
  [false, true].flatMap((flip) => [false, true].map((transpose) => ({ mirror, flip, transpose }))),
);

const [folder, count = "3000"] = process.argv.slice(2);
const paths = readdirSync(folder)
  .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
  .sort();
const step = Math.max(1, paths.length / Number(count));
const parts: Int16Array[] = [];
for (const factor of FACTORS) {
  const sums = createSums(factor);
  for (let n = 0; n < paths.length; n += step) {
    const photograph = await lumaOf(join(folder, paths[Math.floor(n)]), factor);
    const chosen = Math.floor(n / step) % 10;
    const small = reduced(photograph, factor, chosen < 6 ? "lanczos3" : chosen < 8 ? "triangle" : "box");
    collect(sums, photograph, small, factor);
  }
  parts.push(solveAll(sums, factor));
  console.log(`×${factor}: ${Math.round(sums.samples.reduce((a, b) => a + b))} samples`);
}
const file = Buffer.concat(parts.map((part) => Buffer.from(part.buffer)));
writeFileSync(new URL("../src/finish/enlarge.bin", import.meta.url), file);

async function lumaOf(path: string, factor: number): Promise<Plane> {
  const image = sharp(path).ensureAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const full = luma({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) });
  const [width, height] = [info.width - (info.width % factor), info.height - (info.height % factor)];
  const out = { width, height, data: new Float32Array(width * height) };
  for (let y = 0; y < height; y++) {
    out.data.set(full.data.subarray(y * info.width, y * info.width + width), y * width);
  }
  return out;
}

function reduced(plane: Plane, factor: number, kernel: "lanczos3" | "triangle" | "box"): Plane {
  const [width, height] = [plane.width / factor, plane.height / factor];
  const out = kernel === "box" ? boxed(plane, factor) : resizePlane(plane, width, height, kernel);
  // What is enlarged comes in 255 steps.
  for (let p = 0; p < out.data.length; p++)
    out.data[p] = Math.min(255, Math.max(0, Math.round(255 * out.data[p]))) / 255;
  return out;
}

function boxed(plane: Plane, factor: number): Plane {
  const [width, height] = [plane.width / factor, plane.height / factor];
  const out = { width, height, data: new Float32Array(width * height) };
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++) {
      out.data[Math.floor(y / factor) * width + Math.floor(x / factor)] +=
        plane.data[y * plane.width + x] / factor ** 2;
    }
  }
  return out;
}

/** For each class: the products of its patches with themselves, and with each sub-pixel. */
interface Sums {
  patches: Float64Array[];
  targets: Float64Array[];
  weights: Float64Array;
  samples: Float64Array;
}

function createSums(factor: number): Sums {
  return {
    patches: Array.from({ length: EDGE_CLASSES }, () => new Float64Array(FILTER_TAPS ** 2)),
    targets: Array.from({ length: EDGE_CLASSES }, () => new Float64Array(factor ** 2 * FILTER_TAPS)),
    weights: new Float64Array(EDGE_CLASSES),
    samples: new Float64Array(EDGE_CLASSES),
  };
}

function collect(sums: Sums, large: Plane, small: Plane, factor: number): void {
  const classes = edgeClasses(small);
  const patch = new Float64Array(FILTER_TAPS);
  for (let y = REACH; y < small.height - REACH; y++) {
    for (let x = REACH; x < small.width - REACH; x++) {
      const centre = small.data[y * small.width + x];
      let squares = 0;
      let mean = 0;
      for (let tap = 0; tap < FILTER_TAPS; tap++) {
        const at = (y + Math.floor(tap / FILTER_SIDE) - REACH) * small.width + x + (tap % FILTER_SIDE) - REACH;
        patch[tap] = small.data[at] - centre;
        mean += patch[tap] / FILTER_TAPS;
        squares += patch[tap] ** 2 / FILTER_TAPS;
      }
      const one = classes[y * small.width + x];
      const weight = 1 / (squares - mean ** 2 + 9e-4);
      const { [one]: products } = sums.patches;
      const { [one]: targets } = sums.targets;
      for (let i = 0; i < FILTER_TAPS; i++) {
        const v = weight * patch[i];
        for (let j = i; j < FILTER_TAPS; j++) products[i * FILTER_TAPS + j] += v * patch[j];
      }
      for (let phase = 0; phase < factor ** 2; phase++) {
        const row = y * factor + Math.floor(phase / factor);
        const v = weight * (large.data[row * large.width + x * factor + (phase % factor)] - centre);
        for (let i = 0; i < FILTER_TAPS; i++) targets[phase * FILTER_TAPS + i] += v * patch[i];
      }
      sums.weights[one] += weight;
      sums.samples[one]++;
    }
  }
}

/** For the phases that are held, with every turn of the picture that leads to them. */
function solveAll(sums: Sums, factor: number): Int16Array {
  const phases = heldPhases(factor);
  const out = new Int16Array(phases.length * EDGE_CLASSES * FILTER_TAPS);
  for (const one of Array(EDGE_CLASSES).keys()) {
    const products = new Float64Array(FILTER_TAPS ** 2);
    const targets = phases.map(() => new Float64Array(FILTER_TAPS));
    for (const turn of TURNS) {
      const from = turnedClass(one, turn);
      for (let i = 0; i < FILTER_TAPS; i++) {
        const ti = turnedTap(i, turn);
        for (let j = 0; j < FILTER_TAPS; j++) {
          const tj = turnedTap(j, turn);
          products[i * FILTER_TAPS + j] += sums.patches[from][Math.min(ti, tj) * FILTER_TAPS + Math.max(ti, tj)];
        }
        for (const [n, phase] of phases.entries()) {
          targets[n][i] += sums.targets[from][turnedPhase(phase, turn, factor) * FILTER_TAPS + ti];
        }
      }
    }
    const pull = pullOf(products, sums.samples[one]);
    for (let i = 0; i < FILTER_TAPS; i++) products[i * FILTER_TAPS + i] += pull;
    for (const [n, phase] of phases.entries()) {
      const plain = lanczosFilter(phase, factor);
      for (let i = 0; i < FILTER_TAPS; i++) targets[n][i] += pull * plain[i];
      const filter = solve(products, targets[n]);
      const to = (n * EDGE_CLASSES + one) * FILTER_TAPS;
      for (let i = 0; i < FILTER_TAPS; i++) out[to + i] = Math.round(filter[i] * FILTER_UNIT);
      keepSum(out.subarray(to, to + FILTER_TAPS));
    }
  }
  return out;
}

function pullOf(products: Float64Array, samples: number): number {
  let trace = 0;
  for (let i = 0; i < FILTER_TAPS; i++) trace += products[i * FILTER_TAPS + i];
  return (PULL * trace) / FILTER_TAPS / (8 * samples + 1) + 1e-6 * trace + 1e-6;
}

function turnedPhase({ x, y }: { x: number; y: number }, { mirror, flip, transpose }: Turn, factor: number): number {
  const mx = mirror ? factor - 1 - x : x;
  const my = flip ? factor - 1 - y : y;
  return transpose ? mx * factor + my : my * factor + mx;
}

function lanczosFilter({ x, y }: { x: number; y: number }, factor: number): Float64Array {
  const across = lanczosRow((x + 0.5) / factor - 0.5);
  const down = lanczosRow((y + 0.5) / factor - 0.5);
  return Float64Array.from({ length: FILTER_TAPS }, (_, tap) => {
    return down[Math.floor(tap / FILTER_SIDE)] * across[tap % FILTER_SIDE];
  });
}

function lanczosRow(centre: number): number[] {
  const row = Array.from({ length: FILTER_SIDE }, (_, tap) => {
    const px = Math.PI * (tap - REACH - centre);
    if (Math.abs(px) < 1e-9) return 1;
    return Math.abs(px) >= 3 * Math.PI ? 0 : (3 * Math.sin(px) * Math.sin(px / 3)) / (px * px);
  });
  const sum = row.reduce((a, b) => a + b);
  return row.map((v) => v / sum);
}

/** The middle tap saw nothing, since patches are told by their difference from it: it takes what is missing to one. */
function keepSum(filter: Int16Array): void {
  filter[(FILTER_TAPS - 1) / 2] = 0;
  filter[(FILTER_TAPS - 1) / 2] = FILTER_UNIT - filter.reduce((a, b) => a + b);
}

/** Cholesky. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j];
    }
  }
  const out = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) out[i] -= lower[i * n + k] * out[k];
    out[i] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) out[i] -= lower[k * n + i] * out[k];
    out[i] /= lower[i * n + i];
  }
  return out;
}
