/**
 * A picture in memory: 8-bit sRGB, four bytes a pixel (red, green, blue, alpha), straight (not premultiplied) alpha,
 * rows from the top, no padding. Every function of the engine takes and gives this.
 */
export interface Raster {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** One number a pixel, such as an alpha matte (0 to 1) or a luminance. */
export interface Plane {
  width: number;
  height: number;
  data: Float32Array;
}

export function createRaster(width: number, height: number): Raster {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

export function createPlane(width: number, height: number, value = 0): Plane {
  const data = new Float32Array(width * height);
  if (value !== 0) data.fill(value);
  return { width, height, data };
}

export function copyRaster({ width, height, data }: Raster): Raster {
  return { width, height, data: data.slice() };
}

export function copyPlane({ width, height, data }: Plane): Plane {
  return { width, height, data: data.slice() };
}
