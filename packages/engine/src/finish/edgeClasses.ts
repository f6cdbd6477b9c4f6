import type { Plane } from "../pixels/index.ts";

const ANGLES = 16;
/** Bounds of the edge's strength: the root of the structure tensor's larger eigenvalue, in luma of 0 to 1 a pixel. */
const STRENGTHS = [0.008, 0.02, 0.045, 0.1];
/** Bounds of its coherence: 0 in a texture without direction, 1 along a clean edge. */
const COHERENCES = [0.25, 0.5];
const PER_ANGLE = (STRENGTHS.length + 1) * (COHERENCES.length + 1);

export const EDGE_CLASSES = ANGLES * PER_ANGLE;

/** The class that a class becomes when the picture is mirrored left to right, and when its rows become columns. */
export function mirroredClass(one: number): number {
  return (ANGLES - 1 - Math.floor(one / PER_ANGLE)) * PER_ANGLE + (one % PER_ANGLE);
}

export function transposedClass(one: number): number {
  const angle = (ANGLES * 1.5 - 1 - Math.floor(one / PER_ANGLE)) % ANGLES;
  return angle * PER_ANGLE + (one % PER_ANGLE);
}

/**
 * What kind of edge runs through each pixel of a luma (0 to 1): its direction, strength and coherence, from the structure
 * tensor around it (Romano, Isidoro and Milanfar 2017, "RAISR").
 */
export function edgeClasses({ width, height, data }: Plane): Uint8Array {
  const out = new Uint8Array(width * height);
  const columns = { xx: new Float32Array(width), yy: new Float32Array(width), xy: new Float32Array(width) };
  const rows: Gradients[] = [];
  for (let y = -2; y < height; y++) {
    rows.push(gradientsOf(data, width, height, Math.max(0, Math.min(height - 1, y + 2))));
    if (rows.length > 5) rows.shift();
    if (y < 0) continue;
    sumDown(rows, columns);
    for (let x = 0; x < width; x++) out[y * width + x] = classAt(columns, x, width);
  }
  return out;
}

type Gradients = Record<"xx" | "yy" | "xy", Float32Array>;

/** Weights of five neighbouring rows or columns: a Gaussian of σ = 1.2, nearly. */
const WINDOW = [0.085, 0.24, 0.35, 0.24, 0.085];

function gradientsOf(data: Float32Array, width: number, height: number, y: number): Gradients {
  const out = { xx: new Float32Array(width), yy: new Float32Array(width), xy: new Float32Array(width) };
  const above = Math.max(0, y - 1) * width;
  const below = Math.min(height - 1, y + 1) * width;
  for (let x = 0; x < width; x++) {
    const row = y * width;
    const gx = 0.5 * (data[row + Math.min(width - 1, x + 1)] - data[row + Math.max(0, x - 1)]);
    const gy = 0.5 * (data[below + x] - data[above + x]);
    out.xx[x] = gx * gx;
    out.yy[x] = gy * gy;
    out.xy[x] = gx * gy;
  }
  return out;
}

/** At the first rows there are fewer than five above: the last one stands for those that are missing. */
function sumDown(rows: Gradients[], out: Gradients): void {
  for (const key of ["xx", "yy", "xy"] as const) {
    const sums = out[key].fill(0);
    for (let r = 0; r < 5; r++) {
      const from = rows[Math.max(0, rows.length - 5 + r)][key];
      for (let x = 0; x < sums.length; x++) sums[x] += WINDOW[r] * from[x];
    }
  }
}

function classAt({ xx, yy, xy }: Gradients, x: number, width: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  for (let t = 0; t < 5; t++) {
    const at = Math.max(0, Math.min(width - 1, x + t - 2));
    a += WINDOW[t] * xx[at];
    b += WINDOW[t] * yy[at];
    c += WINDOW[t] * xy[at];
  }
  const spread = Math.sqrt((a - b) * (a - b) + 4 * c * c);
  const large = Math.sqrt(Math.max(0, (a + b + spread) / 2));
  const small = Math.sqrt(Math.max(0, (a + b - spread) / 2));
  const turn = 0.5 * Math.atan2(2 * c, a - b);
  const angle = Math.min(ANGLES - 1, Math.floor(((turn + Math.PI / 2) / Math.PI) * ANGLES));
  const strength = STRENGTHS.findIndex((bound) => large < bound);
  const coherence = (large - small) / (large + small + 1e-9);
  return (
    angle * PER_ANGLE +
    (strength < 0 ? STRENGTHS.length : strength) * (COHERENCES.length + 1) +
    (coherence < COHERENCES[0] ? 0 : coherence < COHERENCES[1] ? 1 : 2)
  );
}
