import type { Backdrop } from "@pastiche/contract";
import { bytesOfHex, createRandom, createRaster, fromOklab, type Raster, toOklab } from "../pixels/index.ts";

/** A plain colour, or a gradient from top to bottom: even to the eye (in OKLab), and dithered so that it never bands. */
export function paintBackdrop({ colours }: Backdrop, width: number, height: number): Raster {
  const column = gradient(colours, height);
  const out = createRaster(width, height);
  const random = createRandom(1);
  const plain = colours.length === 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const dither = plain ? 0 : random() - 0.5;
      for (let c = 0; c < 3; c++) out.data[i + c] = column[y * 3 + c] + dither;
      out.data[i + 3] = 255;
    }
  }
  return out;
}

function gradient(colours: string[], height: number): Float32Array {
  const stops = createRaster(colours.length, 1);
  for (const [i, colour] of colours.entries()) stops.data.set([...bytesOfHex(colour), 255], i * 4);
  const lab = toOklab(stops);
  const fine = 1024;
  const ramp = createRaster(1, fine);
  const mix = (data: Float32Array, t: number) => {
    const at = t * (colours.length - 1);
    const i = Math.min(colours.length - 2, Math.floor(at));
    return i < 0 ? data[0] : data[i] + (data[i + 1] - data[i]) * (at - i);
  };
  const along = (data: Float32Array) => ({
    width: 1,
    height: fine,
    data: Float32Array.from({ length: fine }, (_, i) => mix(data, i / (fine - 1))),
  });
  fromOklab({ L: along(lab.L.data), a: along(lab.a.data), b: along(lab.b.data) }, ramp);
  const out = new Float32Array(height * 3);
  for (let y = 0; y < height; y++) {
    const at = (y / Math.max(1, height - 1)) * (fine - 1);
    const i = Math.min(fine - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) {
      const low = ramp.data[i * 4 + c];
      out[y * 3 + c] = low + (ramp.data[(i + 1) * 4 + c] - low) * (at - i);
    }
  }
  return out;
}
