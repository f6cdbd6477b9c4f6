import { byteOfLinear, LINEAR_OF_BYTE } from "./colour.ts";
import { createRaster, type Raster } from "./raster.ts";

/** A colour: OKLab's L (0 to 1), a and b. */
export type Lab = [number, number, number];

/**
 * A map of all colours, sampled on 33³ sRGB values (red runs fastest), 0 to 255. Any grade of single colours costs the
 * same once it is baked into one of these.
 */
export interface Lut {
  data: Float32Array;
}

export const LUT_SIZE = 33;
const CELLS = LUT_SIZE - 1;

/** Samples a grade given in OKLab. `grade` changes the colour that it is handed; what leaves the gamut loses chroma, not hue. */
export function bakeLut(grade: (lab: Lab) => void): Lut {
  const data = new Float32Array(LUT_SIZE ** 3 * 3);
  const lab: Lab = [0, 0, 0];
  const rgb: [number, number, number] = [0, 0, 0];
  let to = 0;
  for (let b = 0; b < LUT_SIZE; b++) {
    for (let g = 0; g < LUT_SIZE; g++) {
      for (let r = 0; r < LUT_SIZE; r++, to += 3) {
        oklabOfBytes((r * 255) / CELLS, (g * 255) / CELLS, (b * 255) / CELLS, lab);
        grade(lab);
        bytesInGamut(lab, rgb);
        data[to] = rgb[0];
        data[to + 1] = rgb[1];
        data[to + 2] = rgb[2];
      }
    }
  }
  return { data };
}

/** Reads the map for every pixel by tetrahedral interpolation, which keeps greys grey. Alpha is left alone. */
export function applyLut({ width, height, data }: Raster, lut: Lut): Raster {
  const out = createRaster(width, height);
  const table = lut.data;
  const RED = 3;
  const GREEN = 3 * LUT_SIZE;
  const BLUE = 3 * LUT_SIZE * LUT_SIZE;
  const scale = CELLS / 255;
  for (let i = 0; i < data.length; i += 4) {
    const r = data[i] * scale;
    const g = data[i + 1] * scale;
    const b = data[i + 2] * scale;
    const ir = r >= CELLS ? CELLS - 1 : r | 0;
    const ig = g >= CELLS ? CELLS - 1 : g | 0;
    const ib = b >= CELLS ? CELLS - 1 : b | 0;
    const fr = r - ir;
    const fg = g - ig;
    const fb = b - ib;
    const base = ir * RED + ig * GREEN + ib * BLUE;
    const far = base + RED + GREEN + BLUE;
    let one: number;
    let two: number;
    let high: number;
    let middle: number;
    let low: number;
    if (fr >= fg) {
      if (fg >= fb) {
        one = base + RED;
        two = one + GREEN;
        high = fr;
        middle = fg;
        low = fb;
      } else if (fr >= fb) {
        one = base + RED;
        two = one + BLUE;
        high = fr;
        middle = fb;
        low = fg;
      } else {
        one = base + BLUE;
        two = one + RED;
        high = fb;
        middle = fr;
        low = fg;
      }
    } else if (fr >= fb) {
      one = base + GREEN;
      two = one + RED;
      high = fg;
      middle = fr;
      low = fb;
    } else if (fg >= fb) {
      one = base + GREEN;
      two = one + BLUE;
      high = fg;
      middle = fb;
      low = fr;
    } else {
      one = base + BLUE;
      two = one + GREEN;
      high = fb;
      middle = fg;
      low = fr;
    }
    const w0 = 1 - high;
    const w1 = high - middle;
    const w2 = middle - low;
    out.data[i] = w0 * table[base] + w1 * table[one] + w2 * table[two] + low * table[far];
    out.data[i + 1] = w0 * table[base + 1] + w1 * table[one + 1] + w2 * table[two + 1] + low * table[far + 1];
    out.data[i + 2] = w0 * table[base + 2] + w1 * table[one + 2] + w2 * table[two + 2] + low * table[far + 2];
    out.data[i + 3] = data[i + 3];
  }
  return out;
}

/** One colour, sRGB values of 0 to 255 (fractions allowed), as OKLab. */
export function oklabOfBytes(red: number, green: number, blue: number, out: Lab): Lab {
  const r = linearOf(red);
  const g = linearOf(green);
  const b = linearOf(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  out[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  out[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  out[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return out;
}

/** One OKLab colour as sRGB values of 0 to 255, its chroma lowered as far as the gamut asks. */
export function bytesInGamut(lab: Lab, out: [number, number, number]): [number, number, number] {
  const L = Math.min(1, Math.max(0, lab[0]));
  if (!fits(L, lab[1], lab[2], out)) {
    let low = 0;
    let high = 1;
    for (let i = 0; i < 12; i++) {
      const middle = (low + high) / 2;
      if (fits(L, lab[1] * middle, lab[2] * middle, out)) low = middle;
      else high = middle;
    }
    fits(L, lab[1] * low, lab[2] * low, out);
  }
  for (let c = 0; c < 3; c++) out[c] = byteOfLinear(out[c]);
  return out;
}

/** Puts linear light into `out`; whether it lies inside the gamut, but for a rounding's worth. */
function fits(L: number, a: number, b: number, out: [number, number, number]): boolean {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  out[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  out[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  out[2] = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const slack = 0.002;
  return out.every((v) => v > -slack && v < 1 + slack);
}

function linearOf(byte: number): number {
  const i = Math.min(254, byte | 0);
  return LINEAR_OF_BYTE[i] + (LINEAR_OF_BYTE[i + 1] - LINEAR_OF_BYTE[i]) * (byte - i);
}
