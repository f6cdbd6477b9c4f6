import type { Plane } from "../pixels/index.ts";

/** From the first value on a saliency is trusted less, from the second on not at all. */
const DOUBT = [0.4, 0.65];
const AREA = [0.36, 0.76];
const BORDER = [0.2, 0.4];
/** Least that is left for each: there may be a thing for all that. */
const LEAST = 0.1;
const LEAST_AT_BORDER = 0.3;

/**
 * How far a saliency (0 to 1) can be trusted to show a thing, 0 to 1: less where the network cannot tell, where nearly everything is salient, and where what is salient runs along the border, as a floor, a dock or a
 * meadow does.
 */
export function trustIn(saliency: Plane): number {
  const { width, height, data } = saliency;
  let area = 0;
  let border = 0;
  for (let p = 0; p < data.length; p++) {
    const x = p % width;
    area += data[p];
    if (p < width || p >= data.length - width || x === 0 || x === width - 1) border += data[p];
  }
  const less = (value: number, [from, to]: number[], least: number) =>
    Math.max(least, Math.min(1, (to - value) / (to - from)));
  return (
    less(doubtIn(saliency), DOUBT, LEAST) *
    less(area / data.length, AREA, LEAST) *
    less(border / (2 * (width + height)), BORDER, LEAST_AT_BORDER)
  );
}

/** How far the network cannot tell what is a thing, 0 to 1: the mean of 4 s (1 - s). */
export function doubtIn({ data }: Plane): number {
  let doubt = 0;
  for (const s of data) doubt += 4 * s * (1 - s);
  return doubt / data.length;
}
