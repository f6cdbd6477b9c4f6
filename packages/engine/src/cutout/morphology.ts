import type { Plane } from "../pixels/index.ts";

/** Dilation by a disc, then erosion by it: fills what is narrower. Beyond the picture's border there is nothing to fill from. */
export function close({ width, height, data }: Plane, radius: number): Uint8Array {
  const grown = dilate(new Uint8Array(data), width, height, radius);
  return invert(dilate(invert(grown), width, height, radius));
}

/** Erosion by a disc, then dilation by it: takes away what is narrower. Beyond the picture's border everything goes on. */
export function open({ width, height, data }: Plane, radius: number): Uint8Array {
  const shrunk = invert(dilate(invert(new Uint8Array(data)), width, height, radius));
  return dilate(shrunk, width, height, radius);
}

/** In place. */
function invert(data: Uint8Array): Uint8Array {
  for (let i = 0; i < data.length; i++) data[i] = 1 - data[i];
  return data;
}

function dilate(source: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const out = source.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!source[i]) continue;
      const inner = x > 0 && x < width - 1 && source[i - 1] && source[i + 1] && source[i - width] && source[i + width];
      if (inner) continue;
      for (let dy = -radius; dy <= radius; dy++) {
        const row = y + dy;
        if (row < 0 || row >= height) continue;
        const half = Math.floor(Math.sqrt(radius * radius - dy * dy));
        out.fill(1, row * width + Math.max(0, x - half), row * width + Math.min(width, x + half + 1));
      }
    }
  }
  return out;
}
