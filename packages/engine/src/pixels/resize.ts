import type { Box } from "./crop.ts";
import { createPlane, createRaster, type Plane, type Raster } from "./raster.ts";

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
  const middle = resizeAcross(source, columns, width, rows);
  const out = createRaster(width, height);
  const line = new Float64Array(width * 4);
  for (let y = 0; y < height; y++) {
    sumRows(line, middle, rows, y);
    for (let i = 0, to = y * line.length; i < line.length; i += 4, to += 4) {
      const a = line[i + 3];
      if (a < 0.5) continue;
      out.data[to] = line[i] / a;
      out.data[to + 1] = line[i + 1] / a;
      out.data[to + 2] = line[i + 2] / a;
      out.data[to + 3] = a;
    }
  }
  return out;
}

type Taps = ReturnType<typeof taps>;

/** Every row of the source that is needed, at the new width, its colours times alpha. */
function resizeAcross(source: Raster, columns: Taps, width: number, rows: Taps): Float32Array {
  const middle = new Float32Array(source.height * width * 4);
  const [from, to] = reach(rows);
  // As doubles, so that nothing is converted in the inner loop.
  const row = new Float64Array(source.width * 4);
  for (let y = from; y < to; y++) {
    if (!premultiply(source, y, row)) continue;
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      const last = columns.first[x + 1];
      for (let t = columns.first[x], i = columns.start[x] * 4; t < last; t++, i += 4) {
        const weight = columns.weights[t];
        r += weight * row[i];
        g += weight * row[i + 1];
        b += weight * row[i + 2];
        a += weight * row[i + 3];
      }
      middle[at] = r;
      middle[at + 1] = g;
      middle[at + 2] = b;
      middle[at + 3] = a;
    }
  }
  return middle;
}

/** The first sample that is read, and the one after the last. */
function reach({ start, first }: Taps): [number, number] {
  const last = start.length - 1;
  return [start[0], start[last] + first[last + 1] - first[last]];
}

/** A row's colours times alpha. False, and nothing done, where all of it is clear. */
function premultiply({ width, data }: Raster, y: number, row: Float64Array): boolean {
  let any = 0;
  for (let i = 0, from = y * width * 4; i < row.length; i += 4, from += 4) {
    const a = data[from + 3];
    any |= a;
    row[i] = data[from] * a;
    row[i + 1] = data[from + 1] * a;
    row[i + 2] = data[from + 2] * a;
    row[i + 3] = a;
  }
  return any !== 0;
}

/** The weighted sum of rows, four at a time. */
function sumRows(line: Float64Array, middle: Float32Array, { start, first, weights }: Taps, y: number): void {
  const { length } = line;
  let at = start[y] * length;
  let t = first[y];
  const last = first[y + 1];
  line.fill(0);
  for (; t + 4 <= last; t += 4, at += 4 * length) {
    const [w0, w1, w2, w3] = [weights[t], weights[t + 1], weights[t + 2], weights[t + 3]];
    const [second, third, fourth] = [at + length, at + 2 * length, at + 3 * length];
    for (let i = 0; i < length; i++) {
      line[i] += w0 * middle[at + i] + w1 * middle[second + i] + w2 * middle[third + i] + w3 * middle[fourth + i];
    }
  }
  for (; t < last; t++, at += length) {
    const weight = weights[t];
    for (let i = 0; i < length; i++) line[i] += weight * middle[at + i];
  }
}

/** The same for one number a pixel. */
export function resizePlane(source: Plane, width: number, height: number, kernel: Kernel = "triangle"): Plane {
  if (width === source.width && height === source.height) return { ...source, data: source.data.slice() };
  const columns = taps(source.width, 0, source.width, width, kernel);
  const rows = taps(source.height, 0, source.height, height, kernel);
  const middle = new Float32Array(source.height * width);
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let from = y * source.width + columns.start[x];
      for (let t = columns.first[x]; t < columns.first[x + 1]; t++) sum += columns.weights[t] * source.data[from++];
      middle[y * width + x] = sum;
    }
  }
  const out = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    let from = rows.start[y] * width;
    for (let t = rows.first[y]; t < rows.first[y + 1]; t++, from += width) {
      const weight = rows.weights[t];
      for (let x = 0, to = y * width; x < width; x++, to++) out.data[to] += weight * middle[from + x];
    }
  }
  return out;
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
