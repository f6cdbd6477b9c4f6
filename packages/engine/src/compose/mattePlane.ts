import type { Plane, Raster } from "../pixels/index.ts";

/** What is laid down is a subject there, as far as its alpha says. Changes `plane` in place. */
export function markMatte(plane: Plane, layer: Raster, at: { x: number; y: number }): void {
  overMatte(plane, layer, at, (under, alpha) => Math.max(under, alpha));
}

/** What is laid over a subject is none: weather and light must not show where one would be. */
export function hideMatte(plane: Plane, layer: Raster, at: { x: number; y: number }): void {
  overMatte(plane, layer, at, (under, alpha) => under * (1 - alpha));
}

function overMatte(
  plane: Plane,
  layer: Raster,
  { x, y }: { x: number; y: number },
  mix: (under: number, alpha: number) => number,
): void {
  for (let row = Math.max(0, -y); row < layer.height && row + y < plane.height; row++) {
    for (let column = Math.max(0, -x); column < layer.width && column + x < plane.width; column++) {
      const to = (row + y) * plane.width + column + x;
      plane.data[to] = mix(plane.data[to], layer.data[(row * layer.width + column) * 4 + 3] / 255);
    }
  }
}
