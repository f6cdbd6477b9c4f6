import { createPlane, createRandom, type Plane } from "../pixels/index.ts";

/** One layer of falling things: how many, how large, how they are smeared by their fall. */
export interface FallingLayer {
  count: number;
  /** Radius of the smallest and the largest, pixels. */
  radiusPx: [number, number];
  /** Length of the smear, pixels, and its direction (radians from straight down). */
  smearPx: number;
  angle: number;
  strength: number;
}

/** Coverage, 0 to 1, of one layer: round where it is not smeared, soft-edged always. */
export function fall(width: number, height: number, layer: FallingLayer, seed: number): Plane {
  const random = createRandom(seed);
  const out = createPlane(width, height);
  const dx = Math.sin(layer.angle);
  const dy = Math.cos(layer.angle);
  for (let n = 0; n < layer.count; n++) {
    const x = random() * (width + 2 * layer.smearPx) - layer.smearPx;
    const y = random() * (height + 2 * layer.smearPx) - layer.smearPx;
    const size = random();
    const radius = layer.radiusPx[0] + (layer.radiusPx[1] - layer.radiusPx[0]) * size * size;
    const smear = layer.smearPx * (0.55 + 0.9 * random());
    const strength = layer.strength * (0.4 + 0.6 * random());
    stamp(out, { x, y, dx, dy, radius, smear, strength });
  }
  return out;
}

interface Drop {
  x: number;
  y: number;
  dx: number;
  dy: number;
  radius: number;
  smear: number;
  strength: number;
}

/** A capsule from (x, y) along (dx, dy), thinning towards both ends. */
function stamp({ width, height, data }: Plane, { x, y, dx, dy, radius, smear, strength }: Drop): void {
  const reach = radius * 1.5 + 0.7;
  const endX = x + dx * smear;
  const endY = y + dy * smear;
  const left = Math.max(0, Math.floor(Math.min(x, endX) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x, endX) + reach));
  const top = Math.max(0, Math.floor(Math.min(y, endY) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y, endY) + reach));
  for (let py = top; py <= bottom; py++) {
    for (let px = left; px <= right; px++) {
      const along = smear > 0 ? Math.min(smear, Math.max(0, (px - x) * dx + (py - y) * dy)) : 0;
      const distance = Math.hypot(px - x - dx * along, py - y - dy * along);
      if (distance > reach) continue;
      const t = Math.min(1, Math.max(0, (distance - radius * 0.35) / (reach - radius * 0.35)));
      const taper = smear > radius * 4 ? 4 * (along / smear) * (1 - along / smear) : 1;
      const cover = strength * taper * (1 - t * t * (3 - 2 * t));
      const p = py * width + px;
      data[p] = 1 - (1 - data[p]) * (1 - cover);
    }
  }
}
