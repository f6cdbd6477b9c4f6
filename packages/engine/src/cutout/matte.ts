import type { Plane, Raster } from "../pixels/index.ts";
import { findShores, NOISE, type Shores, sampleAlpha, unknownPixels } from "./sampleAlpha.ts";
import { type Trimap, UNKNOWN } from "./trimap.ts";

/** Alpha above which a pixel holds on to its neighbours. */
const SPECK = 0.1;

/**
 * The alpha of each pixel: of the unknown band by sampling. A second pass evens out neighbours of like colour (in the
 * manner of a cross-bilateral filter), and a last one drops specks.
 */
export function matte(image: Raster, trimap: Trimap, bandPx: number): Plane {
  const band = unknownPixels(trimap);
  const shores = findShores(trimap, band);
  const { alpha, trust } = sampleAlpha(image, trimap, { pixels: band, shores, bandPx });
  evenOut(image, alpha, trust, band);
  dropSpecks(alpha, trimap, band, shores);
  return alpha;
}

/** Averages alpha over every other pixel of a 5 × 5 window, weighted by trust and by likeness of colour, in place. */
function evenOut(image: Raster, alpha: Plane, trust: Plane, band: Int32Array): void {
  const { width, height } = alpha;
  const { data } = image;
  const evened = new Float32Array(band.length);
  for (let k = 0; k < band.length; k++) {
    const i = band[k];
    const x = i % width;
    const y = (i - x) / width;
    const right = Math.min(width - 1, x + 2);
    const bottom = Math.min(height - 1, y + 2);
    const red = data[i * 4];
    const green = data[i * 4 + 1];
    const blue = data[i * 4 + 2];
    let sum = 0;
    let weights = 0;
    for (let yy = Math.max(0, y - 2); yy <= bottom; yy++) {
      const first = x - 2 + ((yy - y) & 1);
      for (let xx = first < 0 ? first + 2 : first; xx <= right; xx += 2) {
        const j = yy * width + xx;
        const dr = red - data[j * 4];
        const dg = green - data[j * 4 + 1];
        const db = blue - data[j * 4 + 2];
        const likeness = 1 + (dr * dr + dg * dg + db * db) / NOISE;
        const weight = trust.data[j] / (likeness * likeness);
        sum += weight * alpha.data[j];
        weights += weight;
      }
    }
    evened[k] = snap(sum / weights);
  }
  for (let k = 0; k < band.length; k++) alpha.data[band[k]] = evened[k];
}

/** Takes the last traces of haze off what is all but clear and of holes off what is all but solid. */
function snap(alpha: number): number {
  return Math.min(1, Math.max(0, (alpha - 0.04) / 0.92));
}

/**
 * Clears what floats free of the sure foreground and fills what is cut off from the sure background: grains of a rough
 * ground that happen to have the subject's colour, and the reverse.
 */
function dropSpecks(alpha: Plane, trimap: Trimap, band: Int32Array, { foreground, background }: Shores): void {
  const held = flood(trimap, foreground.rim, (i) => alpha.data[i] > SPECK);
  const open = flood(trimap, background.rim, (i) => alpha.data[i] < 1 - SPECK);
  for (const i of band) {
    if (!held[i] && alpha.data[i] > SPECK) alpha.data[i] = 0;
    else if (!open[i] && alpha.data[i] < 1 - SPECK) alpha.data[i] = 1;
  }
}

/** What of the band is reached from its rim, over sides and corners, through pixels that let pass. */
function flood({ width, data }: Trimap, rim: Int32Array, passes: (i: number) => boolean): Uint8Array {
  const reached = new Uint8Array(data.length);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (data[i] !== UNKNOWN || reached[i] || !passes(i)) return;
    reached[i] = 1;
    stack.push(i);
  };
  for (const i of rim) visit(i);
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const x = i % width;
    const left = x > 0 ? -1 : 0;
    const right = x + 1 < width ? 1 : 0;
    const bottom = i + width < data.length ? i + width : i;
    for (let row = i >= width ? i - width : i; row <= bottom; row += width) {
      for (let j = row + left; j <= row + right; j++) visit(j);
    }
  }
  return reached;
}
