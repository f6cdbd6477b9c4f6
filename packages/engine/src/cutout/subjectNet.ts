import { readFileSync } from "node:fs";
import type { Plane, Raster } from "../pixels/index.ts";
import { resize } from "../pixels/index.ts";
import {
  add,
  average,
  type Convolution,
  convolve,
  depthwise,
  pointwise,
  sigmoid,
  type Tensor,
  upsample,
} from "./layers.ts";
import model from "./net/cutout-net.json" with { type: "json" };

/** The network's side in pixels. */
export const NET_SIZE = model.input.size;

/**
 * How much each pixel belongs to the picture's subject, 0 to 1, by the small network of `net/MODEL_CARD.md`: the
 * picture is squashed to 256 × 256, and so is the mask.
 */
export function subjectMask(image: Raster): Plane {
  return runNet(toInput(resize(image, NET_SIZE, NET_SIZE, "triangle")));
}

/** One pass over an input from `toInput`, of any size divisible by 32; the mask has the size of the input. */
export function runNet(input: Tensor): Plane {
  const tensors = new Map<string, Tensor>([["x", input]]);
  const idle = new Map<number, Float32Array[]>();
  const make = (height: number, width: number, channels: number): Tensor => {
    const size = height * width * channels;
    return { data: idle.get(size)?.pop() ?? new Float32Array(size), height, width, channels };
  };
  for (const step of steps()) {
    const x = tensor(tensors, step.in);
    let y: Tensor;
    if (step.op === "conv" || step.op === "dwconv") {
      const { layer } = step;
      y = make(Math.ceil(x.height / layer.stride), Math.ceil(x.width / layer.stride), layer.outputs);
      if (step.op === "dwconv") depthwise(x, layer, y.data);
      else if (isPointwise(layer)) pointwise(x, layer, y.data);
      else convolve(x, layer, y.data);
    } else if (step.op === "up2") upsample(x, (y = make(x.height * 2, x.width * 2, x.channels)).data);
    else if (step.op === "gap") average(x, (y = make(1, 1, x.channels)).data);
    else if (step.op === "add") add(x, tensor(tensors, step.in2), (y = make(x.height, x.width, x.channels)).data);
    else sigmoid(x, (y = make(x.height, x.width, x.channels)).data);
    tensors.set(step.out, y);
    for (const name of step.free) {
      const { data } = tensor(tensors, name);
      if (name !== "x") idle.set(data.length, [...(idle.get(data.length) ?? []), data]);
      tensors.delete(name);
    }
  }
  const { width, height, data } = tensor(tensors, model.output);
  return { width, height, data };
}

/** The picture's colours normalised as in training; transparency is left aside. */
export function toInput({ width, height, data }: Raster): Tensor {
  const { mean, std } = model.input;
  const out = new Float32Array(width * height * 3);
  for (let i = 0, to = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) out[to++] = (data[i + c] - mean[c]) / std[c];
  }
  return { data: out, height, width, channels: 3 };
}

type Step = { in: string; out: string; free: string[] } & (
  | { op: "conv" | "dwconv"; layer: Convolution }
  | { op: "up2" | "gap" | "sigmoid" }
  | { op: "add"; in2: string }
);

let loaded: Step[] | undefined;

/** The layers with their weights, read at the first pass and kept (1.6 MB): they never change. */
function steps(): Step[] {
  return (loaded ??= readSteps());
}

function readSteps(): Step[] {
  const bytes = readFileSync(new URL("./net/cutout-net.bin", import.meta.url));
  const weights = Float32Array.from({ length: model.count }, (_, i) => halfToFloat(bytes.readUInt16LE(2 * i)));
  return model.layers.map((layer): Step => {
    const ends = { in: layer.in, out: layer.out, free: layer.free ?? [] };
    switch (layer.op) {
      case "conv":
      case "dwconv": {
        const { w, wn, b, cin, cout, k, s, act } = layer;
        if (w === undefined || wn === undefined || b === undefined || cin === undefined || cout === undefined) break;
        if (k === undefined || s === undefined) break;
        const shape = { bias: weights.slice(b, b + cout), outputs: cout, kernel: k, stride: s, relu6: act === "relu6" };
        const packed = pack(weights.subarray(w, w + wn), layer.op === "dwconv" ? 1 : cin, shape);
        return { ...ends, op: layer.op, layer: { ...shape, weights: packed } };
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
}

/** From `[outputs][inputs][k²]` to the order in which each loop of layers.ts reads. */
function pack(w: Float32Array, inputs: number, shape: Omit<Convolution, "weights">): Float32Array {
  const { outputs, kernel } = shape;
  const area = kernel * kernel;
  const out = new Float32Array(w.length);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let t = 0; t < area; t++) {
        const to = isPointwise(shape) ? ((o >> 2) * inputs + i) * 4 + (o & 3) : (t * inputs + i) * outputs + o;
        out[to] = w[(o * inputs + i) * area + t];
      }
    }
  }
  return out;
}

function isPointwise({ kernel, outputs }: Omit<Convolution, "weights">): boolean {
  return kernel === 1 && outputs % 4 === 0;
}

function tensor(tensors: Map<string, Tensor>, name: string): Tensor {
  const found = tensors.get(name);
  if (!found) throw new Error(`cutout-net.json: ${name} is read before it is made or after it is freed`);
  return found;
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
