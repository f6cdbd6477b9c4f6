import type { Box } from "./crop.ts";
import { layOut, openLoops } from "./loops.ts";
import { createPlane, createRaster, type Plane, type Raster } from "./raster.ts";

const { memory, loop } = openLoops(new URL("./resample.wasm", import.meta.url));
const premultiply = loop("premultiply");
const straighten = loop("straighten");
const across = loop("across");
const acrossPlane = loop("acrossPlane");
const addRow = loop("addRow");

/**
 * Separable resampling with an antialiasing kernel (Turkowski 1990): the kernel is widened by the reduction, so that
 * making a picture smaller never aliases. `lanczos3` is the sharpest, `triangle` never rings.
 */
export type Kernel = "lanczos3" | "triangle";

/** Resizes to exactly `width` × `height` pixels. Colours are weighted by alpha, so that hidden colours never bleed. */
export function resize(source: Raster, width: number, height: number, kernel: Kernel = "lanczos3"): Raster {
  if (width === source.width && height === source.height) return { ...source, data: source.data.slice() };
  return resizePart(source, { x: 0, y: 0, width: source.width, height: source.height }, width, height, kernel);
}

/** The same for a part of the source, whose edges may lie between pixels. */
export function resizePart(
  source: Raster,
  part: Box,
  width: number,
  height: number,
  kernel: Kernel = "lanczos3",
): Raster {
  const columns = taps(source.width, part.x, part.width, width, kernel);
  const rows = taps(source.height, part.y, part.height, height, kernel);
  const out = createRaster(width, height);
  const bytes = 4 * Math.max(source.width, width);
  const at = prepare(columns, rows, { bytes, row: 16 * source.width, ring: 16 * width, unit: 16 });
  const line = new Uint8ClampedArray(memory.buffer, at.bytes, bytes);
  sumRows(rows, 4 * width, at, {
    make(y, slot) {
      line.set(source.data.subarray(y * source.width * 4, (y + 1) * source.width * 4));
      premultiply(at.bytes, source.width, at.row);
      across(at.row, at.spans, at.weights, width, slot);
    },
    take(y) {
      straighten(at.sums, width, at.bytes);
      out.data.set(line.subarray(0, 4 * width), y * width * 4);
    },
  });
  return out;
}

/** The same for one number a pixel. */
export function resizePlane(source: Plane, width: number, height: number, kernel: Kernel = "triangle"): Plane {
  if (width === source.width && height === source.height) return { ...source, data: source.data.slice() };
  const columns = taps(source.width, 0, source.width, width, kernel);
  const rows = taps(source.height, 0, source.height, height, kernel);
  const out = createPlane(width, height);
  const at = prepare(columns, rows, { bytes: 0, row: 4 * width, ring: 4 * source.width, unit: 4 });
  const line = new Float32Array(memory.buffer, at.row, width);
  sumRows(rows, source.width, at, {
    make(y, slot) {
      const row = new Float32Array(memory.buffer, slot, source.width);
      row.set(source.data.subarray(y * source.width, (y + 1) * source.width));
    },
    take(y) {
      acrossPlane(at.sums, at.spans, at.weights, width, at.row);
      out.data.set(line, y * width);
    },
  });
  return out;
}

type Taps = ReturnType<typeof taps>;

/** Makes room in the loops' memory, and puts what they read of the columns there. `unit`: bytes of a pixel that they sum. */
function prepare(columns: Taps, rows: Taps, bytesOf: { bytes: number; row: number; ring: number; unit: number }) {
  const width = columns.start.length;
  const taps = columns.first[width];
  const kept = mostTaps(rows);
  // Sums go by whole groups of four floats.
  const rowBytes = 16 * Math.ceil(bytesOf.ring / 16);
  const sizes = [bytesOf.bytes, bytesOf.row, 8 * width, 4 * taps, kept * rowBytes, rowBytes];
  const [bytes, row, spans, weights, ring, sums] = layOut(memory, sizes);
  const spanOf = new Int32Array(memory.buffer, spans, 2 * width);
  for (let x = 0; x < width; x++) {
    spanOf[2 * x] = bytesOf.unit * columns.start[x];
    spanOf[2 * x + 1] = columns.first[x + 1] - columns.first[x];
  }
  new Float32Array(memory.buffer, weights, taps).set(columns.weights.subarray(0, taps));
  return { bytes, row, spans, weights, ring, sums, kept, rowBytes };
}

/**
 * Every row of the result in turn as the weighted sum of rows that are made once each. Only as many are kept as are
 * summed at a time: they stay in the processor's cache.
 */
function sumRows(
  rows: Taps,
  floats: number,
  { ring, sums, kept, rowBytes }: ReturnType<typeof prepare>,
  { make, take }: { make: (y: number, slot: number) => void; take: (y: number) => void },
): void {
  const slotOf = (y: number) => ring + (y % kept) * rowBytes;
  const sum = new Float32Array(memory.buffer, sums, floats);
  let made = rows.start[0];
  for (let y = 0; y < rows.start.length; y++) {
    const end = rows.start[y] + rows.first[y + 1] - rows.first[y];
    for (; made < end; made++) make(made, slotOf(made));
    sum.fill(0);
    for (let t = rows.first[y], from = rows.start[y]; from < end; t++, from++) {
      addRow(slotOf(from), rows.weights[t], rowBytes / 16, sums);
    }
    take(y);
  }
}

function mostTaps({ first }: Taps): number {
  let most = 0;
  for (let i = 1; i < first.length; i++) most = Math.max(most, first[i] - first[i - 1]);
  return most;
}

/** For each target sample: where its taps start in the source, and its weights (they sum to 1) from `first[i]` to `first[i + 1]`. The source's part is `span` long. */
function taps(from: number, begin: number, span: number, to: number, kernel: Kernel) {
  const scale = span / to;
  const stretch = Math.max(1, scale);
  const radius = (kernel === "lanczos3" ? 3 : 1) * stretch;
  const weigh = kernel === "lanczos3" ? lanczos3 : triangle;
  const start = new Int32Array(to);
  const first = new Int32Array(to + 1);
  const weights = new Float64Array(to * (2 * Math.ceil(radius) + 1));
  let n = 0;
  for (let i = 0; i < to; i++) {
    const centre = begin + (i + 0.5) * scale - 0.5;
    const low = Math.max(0, Math.ceil(centre - radius));
    const high = Math.min(from - 1, Math.floor(centre + radius));
    start[i] = low;
    first[i] = n;
    let sum = 0;
    for (let j = low; j <= high; j++) {
      const weight = weigh((j - centre) / stretch);
      weights[n++] = weight;
      sum += weight;
    }
    for (let t = first[i]; t < n; t++) weights[t] /= sum;
  }
  first[to] = n;
  return { start, first, weights };
}

function triangle(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}

function lanczos3(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const px = Math.PI * x;
  return (3 * Math.sin(px) * Math.sin(px / 3)) / (px * px);
}
