import { type Flow, smoothAlong } from "./flow.ts";
import { createPlane, type Plane } from "./raster.ts";

/** How lines are drawn. */
export interface LineStyle {
  /** Standard deviation of the inner Gaussian: half the width of a line, about. */
  sigmaPx: number;
  /** How much the difference of Gaussians is overdrawn (p of Winnemöller 2012): 20 is a firm drawing. */
  sharpness: number;
  /** Level (0 to 1) below which a tone turns to ink. */
  level: number;
  /** Steepness of the ink's soft threshold: small is pencil, large is a pen. */
  steepness: number;
  /** How far lines are joined along their direction. */
  reachPx: number;
  /** Coherence of the flow below which nothing is drawn: gravel and grass have edges everywhere, but no lines. */
  coherence: number;
}

/** How far above the level a difference may lie for its neighbours along the flow still to pull it down to ink. */
const NEARLY = 0.3;

/**
 * Flow-based extended difference of Gaussians (Winnemöller, Kyprianidis and Olsen 2012): 0 is ink, 1 is paper. The
 * difference is taken across the flow and then averaged along it, so that lines run on instead of breaking up. Only
 * places where ink is possible at all are worked on, which are a third of most pictures.
 */
export function drawLines(luminance: Plane, flow: Flow, style: LineStyle): Plane {
  const difference = differenceAcross(luminance, flow, style);
  const { width, height } = luminance;
  const near = new Uint8Array(width * height);
  for (let p = 0; p < near.length; p++) near[p] = difference.data[p] < style.level + NEARLY ? 1 : 0;
  const joined = smoothAlong(difference, flow, style.reachPx, near);
  const { data } = joined;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const v = data[p];
      if (v >= style.level) data[p] = 1;
      else {
        const sure = certainty(flow, style, x, y);
        data[p] = 1 + Math.tanh(style.steepness * (v - style.level)) * sure * sure;
      }
    }
  }
  return joined;
}

/** 0 below half the coherence that a line needs, 1 from there on. */
function certainty(flow: Flow, style: LineStyle, x: number, y: number): number {
  const coherence = flow.coherence[(y >> 1) * flow.width + (x >> 1)];
  return Math.min(1, Math.max(0, (coherence / style.coherence - 0.5) * 2));
}

/** (1 + p) G(σ) - p G(1.6 σ) along the gradient; paper where the flow is too incoherent for a line. */
function differenceAcross(luminance: Plane, flow: Flow, style: LineStyle): Plane {
  const { width, height, data } = luminance;
  const out = createPlane(width, height);
  const radius = Math.ceil(style.sigmaPx * 1.6 * 2.2);
  const kernel = mixedKernel(style.sigmaPx, style.sharpness, radius);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (certainty(flow, style, x, y) === 0) {
        out.data[p] = 2;
        continue;
      }
      const at = (y >> 1) * flow.width + (x >> 1);
      const nx = -flow.y[at];
      const ny = flow.x[at];
      let sum = kernel[0] * data[p];
      for (let k = 1; k <= radius; k++) {
        sum +=
          kernel[k] *
          (linear(data, width, height, x + k * nx, y + k * ny) + linear(data, width, height, x - k * nx, y - k * ny));
      }
      out.data[p] = Math.min(2, sum);
    }
  }
  return out;
}

function mixedKernel(sigma: number, sharpness: number, radius: number): Float32Array {
  const gauss = (s: number) => {
    const weights = Array.from({ length: radius + 1 }, (_, k) => Math.exp((-k * k) / (2 * s * s)));
    const total = 2 * weights.reduce((a, b) => a + b) - weights[0];
    return weights.map((w) => w / total);
  };
  const wide = gauss(1.6 * sigma);
  return Float32Array.from(gauss(sigma), (w, k) => (1 + sharpness) * w - sharpness * wide[k]);
}

function linear(data: Float32Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const ix = cx | 0;
  const iy = cy | 0;
  const fx = cx - ix;
  const fy = cy - iy;
  const p = iy * width + ix;
  const right = ix < width - 1 ? p + 1 : p;
  const step = iy < height - 1 ? width : 0;
  const top = data[p] + (data[right] - data[p]) * fx;
  const low = data[p + step] + (data[right + step] - data[p + step]) * fx;
  return top + (low - top) * fy;
}
