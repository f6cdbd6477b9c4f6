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
  const out = createRaster(width, height);
  for (let i = 0; i < alpha.data.length; i++) {
    const a = Math.round(255 * alpha.data[i]);
    if (a === 0) continue;
    for (let c = 0; c < 3; c++) out.data[i * 4 + c] = a === 255 ? image.data[i * 4 + c] : fore[i * 3 + c];
    out.data[i * 4 + 3] = a;
  }
  return out;
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
