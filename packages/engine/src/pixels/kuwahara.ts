import type { Flow } from "./flow.ts";
import { createRaster, type Raster } from "./raster.ts";

const SECTORS = 8;
const ANGLES = 24;
const SHAPES = 4;

/**
 * Anisotropic Kuwahara filter (Kyprianidis, Kang and Döllner 2009; polynomial sector weights after their 2010 note):
 * every pixel takes the mean of those of eight overlapping sectors that vary least, in an ellipse laid along the flow.
 * Paint runs along things and stops at their edges. `radiusPx` is the ellipse's mean half-axis; the flow must be that of
 * this picture. Kernels are tabled for 24 directions and 4 shapes, which the eye cannot tell from a continuum.
 */
export function kuwahara(source: Raster, flow: Flow, radiusPx: number): Raster {
  const { width, height } = source;
  const reach = Math.ceil(radiusPx * Math.SQRT2);
  const padded = padded3(source, reach);
  const stride = width + 2 * reach;
  const kernels = tabulate(radiusPx, stride);
  const out = createRaster(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const at = (y >> 1) * flow.width + (x >> 1);
      const turn = (Math.round((Math.atan2(flow.y[at], flow.x[at]) / Math.PI) * ANGLES) + 2 * ANGLES) % ANGLES;
      const shape = Math.min(SHAPES - 1, Math.round(flow.coherence[at] * (SHAPES - 1)));
      const { offset, weight, first } = kernels[turn * SHAPES + shape];
      const centre = ((y + reach) * stride + x + reach) * 3;
      let total = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let s = 0; s < SECTORS; s++) {
        let r = 0;
        let g = 0;
        let b = 0;
        let squares = 0;
        const end = first[s + 1];
        for (let k = first[s]; k < end; k++) {
          const from = centre + offset[k];
          const w = weight[k];
          const sr = padded[from];
          const sg = padded[from + 1];
          const sb = padded[from + 2];
          r += w * sr;
          g += w * sg;
          b += w * sb;
          squares += w * (sr * sr + sg * sg + sb * sb);
        }
        const q = Math.max(0, squares - r * r - g * g - b * b) * 0.03 + 0.5;
        const share = 1 / (q * q * q * q);
        total += share;
        red += share * r;
        green += share * g;
        blue += share * b;
      }
      out.data[i] = red / total;
      out.data[i + 1] = green / total;
      out.data[i + 2] = blue / total;
      out.data[i + 3] = source.data[i + 3];
    }
  }
  return out;
}

/** Three channels with the edges repeated all round, so that no sample needs a test. */
function padded3({ width, height, data }: Raster, pad: number): Float32Array {
  const stride = width + 2 * pad;
  const out = new Float32Array(stride * (height + 2 * pad) * 3);
  for (let y = -pad, to = 0; y < height + pad; y++) {
    const row = Math.min(height - 1, Math.max(0, y)) * width;
    for (let x = -pad; x < width + pad; x++, to += 3) {
      const from = (row + Math.min(width - 1, Math.max(0, x))) * 4;
      out[to] = data[from];
      out[to + 1] = data[from + 1];
      out[to + 2] = data[from + 2];
    }
  }
  return out;
}

/** One ellipse: for each sector, from `first[s]` to `first[s + 1]`, offsets into the padded picture and weights that sum to 1. */
interface SectorKernel {
  offset: Int32Array;
  weight: Float32Array;
  first: Int32Array;
}

function tabulate(radius: number, stride: number): SectorKernel[] {
  const kernels: SectorKernel[] = [];
  for (let turn = 0; turn < ANGLES; turn++) {
    for (let shape = 0; shape < SHAPES; shape++) {
      kernels.push(sectorKernel((turn * Math.PI) / ANGLES, 1 + shape / (SHAPES - 1), radius, stride));
    }
  }
  return kernels;
}

/** `stretch` 1 is a circle; 2 makes the long axis twice the short one. */
function sectorKernel(angle: number, stretch: number, radius: number, stride: number): SectorKernel {
  const along = radius * Math.sqrt(stretch);
  const across = radius / Math.sqrt(stretch);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const sectors: { offset: number; weight: number }[][] = Array.from({ length: SECTORS }, () => [
    { offset: 0, weight: 0.4 },
  ]);
  const reach = Math.floor(along);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const u = (dx * cos + dy * sin) / along;
      const v = (-dx * sin + dy * cos) / across;
      const distance = u * u + v * v;
      if (distance > 1 || (dx === 0 && dy === 0)) continue;
      const bearing = (Math.atan2(v, u) / (2 * Math.PI) + 1) * SECTORS;
      const fraction = bearing - Math.floor(bearing);
      const falloff = Math.exp(-2 * distance);
      const offset = (dy * stride + dx) * 3;
      const near = Math.floor(bearing) % SECTORS;
      sectors[near].push({ offset, weight: falloff * (1 - fraction * fraction) });
      sectors[(near + 1) % SECTORS].push({ offset, weight: falloff * fraction * fraction });
    }
  }
  const kept = sectors.map((samples) => samples.filter(({ weight }) => weight > 0.02));
  const first = new Int32Array(SECTORS + 1);
  kept.forEach((samples, s) => {
    first[s + 1] = first[s] + samples.length;
  });
  const totals = kept.map((samples) => samples.reduce((sum, { weight }) => sum + weight, 0));
  return {
    offset: Int32Array.from(kept.flat(), ({ offset }) => offset),
    weight: Float32Array.from(kept.flatMap((samples, s) => samples.map(({ weight }) => weight / totals[s]))),
    first,
  };
}
