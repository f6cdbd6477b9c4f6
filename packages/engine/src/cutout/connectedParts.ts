import type { Plane } from "../pixels/index.ts";

export interface Part {
  /** Their places, in the order found. */
  pixels: Int32Array;
  /** The sum of the soft mask over it. */
  belief: number;
  touchesBorder: boolean;
}

/** The connected parts of one value: a subject's hang together over corners too, holes over sides alone. */
export function connectedParts({ width, data }: Plane, value: number, softMask: Plane): Part[] {
  // What is of another value, or has been found.
  const done = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i] !== value) done[i] = 1;
  const stack = new Int32Array(data.length);
  const parts: Part[] = [];
  for (let start = 0; start < data.length; start++) {
    if (done[start]) continue;
    let belief = 0;
    let touchesBorder = false;
    let count = 1;
    stack[0] = start;
    done[start] = 1;
    for (let at = 0; at < count; at++) {
      const i = stack[at];
      const x = i % width;
      belief += softMask.data[i];
      if (x === 0 || x === width - 1 || i < width || i >= data.length - width) touchesBorder = true;
      const left = x > 0 ? -1 : 0;
      const right = x + 1 < width ? 1 : 0;
      const bottom = i + width < data.length ? i + width : i;
      for (let row = i >= width ? i - width : i; row <= bottom; row += width) {
        const straight = value === 0 && row !== i;
        for (let j = row + (straight ? 0 : left); j <= row + (straight ? 0 : right); j++) {
          if (done[j]) continue;
          done[j] = 1;
          stack[count++] = j;
        }
      }
    }
    parts.push({ pixels: stack.slice(0, count), belief, touchesBorder });
  }
  return parts;
}
