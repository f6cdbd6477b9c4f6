import { createRandom } from "../pixels/index.ts";

/** The logarithm of how likely each of a palette's colours is under a model. */
export type LogLikelihood = Float32Array;

const STEPS = 6;
/** The least variance of a component: about the noise of a photograph. */
const NOISE = 2e-4;

/**
 * Fits a mixture of Gaussians with full covariance to weighted colours (three numbers each) by expectation and
 * maximisation, seeded by k-means++ with a fixed seed, and gives the log-likelihood of each colour under it.
 */
export function fitColours(colours: Float32Array, weights: Float32Array, components = 5): LogLikelihood {
  const size = weights.length;
  const total = weights.reduce((a, b) => a + b, 0);
  const out = new Float32Array(size);
  if (total <= 0) return out;
  const share = seed(colours, weights, components);
  const count = share.length / size;
  for (let step = 0; step < STEPS; step++) {
    const gaussians = Array.from({ length: count }, (_, k) =>
      maximise(colours, weights, share.subarray(k * size, (k + 1) * size), total),
    );
    expect(colours, gaussians, share, out);
  }
  return out;
}

interface Gaussian {
  /** Log of the weight over the normaliser; minus infinity for one that nothing belongs to. */
  scale: number;
  mean: [number, number, number];
  /** The upper triangle of the inverse covariance, halved and with the crossed terms doubled: xx, xy, xz, yy, yz, zz. */
  form: [number, number, number, number, number, number];
}

/** Which colour belongs to which of the k-means++ centres (Arthur and Vassilvitskii 2007): 1 for its own, else 0. */
function seed(colours: Float32Array, weights: Float32Array, components: number): Float32Array {
  const size = weights.length;
  const random = createRandom(1);
  const nearest = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  const owner = new Int32Array(size);
  let count = 0;
  for (; count < components; count++) {
    const centre = count === 0 ? draw(weights, weights, random, false) : draw(weights, nearest, random, true);
    if (centre < 0) break;
    for (let i = 0; i < size; i++) {
      const d = squared(colours, i, centre);
      if (d < nearest[i]) {
        nearest[i] = d;
        owner[i] = count;
      }
    }
  }
  const share = new Float32Array(count * size);
  for (let i = 0; i < size; i++) share[owner[i] * size + i] = 1;
  return share;
}

/** A place drawn in proportion to weight × distance (or weight alone); -1 where all of it is zero. */
function draw(weights: Float32Array, distances: Float32Array, random: () => number, far: boolean): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += far ? weights[i] * distances[i] : weights[i];
  if (sum <= 0) return -1;
  let left = random() * sum;
  for (let i = 0; i < weights.length; i++) {
    left -= far ? weights[i] * distances[i] : weights[i];
    if (left < 0) return i;
  }
  return weights.length - 1;
}

function squared(colours: Float32Array, i: number, j: number): number {
  const x = colours[i * 3] - colours[j * 3];
  const y = colours[i * 3 + 1] - colours[j * 3 + 1];
  const z = colours[i * 3 + 2] - colours[j * 3 + 2];
  return x * x + y * y + z * z;
}

function maximise(colours: Float32Array, weights: Float32Array, share: Float32Array, total: number): Gaussian {
  let n = 0;
  let mx = 0;
  let my = 0;
  let mz = 0;
  let xx = 0;
  let xy = 0;
  let xz = 0;
  let yy = 0;
  let yz = 0;
  let zz = 0;
  for (let i = 0, c = 0; i < weights.length; i++, c += 3) {
    const w = weights[i] * share[i];
    if (w === 0) continue;
    const x = colours[c];
    const y = colours[c + 1];
    const z = colours[c + 2];
    n += w;
    mx += w * x;
    my += w * y;
    mz += w * z;
    xx += w * x * x;
    xy += w * x * y;
    xz += w * x * z;
    yy += w * y * y;
    yz += w * y * z;
    zz += w * z * z;
  }
  if (n <= total * 1e-6) return { scale: Number.NEGATIVE_INFINITY, mean: [0, 0, 0], form: [0, 0, 0, 0, 0, 0] };
  mx /= n;
  my /= n;
  mz /= n;
  xx = xx / n - mx * mx + NOISE;
  xy = xy / n - mx * my;
  xz = xz / n - mx * mz;
  yy = yy / n - my * my + NOISE;
  yz = yz / n - my * mz;
  zz = zz / n - mz * mz + NOISE;
  const determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  return {
    scale: Math.log(n / total) - 0.5 * Math.log(determinant) - 1.5 * Math.log(2 * Math.PI),
    mean: [mx, my, mz],
    form: [
      (0.5 * (yy * zz - yz * yz)) / determinant,
      (xz * yz - xy * zz) / determinant,
      (xy * yz - xz * yy) / determinant,
      (0.5 * (xx * zz - xz * xz)) / determinant,
      (xy * xz - xx * yz) / determinant,
      (0.5 * (xx * yy - xy * xy)) / determinant,
    ],
  };
}

/** Parts every colour among the components by their likelihood, and writes the log of its whole likelihood to `out`. */
function expect(colours: Float32Array, gaussians: Gaussian[], share: Float32Array, out: LogLikelihood): void {
  const size = out.length;
  const logs = new Float64Array(gaussians.length);
  for (let i = 0, c = 0; i < size; i++, c += 3) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < gaussians.length; k++) {
      const { scale, mean, form } = gaussians[k];
      const x = colours[c] - mean[0];
      const y = colours[c + 1] - mean[1];
      const z = colours[c + 2] - mean[2];
      logs[k] =
        scale - (x * (form[0] * x + form[1] * y + form[2] * z) + y * (form[3] * y + form[4] * z) + z * form[5] * z);
      if (logs[k] > top) top = logs[k];
    }
    let sum = 0;
    for (let k = 0; k < gaussians.length; k++) sum += logs[k] = Math.exp(logs[k] - top);
    for (let k = 0; k < gaussians.length; k++) share[k * size + i] = logs[k] / sum;
    out[i] = top + Math.log(sum);
  }
}
