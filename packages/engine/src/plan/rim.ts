import type { Box } from "@pastiche/contract";
import type { CutOut } from "../cutout/cutOut.ts";
import { cropRaster, type Raster, resize } from "../pixels/index.ts";

/** The inner edge of a container's opening: a level ellipse, in pixels of its picture. */
export interface Rim {
  /** Its middle. */
  x: number;
  y: number;
  /** Half its width and half its height. */
  across: number;
  down: number;
}

/** Length of the longer side at which it is looked for. */
const SIDE_PX = 128;
/** Angles of as many points, all around from the right over the front; coarse enough to try many, and fine. */
const COARSE = anglesOf(20);
const FINE = anglesOf(48);
/** Openings are so wide, as shares of the container, and so tall, as shares of their width. */
const ACROSS = { least: 0.34, most: 1.02, step: 0.06 };
const SLOPES = [0.1, 0.16, 0.24, 0.34, 0.46, 0.6, 0.74, 0.88];
/** Two arcs that lie closer than this are one edge. */
const LEAST_DOWN_PX = 2.6;
/** Below this mean strength of edges along it there is no ellipse to be seen. */
const LEAST_EDGE = 0.34;
/** How far inside the outer edge a lip may end, as a share of the opening, and how strong its inner edge is beside the outer one. */
const LIPS = [0.88, 0.9, 0.92, 0.94, 0.96, 0.98];
const LIP_EDGE = 0.9;
/** By how much the front may hang lower than the rest of it. */
const DEEPER = [0.95, 0.98, 1.01, 1.04, 1.07, 1.1];

const found = new WeakMap<CutOut, Rim>();

/** The opening of a container, looked for once for each cut-out. */
export function rimOf(picture: Raster, container: CutOut): Rim {
  const rim = found.get(container) ?? findRim(picture, container);
  found.set(container, rim);
  return rim;
}

/** The same rim in another frame: moved, then scaled. */
export function rimIn({ x, y, across, down }: Rim, crop: { x: number; y: number }, scale: number): Rim {
  return { x: (x - crop.x) * scale, y: (y - crop.y) * scale, across: across * scale, down: down * scale };
}

/**
 * Finds the opening of a container: the ellipse along which the picture has edges all around, near the top of the thing and in
 * its middle (a Hough transform over position, width and slope). Where none is seen, one as a camera at a table's height sees it.
 */
function findRim(picture: Raster, { box, raster }: CutOut): Rim {
  const margin = Math.round(0.06 * Math.max(box.width, box.height));
  const from = { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin };
  const scale = Math.min(1, SIDE_PX / Math.max(from.width, from.height));
  const width = Math.max(8, Math.round(from.width * scale));
  const height = Math.max(8, Math.round(from.height * scale));
  const small = resize(cropRaster(picture, from), width, height, "triangle");
  const matte = resize(cropRaster(raster, from), width, height, "triangle");
  const thing = { x: margin * scale, y: margin * scale, width: box.width * scale, height: box.height * scale };
  const edges = edgesOf(small);
  let best = { rim: usualRim(thing), score: 0 };
  const consider = (rim: Rim, angles: Angles) => {
    if (rim.down < LEAST_DOWN_PX || rim.down > rim.across || 2 * rim.across < ACROSS.least * thing.width) return;
    const score = scoreOf(rim, angles, edges, matte, thing);
    if (score > best.score) best = { rim, score };
  };
  for (let share = ACROSS.least; share <= ACROSS.most; share += ACROSS.step) {
    const across = (share * thing.width) / 2;
    for (const slope of SLOPES) {
      const down = across * slope;
      const step = Math.max(1.5, 0.16 * Math.min(across, 2 * down));
      const slack = Math.max(step, thing.width / 2 - across);
      for (let x = thing.x + thing.width / 2 - slack; x <= thing.x + thing.width / 2 + slack; x += step) {
        for (let y = thing.y + down - 2; y <= thing.y + down + 0.42 * thing.height; y += step)
          consider({ x, y, across, down }, COARSE);
      }
    }
  }
  best.score = scoreOf(best.rim, FINE, edges, matte, thing);
  for (let step = 0.08; step > 0.01; step /= 2) {
    const { x, y, across, down } = best.rim;
    for (let i = 0; i < 81; i++) {
      const [dx, dy, da, dd] = [
        (i % 3) - 1,
        (Math.floor(i / 3) % 3) - 1,
        (Math.floor(i / 9) % 3) - 1,
        Math.floor(i / 27) - 1,
      ];
      consider(
        {
          x: x + dx * step * across,
          y: y + dy * step * down,
          across: across * (1 + da * step),
          down: down * (1 + dd * step),
        },
        FINE,
      );
    }
  }
  const rim = best.score < LEAST_EDGE ? usualRim(thing) : innerEdge(best.rim, edges);
  return { x: from.x + rim.x / scale, y: from.y + rim.y / scale, across: rim.across / scale, down: rim.down / scale };
}

/** As wide as the thing, and seen from somewhat above. */
export function usualRim({ x, y, width, height }: Box): Rim {
  const down = Math.min(0.16 * width, 0.2 * height);
  return { x: x + width / 2, y: y + down, across: 0.46 * width, down };
}

/** Slopes of the channel that changes the most, by the steepness that counts as a clear edge. */
interface Edges {
  width: number;
  height: number;
  across: Float32Array;
  down: Float32Array;
}

function edgesOf({ width, height, data }: Raster): Edges {
  const across = new Float32Array(width * height);
  const down = new Float32Array(width * height);
  const strengths: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const p = y * width + x;
      let most = -1;
      for (let c = 0; c < 3; c++) {
        const i = p * 4 + c;
        const dx = data[i + 4] - data[i - 4];
        const dy = data[i + width * 4] - data[i - width * 4];
        const strength = dx * dx + dy * dy;
        if (strength <= most) continue;
        most = strength;
        across[p] = dx;
        down[p] = dy;
      }
      strengths.push(Math.sqrt(most));
    }
  }
  const clear = Math.max(24, strengths.sort((a, b) => a - b)[Math.floor(0.88 * strengths.length)] ?? 0);
  for (let p = 0; p < across.length; p++) {
    across[p] /= clear;
    down[p] /= clear;
  }
  return { width, height, across, down };
}

interface Angles {
  cos: Float64Array;
  sin: Float64Array;
}

function anglesOf(count: number): Angles {
  const angles = Float64Array.from({ length: count }, (_, n) => ((n + 0.5) / count) * 2 * Math.PI);
  return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
}

/** The strength, 0 to 1, of the edges that run along an ellipse at an angle, there or one pixel beside. */
function edgeAt({ width, height, across, down }: Edges, rim: Rim, cos: number, sin: number): number {
  let nx = cos * rim.down;
  let ny = sin * rim.across;
  const norm = Math.sqrt(nx * nx + ny * ny);
  nx /= norm;
  ny /= norm;
  let best = 0;
  for (let off = -1; off <= 1; off++) {
    const x = Math.round(rim.x + rim.across * cos + off * nx);
    const y = Math.round(rim.y + rim.down * sin + off * ny);
    if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) continue;
    const p = y * width + x;
    const strength = Math.abs(across[p] * nx + down[p] * ny);
    if (strength > best) best = strength;
  }
  return Math.min(1, best);
}

/** Both arcs want edges, the weaker counting more; wide ones at the top and in the middle of the thing are likelier. */
function scoreOf(rim: Rim, { cos, sin }: Angles, edges: Edges, matte: Raster, thing: Box): number {
  const half = cos.length / 2;
  let front = 0;
  let back = 0;
  let out = 0;
  for (let n = 0; n < cos.length; n++) {
    const strength = edgeAt(edges, rim, cos[n], sin[n]);
    if (n < half) front += strength / half;
    else back += strength / half;
    // Through a handle one sees what is behind.
    const share = n % 2 === 0 ? 0.94 : 0.6;
    const x = Math.round(rim.x + share * rim.across * cos[n]);
    const y = Math.round(rim.y + share * rim.down * sin[n]);
    const within = x >= 0 && y >= 0 && x < matte.width && y < matte.height;
    if (!within || matte.data[(y * matte.width + x) * 4 + 3] < 96) out += 1 / cos.length;
  }
  const lower = Math.max(0, rim.y - rim.down - thing.y) / thing.height;
  const aside = Math.abs(rim.x - thing.x - thing.width / 2) / thing.width;
  const likely = 0.2 * (rim.across / thing.width) - 0.6 * lower - 0.4 * aside - 0.9 * out;
  return 0.3 * (front + back) + 0.4 * Math.min(front, back) + likely;
}

/** Where the lip ends inside: the innermost ellipse, and the highest front of it, with an edge nearly as clear as any. */
function innerEdge(rim: Rim, edges: Edges): Rim {
  const front = (share: number, deeper: number) => {
    const smaller = { ...rim, across: rim.across * share, down: rim.down * share * deeper };
    let sum = 0;
    for (let n = 0; n < FINE.cos.length / 2; n++) sum += edgeAt(edges, smaller, FINE.cos[n], FINE.sin[n]);
    return sum;
  };
  const outer = front(1, 1);
  const share = LIPS.find((lip) => front(lip, 1) >= LIP_EDGE * outer) ?? 1;
  const fronts = DEEPER.map((deeper) => front(share, deeper));
  const clear = fronts.map((strength) => strength >= LIP_EDGE * Math.max(...fronts));
  const first = clear.indexOf(true);
  // Felt a pixel to either side: the edge itself lies in the middle.
  const deeper = DEEPER[clear[first + 1] && clear[first + 2] ? first + 1 : first];
  return { ...rim, across: rim.across * share, down: rim.down * share * deeper };
}
