import { createPlane, createRaster, type Plane, type Raster } from "./raster.ts";

/** A rectangle in whole pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of a raster inside a box; what lies outside the raster is clear. */
export function cropRaster(source: Raster, box: Box): Raster {
  const out = createRaster(box.width, box.height);
  copyRows(source, out, box, 4);
  return out;
}

/** The same for one number a pixel; what lies outside the plane is 0. */
export function cropPlane(source: Plane, box: Box): Plane {
  const out = createPlane(box.width, box.height);
  copyRows(source, out, box, 1);
  return out;
}

function copyRows<T extends Raster | Plane>(source: T, out: T, { x, y, width, height }: Box, channels: number): void {
  const from = Math.max(0, x);
  const to = Math.min(source.width, x + width);
  if (to <= from) return;
  for (let row = Math.max(0, y); row < Math.min(source.height, y + height); row++) {
    const line = source.data.subarray((row * source.width + from) * channels, (row * source.width + to) * channels);
    out.data.set(line, ((row - y) * width + from - x) * channels);
  }
}
