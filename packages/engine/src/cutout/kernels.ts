import { openLoops } from "../pixels/index.ts";

/** A block of floats in the kernels' memory: pixels from the top left, each with all its channels. */
export interface Tensor {
  /** Where it starts, in bytes. */
  at: number;
  height: number;
  width: number;
  channels: number;
}

/** The loops of net/kernels.wat and the memory that they share. */
export interface Kernels {
  /** Room for a tensor and for what a loop over groups of four pixels writes beyond its end. Contents are whatever was there. */
  make(height: number, width: number, channels: number): Tensor;
  free(tensor: Tensor): void;
  /** Its values; to be read or written before the next `make`, which may move the memory. */
  view(tensor: Tensor): Float32Array;
  pointwise(...numbers: number[]): void;
  depthwise(...numbers: number[]): void;
  neighbours(...numbers: number[]): void;
  upsample(...numbers: number[]): void;
  add(...numbers: number[]): void;
}

const PAGE_BYTES = 1 << 16;

export function createKernels(): Kernels {
  const { memory, loop } = openLoops(new URL("./net/kernels.wasm", import.meta.url));
  let end = 0;
  const idle = new Map<number, number[]>();
  return {
    make(height, width, channels) {
      const bytes = roomFor(height, width, channels);
      const reused = idle.get(bytes)?.pop();
      if (reused !== undefined) return { at: reused, height, width, channels };
      const at = end;
      end += bytes;
      const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
      if (missing > 0) memory.grow(missing);
      return { at, height, width, channels };
    },
    free({ at, height, width, channels }) {
      const bytes = roomFor(height, width, channels);
      const blocks = idle.get(bytes);
      if (blocks) blocks.push(at);
      else idle.set(bytes, [at]);
    },
    view({ at, height, width, channels }) {
      return new Float32Array(memory.buffer, at, height * width * channels);
    },
    pointwise: loop("pointwise"),
    depthwise: loop("depthwise"),
    neighbours: loop("neighbours"),
    upsample: loop("upsample"),
    add: loop("add"),
  };
}

function roomFor(height: number, width: number, channels: number): number {
  const floats = Math.ceil((height * width) / 4) * 4 * channels;
  return Math.ceil(floats / 4) * 16;
}
