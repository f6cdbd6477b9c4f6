import {
  copyRaster,
  createPlane,
  guidedBy,
  halve,
  luma,
  type Plane,
  type Raster,
  resizePlane,
} from "../pixels/index.ts";

/**
 * Gives `mapped` (the picture after a map of its colours) the grain of `picture` again, as Pitié's regraining does
 * (2007): a steep map stretches noise and compression blocks into bands. The change of colour is smoothed along the
 * edges of the picture and added to it; where the change has real edges of its own, they stay.
 */
export function regrain(picture: Raster, mapped: Raster): Raster {
  const { width, height } = picture;
  const small = halve(picture);
  const smallMapped = halve(mapped);
  const smoothed = guidedBy(luma(small), 5, 0.0015);
  const out = copyRaster(picture);
  for (let c = 0; c < 3; c++) {
    const change = createPlane(small.width, small.height);
    for (let p = 0, i = c; p < change.data.length; p++, i += 4)
      change.data[p] = (smallMapped.data[i] - small.data[i]) / 255;
    const smooth = resizePlane(smoothed(change), width, height);
    addChange(out, picture, mapped, smooth, c);
  }
  return out;
}

function addChange(out: Raster, picture: Raster, mapped: Raster, smooth: Plane, channel: number): void {
  for (let p = 0, i = channel; p < smooth.data.length; p++, i += 4) {
    const base = smooth.data[p] * 255;
    const rest = mapped.data[i] - picture.data[i] - base;
    const size = Math.abs(rest);
    const keep = size < 8 ? 0 : size > 26 ? 1 : (size - 8) / 18;
    out.data[i] = picture.data[i] + base + rest * keep;
  }
}
