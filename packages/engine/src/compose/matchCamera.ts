import type { Box } from "@pastiche/contract";
import {
  createPlane,
  createRandom,
  cropRaster,
  gaussianBlur,
  halvePlane,
  type Plane,
  type Raster,
} from "../pixels/index.ts";

/** Most that a subject is softened, as the sigma of a Gaussian in pixels: small lettering must stay legible. */
const MOST_SOFTENED = 0.85;
/** Differences of focus below this are not seen. */
const LEAST_SOFTENED = 0.3;
/** Most grain that is added, in levels: what is measured as more is texture. */
const MOST_GRAIN = 3;
const LEAST_GRAIN = 0.4;
/** Steps of luma between two pixels apart that count as an edge once it is blurred. */
const LEAST_EDGE = 10;
/** Side of what is measured, in pixels. */
const ENOUGH = 360;
/** Grain weakens at half the size, if it is blotched by less than a half; what grows stronger is texture. */
const TEXTURE = 2.4;

/**
 * Gives a subject the focus and the grain of the scene about its foot, so that one camera seems to have seen both: softened
 * where it is the sharper one, never sharpened; grain added where it has less. Both are capped. Returns a new layer.
 */
export function matchCamera(layer: Raster, stage: Raster, box: Box, seed: number): Raster {
  const own = lightOf(cropRaster(layer, middleOf({ x: 0, y: 0, width: layer.width, height: layer.height })));
  const around = lightOf(cropRaster(stage, middleOf(surroundings(box, stage))));
  const softened = soften(layer, blurBetween(focusOf(own), focusOf(around)));
  const has = grainOf(own);
  const wanted = grainOf(around);
  if (!has || !wanted) return softened;
  const missing = Math.sqrt(Math.max(0, Math.min(MOST_GRAIN, wanted.sigma) ** 2 - has.sigma ** 2));
  return missing < LEAST_GRAIN ? softened : addGrain(softened, { ...wanted, sigma: missing }, seed);
}

/** Luma in levels, and whether each pixel is one to measure at. */
interface Light {
  luma: Plane;
  solid: Uint8Array;
}

function lightOf({ width, height, data }: Raster): Light {
  const luma = createPlane(width, height);
  const solid = new Uint8Array(width * height);
  for (let p = 0, i = 0; p < solid.length; p++, i += 4) {
    luma.data[p] = 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
    solid[p] = data[i + 3] > 250 ? 1 : 0;
  }
  return { luma, solid };
}

/** As much of the middle of a box as is enough to measure. */
function middleOf({ x, y, width, height }: Box): Box {
  const [w, h] = [Math.min(width, ENOUGH), Math.min(height, ENOUGH)];
  return { x: x + ((width - w) >> 1), y: y + ((height - h) >> 1), width: w, height: h };
}

/** The scene about the lower half of a box: what stands as near as the subject's foot. */
function surroundings(box: Box, stage: Raster): Box {
  const x0 = clamp(Math.round(box.x - box.width / 2), 0, stage.width - 1);
  const x1 = clamp(Math.round(box.x + 1.5 * box.width), x0 + 1, stage.width);
  const y0 = clamp(Math.round(box.y + box.height / 2), 0, stage.height - 1);
  const y1 = clamp(Math.round(box.y + 1.2 * box.height), y0 + 1, stage.height);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/**
 * How blurred the sharpest edges are, as the sigma of a Gaussian in pixels: from how much weaker their gradients become when
 * blurred once more (Zhuo and Sim 2011). Null where there are hardly any edges.
 */
function focusOf({ luma, solid }: Light): number | null {
  const { width, height, data } = luma;
  const again = gaussianBlur(luma, 1).data;
  const ratios: number[] = [];
  const strengths: number[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const p = y * width + x;
      const across = again[p + 1] - again[p - 1];
      const down = again[p + width] - again[p - width];
      const squared = across * across + down * down;
      if (squared < LEAST_EDGE * LEAST_EDGE) continue;
      // Where the layer ends there is no edge of the subject's own.
      if ((solid[p - width - 1] & solid[p - width + 1] & solid[p + width - 1] & solid[p + width + 1]) === 0) continue;
      const first = data[p + 1] - data[p - 1];
      const second = data[p + width] - data[p - width];
      const strength = Math.sqrt(squared);
      strengths.push(strength);
      ratios.push(Math.sqrt(first * first + second * second) / strength);
    }
  }
  if (ratios.length < 80) return null;
  const strong = Float32Array.from(strengths).sort()[Math.floor(strengths.length * 0.6)];
  const among = Float32Array.from(ratios.filter((_, i) => strengths[i] >= strong)).sort();
  const ratio = among[Math.floor(among.length * 0.8)];
  return ratio <= 1.02 ? 5 : Math.min(5, 1 / Math.sqrt(ratio * ratio - 1));
}

function blurBetween(own: number | null, around: number | null): number {
  if (own === null || around === null || around <= own) return 0;
  const sigma = Math.sqrt(around * around - own * own);
  return sigma < LEAST_SOFTENED ? 0 : Math.min(MOST_SOFTENED, sigma);
}

function soften(layer: Raster, sigma: number): Raster {
  if (sigma === 0) return layer;
  const { width, height, data } = layer;
  const channel = (c: number) => {
    const plane = createPlane(width, height);
    for (let p = 0; p < plane.data.length; p++) {
      plane.data[p] = c === 3 ? data[p * 4 + 3] : (data[p * 4 + c] * data[p * 4 + 3]) / 255;
    }
    return blurBy(plane, sigma).data;
  };
  const [red, green, blue, alpha] = [0, 1, 2, 3].map(channel);
  const out = { width, height, data: new Uint8ClampedArray(data.length) };
  for (let p = 0, i = 0; p < alpha.length; p++, i += 4) {
    if (alpha[p] < 0.5) continue;
    const scale = 255 / alpha[p];
    out.data[i] = red[p] * scale;
    out.data[i + 1] = green[p] * scale;
    out.data[i + 2] = blue[p] * scale;
    out.data[i + 3] = alpha[p];
  }
  return out;
}

/** Separable Gaussian with three taps a side: box blurs are too coarse for less than a pixel. */
function blurBy({ width, height, data }: Plane, sigma: number): Plane {
  const weights = [1, 2, 3].map((x) => Math.exp((-x * x) / (2 * sigma * sigma)));
  const sum = 1 + 2 * (weights[0] + weights[1] + weights[2]);
  const pass = (from: Float32Array, count: number, step: number, lines: number, stride: number) => {
    const out = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      const begin = line * stride;
      for (let i = 0; i < count; i++) {
        let value = from[begin + i * step];
        for (let tap = 1; tap <= 3; tap++) {
          const low = from[begin + Math.max(0, i - tap) * step];
          const high = from[begin + Math.min(count - 1, i + tap) * step];
          value += weights[tap - 1] * (low + high);
        }
        out[begin + i * step] = value / sum;
      }
    }
    return out;
  };
  return { width, height, data: pass(pass(data, width, 1, height, width), height, width, width, 1) };
}

/** Grain as a standard deviation in levels, and how far it is spread: 0 where each pixel has its own. */
interface Grain {
  sigma: number;
  spread: number;
}

/**
 * The noise of the flattest parts, by a mask that answers neither to slopes nor to curves (Immerkær 1996), and again at half
 * the size: noise of single pixels halves there, blotches stay. Null where too little is seen.
 */
function grainOf(light: Light): Grain | null {
  const sigma = noiseOf(light);
  if (sigma === null) return null;
  const { luma, solid } = light;
  const small = halvePlane(luma);
  const half = new Uint8Array(small.data.length);
  for (let p = 0; p < half.length; p++) {
    const x = 2 * (p % small.width);
    const y = 2 * Math.floor(p / small.width);
    half[p] =
      x + 1 < luma.width && y + 1 < luma.height ? solid[y * luma.width + x] & solid[(y + 1) * luma.width + x + 1] : 0;
  }
  const coarse = noiseOf({ luma: small, solid: half });
  const blotches = coarse === null || sigma < 0.2 ? 1 : (2 * coarse) / sigma;
  if (blotches > TEXTURE) return null;
  return { sigma, spread: clamp(0.9 * (blotches - 1), 0, 1.1) };
}

const BLOCK = 8;

function noiseOf({ luma, solid }: Light): number | null {
  const { width, height, data } = luma;
  const blocks: number[] = [];
  for (let y0 = 1; y0 + BLOCK < height; y0 += BLOCK) {
    for (let x0 = 1; x0 + BLOCK < width; x0 += BLOCK) {
      let sum = 0;
      let mean = 0;
      let whole = true;
      for (let y = y0; whole && y < y0 + BLOCK; y++) {
        for (let x = x0; x < x0 + BLOCK; x++) {
          const p = y * width + x;
          if (solid[p] === 0) {
            whole = false;
            break;
          }
          const above = data[p - width - 1] - 2 * data[p - width] + data[p - width + 1];
          const at = data[p - 1] - 2 * data[p] + data[p + 1];
          const below = data[p + width - 1] - 2 * data[p + width] + data[p + width + 1];
          sum += Math.abs(above - 2 * at + below);
          mean += data[p];
        }
      }
      mean /= BLOCK * BLOCK;
      if (whole && mean > 12 && mean < 243) blocks.push((Math.sqrt(Math.PI / 2) / 6) * (sum / (BLOCK * BLOCK)));
    }
  }
  if (blocks.length < 6) return null;
  return blocks.sort((a, b) => a - b)[Math.floor(blocks.length * 0.2)];
}

/** Adds grain in grey, most in the middle tones, as a sensor shows it. */
function addGrain(layer: Raster, { sigma, spread }: Grain, seed: number): Raster {
  const { width, height } = layer;
  const random = createRandom(seed);
  const white = createPlane(width, height);
  for (let p = 0; p < white.data.length; p++) white.data[p] = random() + random() + random() - 1.5;
  const grain = spread < 0.25 ? white : blurBy(white, spread);
  let squares = 0;
  for (const value of grain.data) squares += value * value;
  const scale = sigma / Math.sqrt(squares / grain.data.length + 1e-9);
  const out = { ...layer, data: layer.data.slice() };
  for (let p = 0, i = 0; p < grain.data.length; p++, i += 4) {
    if (out.data[i + 3] === 0) continue;
    const light = (out.data[i] + out.data[i + 1] + out.data[i + 2]) / 765;
    const add = grain.data[p] * scale * (0.35 + 2.6 * light * (1 - light));
    for (let c = i; c < i + 3; c++) out.data[c] += add;
  }
  return out;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
