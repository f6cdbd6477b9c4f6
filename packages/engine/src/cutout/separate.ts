import type { Plane } from "../pixels/index.ts";
import { connectedParts, type Part } from "./connectedParts.ts";

/** Two things touch where the bridge between them is thinner than this share of the thinner one. */
const BRIDGE = 0.6;
/** What comes off and weighs less than this share of its part is a limb, not a thing. */
const LEAST = 0.25;
/** How many widths of bridge are tried. */
const STEPS = 8;

/**
 * The things in a binary mask: its connected parts, and where two of them only touch, each of the two. An animal's head or
 * leg stays with it: its neck is not so thin, or it not so large.
 */
export function separateThings(mask: Plane, softMask: Plane): Part[] {
  const depth = depthOf(mask);
  return connectedParts(mask, 1, softMask).flatMap((part) => pullApart(part, depth, softMask));
}

function pullApart(part: Part, depth: Plane, softMask: Plane): Part[] {
  const most = deepest(part, depth);
  for (let step = 1; step <= STEPS; step++) {
    const bridge = (most * BRIDGE * step) / STEPS;
    const eroded = { ...depth, data: new Float32Array(depth.data.length) };
    for (const i of part.pixels) eroded.data[i] = depth.data[i] > bridge ? 1 : 0;
    const cores = connectedParts(eroded, 1, softMask).filter((core) => bridge <= BRIDGE * deepest(core, depth));
    const things = cores.length > 1 ? grown(cores, part, softMask) : [];
    if (things.length > 1 && things.every(({ pixels }) => pixels.length >= LEAST * part.pixels.length)) return things;
  }
  return [part];
}

/** The cores with what of their part is nearest to each. */
function grown(cores: Part[], part: Part, softMask: Plane): Part[] {
  const owner = nearestPart(softMask, cores);
  return cores.map(({ touchesBorder }, at) => {
    const pixels = part.pixels.filter((i) => owner[i] === at);
    return { pixels, belief: pixels.reduce((sum, i) => sum + softMask.data[i], 0), touchesBorder };
  });
}

const deepest = ({ pixels }: Part, { data }: Plane) => pixels.reduce((most, i) => Math.max(most, data[i]), 0);

/** How far each pixel lies inside the mask, by Borgefors' 3-4 chamfer in pixels; outside of the picture is outside. */
function depthOf({ width, height, data }: Plane): Plane {
  const depth = new Float32Array(data.length);
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : depth[y * width + x]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const near = Math.min(at(x - 1, y) + 1, at(x, y - 1) + 1, at(x - 1, y - 1) + 4 / 3, at(x + 1, y - 1) + 4 / 3);
      depth[y * width + x] = data[y * width + x] === 1 ? near : 0;
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const near = Math.min(at(x + 1, y) + 1, at(x, y + 1) + 1, at(x + 1, y + 1) + 4 / 3, at(x - 1, y + 1) + 4 / 3);
      depth[y * width + x] = Math.min(depth[y * width + x], near);
    }
  }
  return { width, height, data: depth };
}

/** For each pixel the part that is nearest, by a flood from all of them at once. */
export function nearestPart({ width, data }: Plane, parts: Part[]): Int16Array {
  const owner = new Int16Array(data.length).fill(-1);
  const queue = new Int32Array(data.length);
  let tail = 0;
  for (const [part, { pixels }] of parts.entries()) {
    for (const i of pixels) {
      owner[i] = part;
      queue[tail++] = i;
    }
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const x = i % width;
    for (const j of [x > 0 ? i - 1 : i, x + 1 < width ? i + 1 : i, i - width, i + width]) {
      if (owner[j] !== -1) continue;
      owner[j] = owner[i];
      queue[tail++] = j;
    }
  }
  return owner;
}
