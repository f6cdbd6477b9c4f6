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
export function kuwahara({ width, height, data }: Raster, flow: Flow, radiusPx: number): Raster {
  const kernels = tabulate(radiusPx);
  const out = createRaster(width, height);
  const reds = new Float32Array(SECTORS);
  const greens = new Float32Array(SECTORS);
  const blues = new Float32Array(SECTORS);
  const squares = new Float32Array(SECTORS);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const at = (y >> 1) * flow.width + (x >> 1);
      const angle = Math.atan2(flow.y[at], flow.x[at]);
      const turn = (Math.round((angle / Math.PI) * ANGLES) + 2 * ANGLES) % ANGLES;
      const shape = Math.min(SHAPES - 1, Math.round(flow.coherence[at] * (SHAPES - 1)));
      const { dx, dy, sector, weight } = kernels[turn * SHAPES + shape];
      reds.fill(0);
      greens.fill(0);
      blues.fill(0);
      squares.fill(0);
      for (let k = 0; k < dx.length; k++) {
        let sx = x + dx[k];
        let sy = y + dy[k];
        sx = sx < 0 ? -sx : sx >= width ? 2 * width - 2 - sx : sx;
        sy = sy < 0 ? -sy : sy >= height ? 2 * height - 2 - sy : sy;
        const from = (Math.max(0, sy) * width + Math.max(0, sx)) * 4;
        const r = data[from];
        const g = data[from + 1];
        const b = data[from + 2];
        const square = r * r + g * g + b * b;
        const s = sector[k];
        const w = weight[2 * k];
        reds[s] += w * r;
        greens[s] += w * g;
        blues[s] += w * b;
        squares[s] += w * square;
        const v = weight[2 * k + 1];
        if (v > 0) {
          const next = (s + 1) & (SECTORS - 1);
          reds[next] += v * r;
          greens[next] += v * g;
          blues[next] += v * b;
          squares[next] += v * square;
        }
      }
      let total = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let s = 0; s < SECTORS; s++) {
        const r = reds[s];
        const g = greens[s];
        const b = blues[s];
        const variance = Math.max(0, squares[s] - r * r - g * g - b * b);
        const q = variance * 0.03 + 0.5;
        const share = 1 / (q * q * q * q);
        total += share;
        red += share * r;
        green += share * g;
        blue += share * b;
      }
      out.data[i] = red / total;
      out.data[i + 1] = green / total;
      out.data[i + 2] = blue / total;
      out.data[i + 3] = data[i + 3];
    }
  }
  return out;
}

/** One ellipse: offsets, the sector of each, and two weights a sample: for its sector and the next one round. */
interface SectorKernel {
  dx: Int8Array;
  dy: Int8Array;
  sector: Uint8Array;
  weight: Float32Array;
}

function tabulate(radius: number): SectorKernel[] {
  const kernels: SectorKernel[] = [];
  for (let turn = 0; turn < ANGLES; turn++) {
    for (let shape = 0; shape < SHAPES; shape++) {
      kernels.push(sectorKernel((turn * Math.PI) / ANGLES, 1 + shape / (SHAPES - 1), radius));
    }
  }
  return kernels;
}

function sectorKernel(angle: number, stretch: number, radius: number): SectorKernel {
  const along = Math.min(radius * Math.sqrt(stretch), radius * 1.5);
  const across = radius / Math.sqrt(stretch);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const samples: { dx: number; dy: number; sector: number; near: number; next: number }[] = [];
  const totals = new Float64Array(SECTORS);
  const reach = Math.ceil(along);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const u = (dx * cos + dy * sin) / along;
      const v = (-dx * sin + dy * cos) / across;
      const distance = u * u + v * v;
      if (distance > 1) continue;
      const bearing = ((Math.atan2(v, u) / (2 * Math.PI) + 1) * SECTORS) % SECTORS;
      const sector = Math.floor(bearing) % SECTORS;
      const fraction = bearing - Math.floor(bearing);
      const falloff = Math.exp(-2 * distance);
      if (dx === 0 && dy === 0) {
        for (let s = 0; s < SECTORS; s++) {
          samples.push({ dx, dy, sector: s, near: 0.4, next: 0 });
          totals[s] += 0.4;
        }
        continue;
      }
      const near = falloff * (1 - fraction * fraction);
      const next = falloff * fraction * fraction;
      samples.push({ dx, dy, sector, near, next });
      totals[sector] += near;
      totals[(sector + 1) % SECTORS] += next;
    }
  }
  return {
    dx: Int8Array.from(samples, (s) => s.dx),
    dy: Int8Array.from(samples, (s) => s.dy),
    sector: Uint8Array.from(samples, (s) => s.sector),
    weight: Float32Array.from(
      samples.flatMap((s) => [s.near / totals[s.sector], s.next / totals[(s.sector + 1) % SECTORS]]),
    ),
  };
}
