import type { Plane } from "../pixels/index.ts";

/** Values below which the given shares of a plane (0 to 1) lie. */
export function percentiles(plane: Plane, ...shares: number[]): number[] {
  const counts = new Uint32Array(1024);
  for (const v of plane.data) counts[Math.min(1023, Math.max(0, (v * 1023) | 0))]++;
  return shares.map((share) => {
    let left = share * plane.data.length;
    let bin = 0;
    while (bin < 1023 && left > counts[bin]) left -= counts[bin++];
    return bin / 1023;
  });
}
