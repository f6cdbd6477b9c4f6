import type { Kernels, Tensor } from "./kernels.ts";

/** A convolution with batch normalisation folded in. ReLU6 clamps to 0…6. */
export interface Convolution {
  /** As the kernels read them: `[9][channels]` for a depthwise one and one to a single output, else `[outputs / 8][k² × inputs][8]`. */
  weights: Tensor;
  /** As many as outputs; for one to a single output as many as inputs, of which the first alone is not 0. */
  bias: Tensor;
  /** Whole eights, unless depthwise or 1. */
  outputs: number;
  kernel: number;
  stride: number;
  relu6: boolean;
}

/** A dense convolution, 1×1 or 3×3; the latter as a 1×1 one over the nine neighbours written side by side. */
export function convolve(kernels: Kernels, x: Tensor, layer: Convolution): Tensor {
  const columns = layer.kernel === 1 ? x : neighbours(kernels, x, layer.stride);
  const y = kernels.make(columns.height, columns.width, layer.outputs);
  const groups = Math.ceil((columns.height * columns.width) / 4);
  const { weights, bias } = layer;
  kernels.pointwise(columns.at, groups, columns.channels, y.channels, weights.at, bias.at, ...limits(layer), y.at);
  if (columns !== x) kernels.free(columns);
  return y;
}

/** A 3×3 convolution to one output: each channel by itself, and their sum. */
export function convolveToOne(kernels: Kernels, x: Tensor, layer: Convolution): Tensor {
  const each = depthwise(kernels, x, layer);
  const y = kernels.make(each.height, each.width, 1);
  const from = kernels.view(each);
  const to = kernels.view(y);
  for (let i = 0, p = 0; p < to.length; p++) {
    let sum = 0;
    for (const end = i + each.channels; i < end; i++) sum += from[i];
    to[p] = sum;
  }
  kernels.free(each);
  return y;
}

/** A 3×3 convolution of each channel by itself. */
export function depthwise(kernels: Kernels, x: Tensor, layer: Convolution): Tensor {
  const { stride, weights, bias } = layer;
  const padded = pad(kernels, x);
  const y = kernels.make(Math.ceil(x.height / stride), Math.ceil(x.width / stride), x.channels);
  const pixel = x.channels * 4;
  const row = padded.width * pixel;
  for (let i = 0; i < y.height; i++) {
    const from = padded.at + i * stride * row;
    const to = y.at + i * y.width * pixel;
    kernels.depthwise(from, row, stride * pixel, pixel, y.width, weights.at, bias.at, ...limits(layer), to);
  }
  kernels.free(padded);
  return y;
}

/** Twice as large, bilinear with half-pixel centres. */
export function upsample(kernels: Kernels, x: Tensor): Tensor {
  if (x.channels % 4 !== 0) return upsampleOne(kernels, x);
  const y = kernels.make(x.height * 2, x.width * 2, x.channels);
  const pixel = x.channels * 4;
  const row = x.width * pixel;
  for (let i = 0; i < y.height; i++) {
    const near = i >> 1;
    const far = Math.max(0, Math.min(x.height - 1, i % 2 ? near + 1 : near - 1));
    kernels.upsample(x.at + near * row, x.at + far * row, 0.25, x.width, pixel, y.at + i * 2 * row);
  }
  return y;
}

/** The same for any number of channels. */
function upsampleOne(kernels: Kernels, x: Tensor): Tensor {
  const { width, height, channels: c } = x;
  const y = kernels.make(height * 2, width * 2, c);
  const from = kernels.view(x);
  const to = kernels.view(y);
  let q = 0;
  for (let i = 0; i < 2 * height; i++) {
    const fy = Math.max(0, (i + 0.5) / 2 - 0.5);
    const y0 = fy | 0;
    const y1 = Math.min(height - 1, y0 + 1);
    const ty = fy - y0;
    for (let j = 0; j < 2 * width; j++) {
      const fx = Math.max(0, (j + 0.5) / 2 - 0.5);
      const x0 = fx | 0;
      const x1 = Math.min(width - 1, x0 + 1);
      const tx = fx - x0;
      const a = (y0 * width + x0) * c;
      const b = (y0 * width + x1) * c;
      const d = (y1 * width + x0) * c;
      const e = (y1 * width + x1) * c;
      const wa = (1 - ty) * (1 - tx);
      const wb = (1 - ty) * tx;
      const wd = ty * (1 - tx);
      const we = ty * tx;
      for (let k = 0; k < c; k++) to[q++] = from[a + k] * wa + from[b + k] * wb + from[d + k] * wd + from[e + k] * we;
    }
  }
  return y;
}

/** Sums two tensors; a second one of a single pixel is added to every pixel. */
export function add(kernels: Kernels, x: Tensor, other: Tensor): Tensor {
  const y = kernels.make(x.height, x.width, x.channels);
  const bytes = x.height * x.width * x.channels * 4;
  if (other.height === x.height && bytes % 16 === 0) {
    kernels.add(x.at, other.at, bytes, y.at);
    return y;
  }
  const a = kernels.view(x);
  const b = kernels.view(other);
  const to = kernels.view(y);
  for (let i = 0, j = 0; i < to.length; i++) {
    to[i] = a[i] + b[j];
    if (++j === b.length) j = 0;
  }
  return y;
}

/** The mean of each channel over all pixels. */
export function average(kernels: Kernels, x: Tensor): Tensor {
  const y = kernels.make(1, 1, x.channels);
  const from = kernels.view(x);
  const to = kernels.view(y).fill(0);
  for (let i = 0; i < from.length; i++) to[i % x.channels] += from[i];
  for (let c = 0; c < x.channels; c++) to[c] /= x.width * x.height;
  return y;
}

export function sigmoid(kernels: Kernels, x: Tensor): Tensor {
  const y = kernels.make(x.height, x.width, x.channels);
  const from = kernels.view(x);
  const to = kernels.view(y);
  for (let i = 0; i < to.length; i++) {
    const at = Math.max(0, Math.min(2 * FLAT, from[i] + FLAT)) * STEPS;
    const k = at | 0;
    to[i] = SIGMOID[k] + (at - k) * (SIGMOID[k + 1] - SIGMOID[k]);
  }
  return y;
}

/** From here on the sigmoid is 0 or 1 as far as anybody can see. */
const FLAT = 14;
/** For each unit: straight lines between them are off by less than a millionth. */
const STEPS = 256;
const SIGMOID = Float32Array.from({ length: 2 * FLAT * STEPS + 2 }, (_, i) => 1 / (1 + Math.exp(FLAT - i / STEPS)));

/** With a border of one pixel of zeros. */
function pad(kernels: Kernels, x: Tensor): Tensor {
  const y = kernels.make(x.height + 2, x.width + 2, x.channels);
  const from = kernels.view(x);
  const to = kernels.view(y).fill(0);
  const row = x.width * x.channels;
  for (let i = 0; i < x.height; i++) {
    to.set(from.subarray(i * row, (i + 1) * row), ((i + 1) * y.width + 1) * x.channels);
  }
  return y;
}

/** For every output pixel the channels of its 3 × 3 inputs, one after another. */
function neighbours(kernels: Kernels, x: Tensor, stride: number): Tensor {
  const padded = pad(kernels, x);
  const y = kernels.make(Math.ceil(x.height / stride), Math.ceil(x.width / stride), 9 * x.channels);
  const pixel = x.channels * 4;
  const row = padded.width * pixel;
  for (let i = 0; i < y.height; i++) {
    const to = y.at + i * y.width * 9 * pixel;
    kernels.neighbours(padded.at + i * stride * row, row, stride * pixel, pixel, y.width, to);
  }
  kernels.free(padded);
  return y;
}

function limits({ relu6 }: Convolution): [number, number] {
  return relu6 ? [0, 6] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}
