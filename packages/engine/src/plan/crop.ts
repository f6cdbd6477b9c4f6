import type { Box } from "@pastiche/contract";
import { type Plane, resizePlane } from "../pixels/index.ts";
import type { Size } from "./size.ts";

const GRID = 128;

/**
 * The largest part of a picture that has the ratio of `shape`, where it keeps most of what is salient; never stretched.
 * @param saliency 0 to 1, of any resolution, over the whole picture.
 * @returns a box in the picture's own pixels.
 */
export function cropTo(picture: Size, saliency: Plane, shape: Size): Box {
  const scale = Math.min(picture.width / shape.width, picture.height / shape.height);
  const width = Math.min(picture.width, Math.round(shape.width * scale));
  const height = Math.min(picture.height, Math.round(shape.height * scale));
  const grid = resizePlane(saliency, GRID, GRID);
  return {
    x: Math.round(slide(sums(grid, "columns"), width / picture.width) * picture.width),
    y: Math.round(slide(sums(grid, "rows"), height / picture.height) * picture.height),
    width,
    height,
  };
}

/** Where a window of `share` of the line starts (0 to 1 - share) so that it holds the most, and holds it in its middle. */
function slide(line: Float32Array, share: number): number {
  const room = 1 - share;
  if (room <= 0) return 0;
  const steps = 64;
  let best = room / 2;
  let bestScore = -Infinity;
  for (let i = 0; i <= steps; i++) {
    const start = (room * i) / steps;
    let held = 0;
    let moment = 0;
    for (let j = 0; j < line.length; j++) {
      const at = (j + 0.5) / line.length;
      if (at < start || at > start + share) continue;
      held += line[j];
      moment += line[j] * Math.abs(at - start - share / 2);
    }
    const offCentre = Math.abs(start - room / 2);
    const score = held - 0.5 * (moment / share) - 0.02 * offCentre;
    if (score > bestScore) {
      bestScore = score;
      best = start;
    }
  }
  return best;
}

function sums({ width, height, data }: Plane, along: "columns" | "rows"): Float32Array {
  const out = new Float32Array(along === "columns" ? width : height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[along === "columns" ? x : y] += data[y * width + x];
  }
  const total = out.reduce((a, b) => a + b, 1e-6);
  return out.map((v) => v / total);
}
