/**
 * The operations of the subject network on NHWC tensors in plain loops, batch normalisation already folded into the
 * weights. `cap` is the activation: ReLU6 clamps to 0…6, "none" leaves values as they are.
 */
export interface Tensor {
  data: Float32Array;
  height: number;
  width: number;
  channels: number;
}

export interface Convolution {
  weights: Float32Array;
  bias: Float32Array;
  outputs: number;
  kernel: number;
  stride: number;
  relu6: boolean;
}

/** 1×1 convolution, weights packed `[outputs / 4][inputs][4]`: four pixels by four outputs a turn, so that sums stay in registers. */
export function pointwise(x: Tensor, layer: Convolution, y: Float32Array): void {
  const { weights: w, bias, outputs } = layer;
  const [low, high] = limits(layer);
  const inputs = x.channels;
  const pixels = x.width * x.height;
  const from = x.data;
  const sums = new Float32Array(4);
  let p = 0;
  for (; p + 4 <= pixels; p += 4) {
    const x0 = p * inputs;
    const x1 = x0 + inputs;
    const x2 = x1 + inputs;
    const x3 = x2 + inputs;
    for (let o = 0; o < outputs; o += 4) {
      const b0 = bias[o];
      const b1 = bias[o + 1];
      const b2 = bias[o + 2];
      const b3 = bias[o + 3];
      let a00 = b0;
      let a01 = b1;
      let a02 = b2;
      let a03 = b3;
      let a10 = b0;
      let a11 = b1;
      let a12 = b2;
      let a13 = b3;
      let a20 = b0;
      let a21 = b1;
      let a22 = b2;
      let a23 = b3;
      let a30 = b0;
      let a31 = b1;
      let a32 = b2;
      let a33 = b3;
      for (let i = 0, k = o * inputs; i < inputs; i++, k += 4) {
        const w0 = w[k];
        const w1 = w[k + 1];
        const w2 = w[k + 2];
        const w3 = w[k + 3];
        let v = from[x0 + i];
        a00 += v * w0;
        a01 += v * w1;
        a02 += v * w2;
        a03 += v * w3;
        v = from[x1 + i];
        a10 += v * w0;
        a11 += v * w1;
        a12 += v * w2;
        a13 += v * w3;
        v = from[x2 + i];
        a20 += v * w0;
        a21 += v * w1;
        a22 += v * w2;
        a23 += v * w3;
        v = from[x3 + i];
        a30 += v * w0;
        a31 += v * w1;
        a32 += v * w2;
        a33 += v * w3;
      }
      let q = p * outputs + o;
      y[q] = clamp(a00, low, high);
      y[q + 1] = clamp(a01, low, high);
      y[q + 2] = clamp(a02, low, high);
      y[q + 3] = clamp(a03, low, high);
      q += outputs;
      y[q] = clamp(a10, low, high);
      y[q + 1] = clamp(a11, low, high);
      y[q + 2] = clamp(a12, low, high);
      y[q + 3] = clamp(a13, low, high);
      q += outputs;
      y[q] = clamp(a20, low, high);
      y[q + 1] = clamp(a21, low, high);
      y[q + 2] = clamp(a22, low, high);
      y[q + 3] = clamp(a23, low, high);
      q += outputs;
      y[q] = clamp(a30, low, high);
      y[q + 1] = clamp(a31, low, high);
      y[q + 2] = clamp(a32, low, high);
      y[q + 3] = clamp(a33, low, high);
    }
  }
  for (; p < pixels; p++) {
    for (let o = 0; o < outputs; o += 4) {
      for (let j = 0; j < 4; j++) sums[j] = bias[o + j];
      for (let i = 0, k = o * inputs; i < inputs; i++, k += 4) {
        for (let j = 0; j < 4; j++) sums[j] += from[p * inputs + i] * w[k + j];
      }
      for (let j = 0; j < 4; j++) y[p * outputs + o + j] = clamp(sums[j], low, high);
    }
  }
}

/** 3×3 convolution of each channel by itself, weights packed `[9][channels]`, edges padded with zeros. */
export function depthwise(x: Tensor, layer: Convolution, y: Float32Array): void {
  const { weights: w, bias, stride } = layer;
  const [low, high] = limits(layer);
  const { data: from, channels: c, width, height } = x;
  const row = width * c;
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  for (let i = 0; i < rows; i++) {
    const top = i * stride - 1;
    for (let j = 0; j < columns; j++) {
      const left = j * stride - 1;
      const to = (i * columns + j) * c;
      if (top >= 0 && left >= 0 && top + 2 < height && left + 2 < width) {
        const a0 = (top * width + left) * c;
        const a1 = a0 + row;
        const a2 = a1 + row;
        for (let k = 0; k < c; k++) {
          const v =
            bias[k] +
            from[a0 + k] * w[k] +
            from[a0 + c + k] * w[c + k] +
            from[a0 + 2 * c + k] * w[2 * c + k] +
            from[a1 + k] * w[3 * c + k] +
            from[a1 + c + k] * w[4 * c + k] +
            from[a1 + 2 * c + k] * w[5 * c + k] +
            from[a2 + k] * w[6 * c + k] +
            from[a2 + c + k] * w[7 * c + k] +
            from[a2 + 2 * c + k] * w[8 * c + k];
          y[to + k] = clamp(v, low, high);
        }
      } else {
        for (let k = 0; k < c; k++) {
          let v = bias[k];
          for (let t = 0; t < 9; t++) {
            const yy = top + ((t / 3) | 0);
            const xx = left + (t % 3);
            if (yy >= 0 && xx >= 0 && yy < height && xx < width) v += from[(yy * width + xx) * c + k] * w[t * c + k];
          }
          y[to + k] = clamp(v, low, high);
        }
      }
    }
  }
}

/** Dense k×k convolution, weights packed `[k²][inputs][outputs]`: for the stem and the last layer, which are small. */
export function convolve(x: Tensor, layer: Convolution, y: Float32Array): void {
  const { weights: w, bias, outputs, kernel, stride } = layer;
  const [low, high] = limits(layer);
  const { data: from, channels: inputs, width, height } = x;
  const pad = kernel >> 1;
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  const sums = new Float64Array(outputs);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let o = 0; o < outputs; o++) sums[o] = bias[o];
      for (let t = 0; t < kernel * kernel; t++) {
        const yy = i * stride - pad + ((t / kernel) | 0);
        const xx = j * stride - pad + (t % kernel);
        if (yy < 0 || xx < 0 || yy >= height || xx >= width) continue;
        const at = (yy * width + xx) * inputs;
        for (let c = 0, k = t * inputs * outputs; c < inputs; c++, k += outputs) {
          const v = from[at + c];
          for (let o = 0; o < outputs; o++) sums[o] += v * w[k + o];
        }
      }
      const to = (i * columns + j) * outputs;
      for (let o = 0; o < outputs; o++) y[to + o] = clamp(sums[o], low, high);
    }
  }
}

/** Twice as large, bilinear with half-pixel centres. */
export function upsample({ data: from, width, height, channels: c }: Tensor, y: Float32Array): void {
  let to = 0;
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
      for (let k = 0; k < c; k++) y[to++] = from[a + k] * wa + from[b + k] * wb + from[d + k] * wd + from[e + k] * we;
    }
  }
}

/** Sums two tensors; a second one of a single pixel is added to every pixel. */
export function add(x: Tensor, other: Tensor, y: Float32Array): void {
  const period = other.data.length === x.data.length ? x.data.length : other.channels;
  for (let i = 0, j = 0; i < y.length; i++) {
    y[i] = x.data[i] + other.data[j];
    if (++j === period) j = 0;
  }
}

/** The mean of each channel over all pixels. */
export function average({ data, width, height, channels }: Tensor, y: Float32Array): void {
  y.fill(0);
  for (let i = 0; i < data.length; i++) y[i % channels] += data[i];
  for (let c = 0; c < channels; c++) y[c] /= width * height;
}

export function sigmoid({ data }: Tensor, y: Float32Array): void {
  for (let i = 0; i < data.length; i++) y[i] = 1 / (1 + Math.exp(-data[i]));
}

function limits({ relu6 }: Convolution): [number, number] {
  return relu6 ? [0, 6] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

function clamp(v: number, low: number, high: number): number {
  return v < low ? low : Math.min(v, high);
}
