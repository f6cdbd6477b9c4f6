import { readFileSync } from "node:fs";
import { type Plane, type Raster, resize } from "../pixels/index.ts";
import { createKernels, type Kernels, type Tensor } from "./kernels.ts";
import { add, average, type Convolution, convolve, convolveToOne, depthwise, sigmoid, upsample } from "./layers.ts";
import model from "./net/cutout-net.json" with { type: "json" };

/** About as many pixels as the network was trained at. */
const INPUT_PX = 320 * 224;
/** Each side of its input is a multiple of this. */
const CELL_PX = 32;
const SHORTEST_PX = 96;
const LONGEST_PX = 736;

export interface View {
  /** How many pixels the network sees, as a multiple of those that it was trained at; 1 by default. */
  detail?: number;
  /** Whether it sees the picture in a mirror. The mask is the right way round in either case. */
  mirrored?: boolean;
}

/**
 * How much each pixel belongs to the picture's subject, 0 to 1, by the small network of `net/MODEL_CARD.md`. The mask
 * is about 320 × 224 pixels (times `detail`) in the shape of the picture, which the network sees better than one
 * squashed to a square.
 */
export function subjectMask(image: Raster, { detail = 1, mirrored = false }: View = {}): Plane {
  const scale = Math.sqrt((detail * INPUT_PX) / (image.width * image.height));
  const small = resize(image, inputSide(image.width * scale), inputSide(image.height * scale), "triangle");
  if (!mirrored) return runNet(small);
  mirror(small.data, small.width, 4);
  const mask = runNet(small);
  mirror(mask.data, mask.width, 1);
  return mask;
}

/** One pass over a picture whose sides are multiples of 32; the mask has its size. Transparency is left aside. */
export function runNet(image: Raster): Plane {
  const { kernels, steps } = (loaded ??= load());
  const tensors = new Map<string, Tensor>([["x", normalise(kernels, image)]]);
  for (const step of steps) {
    const x = tensor(tensors, step.in);
    tensors.set(step.out, run(step, x));
    for (const name of step.free) {
      kernels.free(tensor(tensors, name));
      tensors.delete(name);
    }
  }
  const mask = tensor(tensors, model.output);
  const data = kernels.view(mask).slice();
  for (const left of tensors.values()) kernels.free(left);
  return { width: mask.width, height: mask.height, data };

  function run(step: Step, x: Tensor): Tensor {
    switch (step.op) {
      case "conv":
        return step.layer.outputs === 1 ? convolveToOne(kernels, x, step.layer) : convolve(kernels, x, step.layer);
      case "dwconv":
        return depthwise(kernels, x, step.layer);
      case "up2":
        return upsample(kernels, x);
      case "gap":
        return average(kernels, x);
      case "add":
        return add(kernels, x, tensor(tensors, step.in2));
      case "sigmoid":
        return sigmoid(kernels, x);
    }
  }
}

function inputSide(px: number): number {
  return Math.max(SHORTEST_PX, Math.min(LONGEST_PX, Math.round(px / CELL_PX) * CELL_PX));
}

function mirror(data: Uint8ClampedArray | Float32Array, width: number, channels: number): void {
  const row = width * channels;
  for (let start = 0; start < data.length; start += row) {
    for (let l = start, r = start + row - channels; l < r; l += channels, r -= channels) {
      for (let c = 0; c < channels; c++) {
        const left = data[l + c];
        data[l + c] = data[r + c];
        data[r + c] = left;
      }
    }
  }
}

/** The colours as in training. */
function normalise(kernels: Kernels, { width, height, data }: Raster): Tensor {
  const { mean, std } = model.input;
  const out = kernels.make(height, width, 3);
  const to = kernels.view(out);
  for (let i = 0, q = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) to[q++] = (data[i + c] - mean[c]) / std[c];
  }
  return out;
}

function tensor(tensors: Map<string, Tensor>, name: string): Tensor {
  const found = tensors.get(name);
  if (!found) throw new Error(`cutout-net.json: ${name} is read before it is made or after it is freed`);
  return found;
}

type Step = { in: string; out: string; free: string[] } & (
  | { op: "conv" | "dwconv"; layer: Convolution }
  | { op: "up2" | "gap" | "sigmoid" }
  | { op: "add"; in2: string }
);

/** Kept from the first pass on: the weights (1.6 MB) never change, and the work memory (about 20 MB) is used again. */
let loaded: { kernels: Kernels; steps: Step[] } | undefined;

function load(): { kernels: Kernels; steps: Step[] } {
  const kernels = createKernels();
  const bytes = readFileSync(new URL("./net/cutout-net.bin", import.meta.url));
  const weights = Float32Array.from({ length: model.count }, (_, i) => halfToFloat(bytes.readUInt16LE(2 * i)));
  const steps = model.layers.map((layer): Step => {
    const ends = { in: layer.in, out: layer.out, free: layer.free ?? [] };
    switch (layer.op) {
      case "conv":
      case "dwconv": {
        const { w, wn, b, cout, k, s, act } = layer;
        if (w === undefined || wn === undefined || b === undefined || cout === undefined) break;
        if (k === undefined || s === undefined) break;
        const shape = { outputs: cout, kernel: k, stride: s, relu6: act === "relu6" };
        const pack = cout === 1 ? packSingle : layer.op === "conv" ? packDense : packDepthwise;
        const packed = pack(kernels, weights.subarray(w, w + wn), weights.subarray(b, b + cout), k * k);
        return { ...ends, op: layer.op, layer: { ...shape, ...packed } };
      }
      case "up2":
      case "gap":
      case "sigmoid":
        return { ...ends, op: layer.op };
      case "add":
        if (layer.in2 !== undefined) return { ...ends, op: layer.op, in2: layer.in2 };
    }
    throw new Error(`cutout-net.json: the layer ${layer.op} that gives ${layer.out} is not one that this code knows`);
  });
  return { kernels, steps };
}

/** From `[outputs][inputs][k²]` to `[outputs / 8][k²][inputs][8]`. */
function packDense(kernels: Kernels, from: Float32Array, bias: Float32Array, area: number) {
  const outputs = bias.length;
  const inputs = from.length / outputs / area;
  const weights = kernels.make(outputs / 8, area * inputs, 8);
  const to = kernels.view(weights);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let t = 0; t < area; t++) {
        to[(((o >> 3) * area + t) * inputs + i) * 8 + (o & 7)] = from[(o * inputs + i) * area + t];
      }
    }
  }
  return { weights, bias: copyIn(kernels, bias) };
}

/** From `[inputs][k²]` to `[k²][inputs]`, the bias on the first input alone. */
function packSingle(kernels: Kernels, from: Float32Array, bias: Float32Array, area: number) {
  const all = new Float32Array(from.length / area);
  all.set(bias);
  return packDepthwise(kernels, from, all, area);
}

/** From `[channels][k²]` to `[k²][channels]`. */
function packDepthwise(kernels: Kernels, from: Float32Array, bias: Float32Array, area: number) {
  const channels = bias.length;
  const weights = kernels.make(1, area, channels);
  const to = kernels.view(weights);
  for (let c = 0; c < channels; c++) for (let t = 0; t < area; t++) to[t * channels + c] = from[c * area + t];
  return { weights, bias: copyIn(kernels, bias) };
}

function copyIn(kernels: Kernels, from: Float32Array): Tensor {
  const out = kernels.make(1, 1, from.length);
  kernels.view(out).set(from);
  return out;
}

/** IEEE 754 binary16. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
