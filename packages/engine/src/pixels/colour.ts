import { createPlane, type Plane, type Raster } from "./raster.ts";

/** sRGB byte to linear light, 0 to 1 (IEC 61966-2-1). */
export const LINEAR_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

const STEPS = 4096;
const BYTE_OF_LINEAR = tableUpTo(1);
/** Near black the curve is too steep for the other table. */
const DARK = 0.01;
const BYTE_OF_DARK = tableUpTo(DARK);

function tableUpTo(top: number): Float32Array {
  return Float32Array.from({ length: STEPS + 2 }, (_, i) => {
    const v = (i / STEPS) * top;
    return 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  });
}

/** Linear light to an sRGB value of 0 to 255, not rounded; what lies outside 0 to 1 is clipped. Off by less than 0.2 of 255. */
export function byteOfLinear(linear: number): number {
  if (linear <= 0) return 0;
  if (linear >= 1) return 255;
  const table = linear < DARK ? BYTE_OF_DARK : BYTE_OF_LINEAR;
  const at = linear < DARK ? linear * (STEPS / DARK) : linear * STEPS;
  const i = at | 0;
  return table[i] + (table[i + 1] - table[i]) * (at - i);
}

/** OKLab (Ottosson 2020) as three planes: L from 0 to 1, a and b about -0.4 to 0.4. Alpha is left aside. */
export interface Oklab {
  L: Plane;
  a: Plane;
  b: Plane;
}

export function toOklab({ width, height, data }: Raster): Oklab {
  const L = createPlane(width, height);
  const a = createPlane(width, height);
  const b = createPlane(width, height);
  for (let i = 0, p = 0; i < data.length; i += 4, p++) {
    const red = LINEAR_OF_BYTE[data[i]];
    const green = LINEAR_OF_BYTE[data[i + 1]];
    const blue = LINEAR_OF_BYTE[data[i + 2]];
    const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    L.data[p] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    a.data[p] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    b.data[p] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return { L, a, b };
}

/** Writes the colours of `lab` into `out` (same size) and leaves its alpha. */
export function fromOklab({ L, a, b }: Oklab, out: Raster): Raster {
  for (let p = 0, i = 0; p < L.data.length; p++, i += 4) {
    const rootL = L.data[p] + 0.3963377774 * a.data[p] + 0.2158037573 * b.data[p];
    const rootM = L.data[p] - 0.1055613458 * a.data[p] - 0.0638541728 * b.data[p];
    const rootS = L.data[p] - 0.0894841775 * a.data[p] - 1.291485548 * b.data[p];
    // Multiplied out: a power takes ten times as long.
    const l = rootL * rootL * rootL;
    const m = rootM * rootM * rootM;
    const s = rootS * rootS * rootS;
    out.data[i] = byteOfLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    out.data[i + 1] = byteOfLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    out.data[i + 2] = byteOfLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  }
  return out;
}

/** Rec. 709 luma of the sRGB values as they stand, 0 to 1. */
export function luma({ width, height, data }: Raster): Plane {
  const out = createPlane(width, height);
  for (let i = 0, p = 0; i < data.length; i += 4, p++) {
    out.data[p] = (0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2]) / 255;
  }
  return out;
}

/** `#rrggbb` as three bytes. */
export function bytesOfHex(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
