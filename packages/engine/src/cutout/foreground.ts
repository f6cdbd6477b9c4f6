import { createRaster, type Plane, type Raster } from "../pixels/index.ts";

/** How little pairs of like alpha must differ in colour: keeps the equations solvable in one colour's flat areas. */
const REGULARITY = 5e-3;
/** How much more a change of alpha lets the colours part. */
const GRADIENT = 0.1;
const SWEEPS_SMALL = 10;
const SWEEPS = 2;
const SMALL_PX = 32;

/**
 * The subject's own colours under a matte, free of the background that shows through at soft edges, by multi-level
 * foreground estimation (Germer 2020): from a picture of one pixel up to full size, foreground and background are
 * solved for together, each level starting from the one before. Gives straight colours with `alpha` as their alpha;
 * wholly transparent pixels are left empty, so that nothing of the old background travels with the file.
 */
export function cleanForeground(image: Raster, alpha: Plane): Raster {
  const { width, height } = image;
  const half = solveSmall(image, alpha, Math.max(1, width >> 1), Math.max(1, height >> 1));
  const band: number[] = [];
  const out = createRaster(width, height);
  const back = new Uint8ClampedArray(out.data.length);
  for (let i = 0; i < alpha.data.length; i++) {
    const a = Math.round(255 * alpha.data[i]);
    if (a === 0) continue;
    if (a < 255) band.push(i);
    else for (let c = i * 4; c < i * 4 + 3; c++) out.data[c] = image.data[c];
    out.data[i * 4 + 3] = a;
  }
  start(image, alpha, half, band, out.data, back);
  for (let sweep = 0; sweep < SWEEPS; sweep++) solveBand(image, alpha, band, out.data, back);
  for (let i = 0; i < out.data.length; i += 4) {
    if (out.data[i + 3] === 0) out.data[i] = out.data[i + 1] = out.data[i + 2] = 0;
  }
  return out;
}

/** The two colours of every pixel of a smaller picture, from one pixel up. */
interface Level {
  width: number;
  height: number;
  fore: Float32Array;
  back: Float32Array;
}

function solveSmall(image: Raster, alpha: Plane, width: number, height: number): Level {
  let fore = new Float32Array(3);
  let back = new Float32Array(3);
  let fromWidth = 1;
  let fromHeight = 1;
  const levels = Math.max(1, Math.ceil(Math.log2(Math.max(width, height))));
  for (let level = 0; level <= levels; level++) {
    const w = level === levels ? width : Math.max(1, Math.round(width ** (level / levels)));
    const h = level === levels ? height : Math.max(1, Math.round(height ** (level / levels)));
    const small = sample(image, alpha, w, h);
    fore = enlarge(fore, fromWidth, fromHeight, w, h);
    back = enlarge(back, fromWidth, fromHeight, w, h);
    const sweeps = Math.max(w, h) <= SMALL_PX ? SWEEPS_SMALL : SWEEPS;
    if (Math.max(w, h) > SMALL_PX) settle(small.colour, small.alpha, fore, back);
    for (let sweep = 0; sweep < sweeps; sweep++) solve(small.colour, small.alpha, fore, back, w, h);
    fromWidth = w;
    fromHeight = h;
  }
  return { width, height, fore, back };
}

/** What the band and the pixels around it start from at full size: their own colour on the sure side, else the level below. */
function start(
  image: Raster,
  alpha: Plane,
  half: Level,
  band: number[],
  fore: Uint8ClampedArray,
  back: Uint8ClampedArray,
): void {
  const { width, height } = image;
  for (const i of band) {
    const x = i % width;
    const y = (i - x) / width;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        if (row !== y && column !== x) continue;
        const j = row * width + column;
        const below =
          (Math.floor(((row + 0.5) * half.height) / height) * half.width +
            Math.floor(((column + 0.5) * half.width) / width)) *
          3;
        for (let c = 0; c < 3; c++) {
          if (alpha.data[j] < 1) fore[j * 4 + c] = half.fore[below + c];
          back[j * 4 + c] = alpha.data[j] > 0 ? half.back[below + c] : image.data[j * 4 + c];
        }
      }
    }
  }
}

/** As `solve`, over the pixels of the band alone, with four bytes a pixel. */
function solveBand(
  image: Raster,
  alpha: Plane,
  band: number[],
  fore: Uint8ClampedArray,
  back: Uint8ClampedArray,
): void {
  const { width, height } = image;
  const near = new Int32Array(4);
  const weights = new Float64Array(4);
  for (const i of band) {
    const x = i % width;
    near[0] = x > 0 ? i - 1 : i;
    near[1] = x + 1 < width ? i + 1 : i;
    near[2] = i >= width ? i - width : i;
    near[3] = i + width < width * height ? i + width : i;
    const a = alpha.data[i];
    const b = 1 - a;
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += weights[k] = REGULARITY + GRADIENT * Math.abs(a - alpha.data[near[k]]);
    const gain = 1 / (sum + a * a + b * b);
    for (let c = 0; c < 3; c++) {
      let f = 0;
      let g = 0;
      for (let k = 0; k < 4; k++) {
        f += weights[k] * fore[near[k] * 4 + c];
        g += weights[k] * back[near[k] * 4 + c];
      }
      f /= sum;
      g /= sum;
      const error = (image.data[i * 4 + c] - a * f - b * g) * gain;
      fore[i * 4 + c] = f + a * error;
      back[i * 4 + c] = g + b * error;
    }
  }
}

/** Nearest samples, as in the method's own code: averages would mix foreground and background before they are parted. */
function sample(image: Raster, alpha: Plane, width: number, height: number) {
  const colour = new Float32Array(width * height * 3);
  const small = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * image.height) / height) * image.width;
    for (let x = 0; x < width; x++, to++) {
      const from = row + Math.floor(((x + 0.5) * image.width) / width);
      small[to] = alpha.data[from];
      for (let c = 0; c < 3; c++) colour[to * 3 + c] = image.data[from * 4 + c];
    }
  }
  return { colour, alpha: small };
}

function enlarge(from: Float32Array, fromWidth: number, fromHeight: number, width: number, height: number) {
  const out = new Float32Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * fromHeight) / height) * fromWidth;
    for (let x = 0; x < width; x++) {
      const at = (row + Math.floor(((x + 0.5) * fromWidth) / width)) * 3;
      out[to++] = from[at];
      out[to++] = from[at + 1];
      out[to++] = from[at + 2];
    }
  }
  return out;
}

/** What is wholly foreground or background shows its own colour, and `solve` passes it over from here on. */
function settle(colour: Float32Array, alpha: Float32Array, fore: Float32Array, back: Float32Array): void {
  for (let i = 0; i < alpha.length; i++) {
    const known = alpha[i] === 1 ? fore : alpha[i] === 0 ? back : null;
    if (known) for (let c = i * 3; c < i * 3 + 3; c++) known[c] = colour[c];
  }
}

/** One sweep: each pixel's two colours from its own colour equation and from its four neighbours, in place. */
function solve(
  colour: Float32Array,
  alpha: Float32Array,
  fore: Float32Array,
  back: Float32Array,
  width: number,
  height: number,
): void {
  const near = new Int32Array(4);
  const large = Math.max(width, height) > SMALL_PX;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const a = alpha[i];
      if (large && (a === 0 || a === 1)) continue;
      const b = 1 - a;
      near[0] = x > 0 ? i - 1 : i;
      near[1] = x + 1 < width ? i + 1 : i;
      near[2] = y > 0 ? i - width : i;
      near[3] = y + 1 < height ? i + width : i;
      let weights = 0;
      let fr = 0;
      let fg = 0;
      let fb = 0;
      let br = 0;
      let bg = 0;
      let bb = 0;
      for (let k = 0; k < 4; k++) {
        const j = near[k];
        const weight = REGULARITY + GRADIENT * Math.abs(a - alpha[j]);
        weights += weight;
        fr += weight * fore[j * 3];
        fg += weight * fore[j * 3 + 1];
        fb += weight * fore[j * 3 + 2];
        br += weight * back[j * 3];
        bg += weight * back[j * 3 + 1];
        bb += weight * back[j * 3 + 2];
      }
      const norm = 1 / weights;
      const gain = 1 / (weights + a * a + b * b);
      for (let c = 0; c < 3; c++) {
        const f = (c === 0 ? fr : c === 1 ? fg : fb) * norm;
        const g = (c === 0 ? br : c === 1 ? bg : bb) * norm;
        const error = (colour[i * 3 + c] - a * f - b * g) * gain;
        fore[i * 3 + c] = clampByte(f + a * error);
        back[i * 3 + c] = clampByte(g + b * error);
      }
    }
  }
}

function clampByte(v: number): number {
  return v < 0 ? 0 : Math.min(v, 255);
}
