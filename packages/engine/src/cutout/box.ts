import type { Box, Plane, Raster } from "../pixels/index.ts";

/**
 * What holds every pixel above `threshold`; null where none is.
 * @param channel where its first value stands, and how many there are for each pixel.
 */
export function boxAbove(
  { width, height, data }: Plane | Raster,
  threshold: number,
  { offset, stride } = { offset: 0, stride: 1 },
): Box | null {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0, i = offset; y < height; y++) {
    for (let x = 0; x < width; x++, i += stride) {
      if (data[i] <= threshold) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A box scaled, with a margin on each side, as whole pixels inside of `within`. */
export function frameOf(
  box: Box,
  { scaleX, scaleY, marginX, marginY }: { scaleX: number; scaleY: number; marginX: number; marginY: number },
  within: { width: number; height: number },
): Box {
  const x = Math.max(0, Math.floor(box.x * scaleX - marginX));
  const y = Math.max(0, Math.floor(box.y * scaleY - marginY));
  const right = Math.min(within.width, Math.ceil((box.x + box.width) * scaleX + marginX));
  const bottom = Math.min(within.height, Math.ceil((box.y + box.height) * scaleY + marginY));
  return { x, y, width: right - x, height: bottom - y };
}
