import { gaussianBlur } from "./blur.ts";
import { halvePlane } from "./halve.ts";
import { createPlane, type Plane } from "./raster.ts";

/**
 * The local direction of a picture, from its smoothed structure tensor (Brox 2006; Kyprianidis and Döllner 2008).
 * (`x`, `y`) is the unit tangent, along edges and strokes; `coherence` is 0 where there is no direction and 1 on a clean
 * edge; `energy` is the squared gradient. Kept at half the size of the picture: read it at (x >> 1, y >> 1).
 */
export interface Flow {
  width: number;
  height: number;
  x: Float32Array;
  y: Float32Array;
  coherence: Float32Array;
  energy: Float32Array;
}

/** `sigmaPx`, in pixels of the picture, is how far directions are averaged. */
export function flowOf(luminance: Plane, sigmaPx: number): Flow {
  const half = halvePlane(luminance);
  const { width, height } = half;
  const [xx, xy, yy] = tensor(half).map((plane) => gaussianBlur(plane, sigmaPx / 2));
  const flow: Flow = {
    width,
    height,
    x: new Float32Array(width * height),
    y: new Float32Array(width * height),
    coherence: xx.data,
    energy: yy.data,
  };
  for (let i = 0; i < flow.x.length; i++) {
    const e = xx.data[i];
    const f = xy.data[i];
    const g = yy.data[i];
    const root = Math.sqrt((e - g) * (e - g) + 4 * f * f);
    // The minor eigenvector, from whichever row of the matrix is the longer: the other loses it to rounding.
    let tx = e >= g ? -f : 0.5 * (g - e + root);
    let ty = e >= g ? 0.5 * (e - g + root) : -f;
    const norm = Math.hypot(tx, ty);
    if (norm > 1e-12) {
      tx /= norm;
      ty /= norm;
    } else {
      tx = 1;
      ty = 0;
    }
    flow.x[i] = tx;
    flow.y[i] = ty;
    flow.coherence[i] = root / (e + g + 1e-6);
    flow.energy[i] = e + g;
  }
  return flow;
}

function tensor({ width, height, data }: Plane): [Plane, Plane, Plane] {
  const xx = createPlane(width, height);
  const xy = createPlane(width, height);
  const yy = createPlane(width, height);
  for (let y = 0, p = 0; y < height; y++) {
    const above = y > 0 ? -width : 0;
    const below = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, p++) {
      const left = x > 0 ? -1 : 0;
      const right = x < width - 1 ? 1 : 0;
      // Rotation-symmetric weights (Jähne, Scharr): Sobel's favour the axes and would comb the strokes.
      const gx =
        0.183 * (data[p + above + right] - data[p + above + left] + data[p + below + right] - data[p + below + left]) +
        0.634 * (data[p + right] - data[p + left]);
      const gy =
        0.183 * (data[p + below + left] - data[p + above + left] + data[p + below + right] - data[p + above + right]) +
        0.634 * (data[p + below] - data[p + above]);
      xx.data[p] = gx * gx;
      xy.data[p] = gx * gy;
      yy.data[p] = gy * gy;
    }
  }
  return [xx, xy, yy];
}

/**
 * Mean of `source` along the stream line through each pixel, `reachPx` both ways (line integral convolution, Cabral and
 * Leedom 1993). Where `only` is given, pixels that it marks with 0 are passed on as they are.
 */
export function smoothAlong(source: Plane, flow: Flow, reachPx: number, only?: Uint8Array): Plane {
  const { width, height, data } = source;
  const out = createPlane(width, height);
  // Two pixels a step on long ways: the lines are smooth at that scale, and it halves the cost.
  const stride = reachPx > 8 ? 2 : 1;
  const steps = Math.max(1, Math.round(reachPx / stride));
  const weights = Float32Array.from({ length: steps + 1 }, (_, k) => Math.exp(-2 * (k / steps) ** 2));
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (only && only[p] === 0) {
        out.data[p] = data[p];
        continue;
      }
      let sum = data[p];
      let total = 1;
      for (let way = -1; way <= 1; way += 2) {
        const start = (y >> 1) * flow.width + (x >> 1);
        let dx = flow.x[start] * way * stride;
        let dy = flow.y[start] * way * stride;
        let px = x + 0.5;
        let py = y + 0.5;
        for (let k = 1; k <= steps; k++) {
          px += dx;
          py += dy;
          if (px < 0 || py < 0 || px >= width || py >= height) break;
          const ix = px | 0;
          const iy = py | 0;
          sum += weights[k] * data[iy * width + ix];
          total += weights[k];
          const at = (iy >> 1) * flow.width + (ix >> 1);
          const tx = flow.x[at];
          const ty = flow.y[at];
          const turn = tx * dx + ty * dy < 0 ? -stride : stride;
          dx = tx * turn;
          dy = ty * turn;
        }
      }
      out.data[p] = sum / total;
    }
  }
  return out;
}
