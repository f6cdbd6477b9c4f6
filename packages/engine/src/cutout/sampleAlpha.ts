import { createPlane, type Plane, type Raster } from "../pixels/index.ts";
import { type Trimap, UNKNOWN } from "./trimap.ts";

/** Spacing of the places around a pixel whose nearest sure colours are tried as its own two colours, in half-widths of the band. */
const SPREAD = 0.8;
/** How much better by eye a pair of colours is than chance: squared error (of 255²) that still counts as a fit. */
export const NOISE = 60;
/** Squared distance of the two colours (of 3 × 255²) at which colour and place have an equal say. */
const TELLING = 900;
/** Half-width in pixels of the border that place alone draws. */
const SOFTNESS = 1.2;

/** Where the sure pixels around a band are. */
export interface Shores {
  foreground: Shore;
  background: Shore;
}

interface Shore {
  /** For each pixel of the band the nearest sure one; -1 where there is none. */
  nearest: Int32Array;
  /** The pixels of the band that touch one. */
  rim: Int32Array;
}

export function unknownPixels({ data }: Trimap): Int32Array {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === UNKNOWN) count++;
  const out = new Int32Array(count);
  for (let i = 0, to = 0; to < count; i++) if (data[i] === UNKNOWN) out[to++] = i;
  return out;
}

export function findShores(trimap: Trimap, band: Int32Array): Shores {
  return { foreground: findShore(trimap, band, 1), background: findShore(trimap, band, 0) };
}

/** The nearest pixels of a kind are spread from the rim of the band inwards. */
function findShore({ width, height, data }: Trimap, band: Int32Array, kind: number): Shore {
  const nearest = new Int32Array(width * height).fill(-1);
  const queue = new Int32Array(band.length);
  let tail = 0;
  for (const i of band) {
    const x = i % width;
    if (x > 0 && data[i - 1] === kind) nearest[i] = i - 1;
    else if (x + 1 < width && data[i + 1] === kind) nearest[i] = i + 1;
    else if (data[i - width] === kind) nearest[i] = i - width;
    else if (data[i + width] === kind) nearest[i] = i + width;
    else continue;
    queue[tail++] = i;
  }
  const rim = queue.slice(0, tail);
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const x = i % width;
    const left = x > 0 ? -1 : 0;
    const right = x + 1 < width ? 1 : 0;
    const bottom = i + width < data.length ? i + width : i;
    for (let row = i >= width ? i - width : i; row <= bottom; row += width) {
      for (let j = row + left; j <= row + right; j++) {
        if (data[j] !== UNKNOWN || nearest[j] >= 0) continue;
        nearest[j] = nearest[i];
        queue[tail++] = j;
      }
    }
  }
  return { nearest, rim };
}

/**
 * The alpha of some pixels of the band, after Shared Matting (Gastal and Oliveira 2010): pairs of nearby sure foreground
 * and background colours are tried, and the pair that explains the pixel best gives its alpha. Where the two colours are
 * alike the place relative to the border decides. `trust` is 1 for what is sure, less for what is worked out.
 */
export function sampleAlpha(
  { data }: Raster,
  trimap: Trimap,
  { pixels, shores, bandPx }: { pixels: Int32Array; shores: Shores; bandPx: number },
): { alpha: Plane; trust: Plane } {
  const { width, height } = trimap;
  const alpha = createPlane(width, height);
  for (let i = 0; i < trimap.data.length; i++) if (trimap.data[i] === 1) alpha.data[i] = 1;
  const trust = createPlane(width, height, 1);
  const spacing = Math.max(1, Math.round(SPREAD * bandPx));
  const fore = new Float64Array(15);
  const back = new Float64Array(15);
  for (const i of pixels) {
    const x = i % width;
    const y = (i - x) / width;
    let fores = 0;
    let backs = 0;
    let lastFore = -1;
    let lastBack = -1;
    for (let dy = -spacing; dy <= spacing; dy += spacing) {
      for (let dx = -spacing; dx <= spacing; dx += spacing) {
        // The corners and the middle: the other four hardly ever hold a better pair, and the pairs would be three times as many.
        if ((dx === 0) !== (dy === 0)) continue;
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const at = i + dy * width + dx;
        const f = trimap.data[at] === 1 ? at : shores.foreground.nearest[at];
        const b = trimap.data[at] === 0 ? at : shores.background.nearest[at];
        if (f >= 0 && f !== lastFore) for (let c = f * 4; c < f * 4 + 3; c++) fore[fores++] = data[c];
        if (b >= 0 && b !== lastBack) for (let c = b * 4; c < b * 4 + 3; c++) back[backs++] = data[c];
        lastFore = f;
        lastBack = b;
      }
    }
    const expected = place(trimap.distancePx.data[i]);
    let best = Number.POSITIVE_INFINITY;
    let bestAlpha = expected;
    let bestContrast = 0;
    for (let n = 0; n < backs; n += 3) {
      const red = data[i * 4] - back[n];
      const green = data[i * 4 + 1] - back[n + 1];
      const blue = data[i * 4 + 2] - back[n + 2];
      for (let m = 0; m < fores; m += 3) {
        const dr = fore[m] - back[n];
        const dg = fore[m + 1] - back[n + 1];
        const db = fore[m + 2] - back[n + 2];
        const contrast = dr * dr + dg * dg + db * db;
        let a = contrast > 0 ? (red * dr + green * dg + blue * db) / contrast : expected;
        a = a < 0 ? 0 : Math.min(a, 1);
        const er = red - a * dr;
        const eg = green - a * dg;
        const eb = blue - a * db;
        const away = a - expected;
        const cost = er * er + eg * eg + eb * eb + NOISE * away * away;
        if (cost < best) {
          best = cost;
          bestAlpha = a;
          bestContrast = contrast;
        }
      }
    }
    const say = (bestContrast / (bestContrast + TELLING)) * ((NOISE * 6) / (NOISE * 6 + best));
    alpha.data[i] = say * bestAlpha + (1 - say) * expected;
    trust.data[i] = 0.02 + say;
  }
  return { alpha, trust };
}

/** The alpha that the distance from the border alone suggests. */
function place(distancePx: number): number {
  const t = Math.min(1, Math.max(0, 0.5 + distancePx / (2 * SOFTNESS)));
  return t * t * (3 - 2 * t);
}
