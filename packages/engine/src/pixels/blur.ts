import { createPlane, type Plane } from "./raster.ts";

/** Mean over a (2 r + 1)² window, edges repeated, in time that does not depend on the radius. */
export function boxBlur(source: Plane, radiusPx: number): Plane {
  const radius = Math.round(radiusPx);
  if (radius < 1) return { ...source, data: source.data.slice() };
  return down(across(source, radius), radius);
}

/** Gaussian blur as three box blurs (Wells 1986): within 3 % of the true kernel. */
export function gaussianBlur(source: Plane, sigmaPx: number): Plane {
  if (sigmaPx < 0.3) return { ...source, data: source.data.slice() };
  let out = source;
  for (const radius of boxRadii(sigmaPx)) out = boxBlur(out, radius);
  return out === source ? { ...source, data: source.data.slice() } : out;
}

function boxRadii(sigma: number): number[] {
  const ideal = Math.sqrt(4 * sigma * sigma + 1);
  let lower = Math.floor(ideal);
  if (lower % 2 === 0) lower--;
  const small = Math.round((12 * sigma * sigma - 3 * lower * lower - 12 * lower - 9) / (-4 * lower - 4));
  return [0, 1, 2].map((i) => ((i < small ? lower : lower + 2) - 1) / 2);
}

function across({ width, height, data }: Plane, radius: number): Plane {
  const out = createPlane(width, height);
  const norm = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const left = data[row];
    const right = data[row + width - 1];
    let sum = left * radius;
    for (let i = 0; i < radius; i++) sum += i < width ? data[row + i] : right;
    for (let x = 0; x < width; x++) {
      sum += x + radius < width ? data[row + x + radius] : right;
      out.data[row + x] = sum * norm;
      sum -= x >= radius ? data[row + x - radius] : left;
    }
  }
  return out;
}

function down({ width, height, data }: Plane, radius: number): Plane {
  const out = createPlane(width, height);
  const norm = 1 / (2 * radius + 1);
  const sums = new Float64Array(width);
  const last = (height - 1) * width;
  for (let x = 0; x < width; x++) sums[x] = data[x] * radius;
  for (let i = 0; i < radius; i++) {
    const row = Math.min(i, height - 1) * width;
    for (let x = 0; x < width; x++) sums[x] += data[row + x];
  }
  for (let y = 0; y < height; y++) {
    const enter = y + radius < height ? (y + radius) * width : last;
    const leave = y >= radius ? (y - radius) * width : 0;
    const to = y * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x] + data[enter + x];
      out.data[to + x] = sum * norm;
      sums[x] = sum - data[leave + x];
    }
  }
  return out;
}
