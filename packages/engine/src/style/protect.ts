import { type Plane, type Raster, resizePlane } from "../pixels/index.ts";

/** Puts `picture` back over `styled`, in place, where `protect` (0 to 1, any size) says so. */
export function restoreProtected(styled: Raster, picture: Raster, protect: Plane | null): Raster {
  if (!protect) return styled;
  const { width, height, data } = styled;
  const keep = resizePlane(protect, width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const share = Math.min(1, Math.max(0, keep.data[p]));
    for (let c = i; c < i + 3; c++) data[c] += (picture.data[c] - data[c]) * share;
  }
  return styled;
}
