/** How a family of models wants its picture: its size, and what is taken from 0…1 values of red, green and blue, and divided by. */
export interface Convention {
  width: number;
  height: number;
  mean: number[];
  std: number[];
}

/** ImageNet's: U²-Net (Qin 2020) and BiRefNet (Zheng 2024). */
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
/** IS-Net (Qin 2022, "DIS") and what was trained with its code. */
const CENTRED = { mean: [0.5, 0.5, 0.5], std: [1, 1, 1] };
const CENTRED_NAMES = /is-?net|dis[-_]|rmbg/i;

/**
 * From a model's file name and the shape of its input (batch, channels, height, width; what is not fixed is no number).
 * A model of free size gets U²-Net's 320 px if it is called so, else 1024 px.
 */
export function conventionOf(path: string, shape: readonly (number | string)[]): Convention {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const free = /u-?2-?net|silueta/i.test(name) ? 320 : 1024;
  const [height, width] = [shape[2], shape[3]].map((side) => (typeof side === "number" && side > 0 ? side : free));
  return { width, height, ...(CENTRED_NAMES.test(name) ? CENTRED : IMAGENET) };
}
