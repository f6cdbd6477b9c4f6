import type { Oklab, Plane, Raster } from "../pixels/index.ts";

/** The distinct colours of a picture (6 bits a channel): colour models fit and weigh a few thousand of these, not every pixel. */
export interface Palette {
  /** The number of colours. */
  size: number;
  /** OKLab, three numbers a colour; a and b are stretched by `CHROMA`. */
  colours: Float32Array;
  /** For each pixel its colour's place in `colours`. */
  indexOf: Int32Array;
}

/** Hue parts a subject from its surroundings more surely than light and shade do. */
const CHROMA = 2;

export function createPalette(image: Raster, lab: Oklab): Palette {
  const places = new Int32Array(1 << 18).fill(-1);
  const indexOf = new Int32Array(image.width * image.height);
  const sums: number[] = [];
  const counts: number[] = [];
  for (let p = 0, i = 0; p < indexOf.length; p++, i += 4) {
    const key = ((image.data[i] >> 2) << 12) | ((image.data[i + 1] >> 2) << 6) | (image.data[i + 2] >> 2);
    let at = places[key];
    if (at < 0) {
      at = places[key] = counts.length;
      counts.push(0);
      sums.push(0, 0, 0);
    }
    indexOf[p] = at;
    counts[at]++;
    sums[at * 3] += lab.L.data[p];
    sums[at * 3 + 1] += CHROMA * lab.a.data[p];
    sums[at * 3 + 2] += CHROMA * lab.b.data[p];
  }
  const colours = Float32Array.from(sums, (sum, i) => sum / counts[(i / 3) | 0]);
  return { size: counts.length, colours, indexOf };
}

/** How much of each colour lies under `weights` (one number a pixel). */
export function weighColours({ size, indexOf }: Palette, weights: Plane): Float32Array {
  const out = new Float32Array(size);
  for (let p = 0; p < indexOf.length; p++) out[indexOf[p]] += weights.data[p];
  return out;
}
