import { layOut, openLoops } from "./loops.ts";
import { createPlane, type Plane } from "./raster.ts";

const { memory, loop } = openLoops(new URL("./blur.wasm", import.meta.url));
const meansAcross = loop("across");
const meansDown = loop("down");

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
  const long = width + 2 * radius;
  const [sumsAt, rowsAt, meansAt] = layOut(memory, [32, 16 * long, 16 * long]);
  const sums = new Float64Array(memory.buffer, sumsAt, 4);
  const rows = new Float32Array(memory.buffer, rowsAt, 4 * long);
  const means = new Float32Array(memory.buffer, meansAt, 4 * long);
  for (let y = 0; y < height; y += 4) {
    const count = Math.min(4, height - y);
    for (let k = 0; k < count; k++) {
      const row = rows.subarray(k * long, (k + 1) * long);
      const from = (y + k) * width;
      row.set(data.subarray(from, from + width), radius);
      row.fill(data[from], 0, radius).fill(data[from + width - 1], radius + width);
      sums[k] = data[from] * radius;
      for (let i = radius; i < 2 * radius; i++) sums[k] += row[i];
    }
    meansAcross(rowsAt, 4 * long, 8 * radius, width, sumsAt, 1 / (2 * radius + 1), meansAt);
    for (let k = 0; k < count; k++) out.data.set(means.subarray(k * long, k * long + width), (y + k) * width);
  }
  return out;
}

function down({ width, height, data }: Plane, radius: number): Plane {
  const out = createPlane(width, height);
  const groups = Math.ceil(width / 4);
  const [sumsAt, enterAt, leaveAt, lineAt] = layOut(memory, [32 * groups, 16 * groups, 16 * groups, 16 * groups]);
  const sums = new Float64Array(memory.buffer, sumsAt, width);
  const enter = new Float32Array(memory.buffer, enterAt, width);
  const leave = new Float32Array(memory.buffer, leaveAt, width);
  const line = new Float32Array(memory.buffer, lineAt, width);
  const rowOf = (y: number) => data.subarray(y * width, (y + 1) * width);
  for (let x = 0; x < width; x++) sums[x] = data[x] * radius;
  for (let i = 0; i < radius; i++) {
    const row = Math.min(i, height - 1) * width;
    for (let x = 0; x < width; x++) sums[x] += data[row + x];
  }
  for (let y = 0; y < height; y++) {
    enter.set(rowOf(Math.min(y + radius, height - 1)));
    leave.set(rowOf(Math.max(0, y - radius)));
    meansDown(sumsAt, enterAt, leaveAt, groups, 1 / (2 * radius + 1), lineAt);
    out.data.set(line, y * width);
  }
  return out;
}
