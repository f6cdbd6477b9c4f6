import type { Plane } from "../pixels/index.ts";

export interface Part {
  /** Their places, in the order found. */
  pixels: Int32Array;
  /** The sum of the soft mask over it. */
  belief: number;
  touchesBorder: boolean;
}

/** The connected parts of one value: a subject's hang together over corners too, holes over sides alone. */
export function connectedParts({ width, height, data }: Plane, value: number, softMask: Plane): Part[] {
  const seen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const parts: Part[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start] !== value) continue;
    let count = 0;
    let belief = 0;
    let touchesBorder = false;
    const visit = (i: number) => {
      if (seen[i] || data[i] !== value) return;
      seen[i] = 1;
      stack[count++] = i;
    };
    visit(start);
    for (let at = 0; at < count; at++) {
      const i = stack[at];
      const x = i % width;
      const y = (i - x) / width;
      belief += softMask.data[i];
      const left = x > 0;
      const right = x + 1 < width;
      const up = y > 0;
      const down = y + 1 < height;
      if (!left || !right || !up || !down) touchesBorder = true;
      if (left) visit(i - 1);
      if (right) visit(i + 1);
      if (up) visit(i - width);
      if (down) visit(i + width);
      if (value === 0) continue;
      if (left && up) visit(i - width - 1);
      if (right && up) visit(i - width + 1);
      if (left && down) visit(i + width - 1);
      if (right && down) visit(i + width + 1);
    }
    parts.push({ pixels: stack.slice(0, count), belief, touchesBorder });
  }
  return parts;
}
