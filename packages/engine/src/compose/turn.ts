import type { Box } from "@pastiche/contract";
import { createRaster, type Raster } from "../pixels/index.ts";

interface Point {
  x: number;
  y: number;
}

export function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The corners of a box that is turned clockwise about a point, in degrees. */
export function rotate({ x, y, width, height }: Box, about: Point, degrees: number): Point[] {
  const { cos, sin } = turning(degrees);
  const corners = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  return corners.map((corner) => ({
    x: about.x + cos * (corner.x - about.x) - sin * (corner.y - about.y),
    y: about.y + sin * (corner.x - about.x) + cos * (corner.y - about.y),
  }));
}

export function boundsOf(points: Point[]): Box {
  const x = Math.min(...points.map((point) => point.x));
  const y = Math.min(...points.map((point) => point.y));
  const width = Math.max(...points.map((point) => point.x)) - x;
  return { x, y, width, height: Math.max(...points.map((point) => point.y)) - y };
}

// A quarter turn moves pixels whole: sines are exact there.
function turning(degrees: number): { cos: number; sin: number } {
  const quarters = degrees / 90;
  if (Number.isInteger(quarters)) {
    const at = ((quarters % 4) + 4) % 4;
    return { cos: [1, 0, -1, 0][at], sin: [0, 1, 0, -1][at] };
  }
  const angle = (degrees * Math.PI) / 180;
  return { cos: Math.cos(angle), sin: Math.sin(angle) };
}

const PHASES = 256;
const WEIGHTS = catmullRom();

/**
 * A layer turned clockwise about a point of the picture, and the box that it then fills. Bicubic (Catmull and Rom 1974), colours
 * weighted by alpha; edges are as soft as one pixel.
 * @param box where the layer lies now.
 * @param within nothing outside of it is wanted.
 */
export function turn(layer: Raster, box: Box, degrees: number, about: Point, within: Box): { layer: Raster; box: Box } {
  const { cos, sin } = turning(degrees);
  const bounds = boundsOf(rotate(box, about, degrees));
  const x = Math.max(within.x, Math.floor(bounds.x + 1e-6));
  const y = Math.max(within.y, Math.floor(bounds.y + 1e-6));
  const width = Math.max(1, Math.min(within.x + within.width, Math.ceil(bounds.x + bounds.width - 1e-6)) - x);
  const height = Math.max(1, Math.min(within.y + within.height, Math.ceil(bounds.y + bounds.height - 1e-6)) - y);
  const from = premultiplied(layer);
  const rim = from.width;
  const out = createRaster(width, height);
  for (let row = 0; row < height; row++) {
    const down = y + row + 0.5 - about.y;
    for (let column = 0; column < width; column++) {
      const right = x + column + 0.5 - about.x;
      // Two pixels of clear rim, and a pixel's middle is at its half.
      const u = about.x + cos * right + sin * down - box.x + 1.5;
      const v = about.y - sin * right + cos * down - box.y + 1.5;
      const left = Math.floor(u);
      const top = Math.floor(v);
      if (left < 1 || top < 1 || left > from.width - 3 || top > from.height - 3) continue;
      const across = Math.floor((u - left) * PHASES) * 4;
      const along = Math.floor((v - top) * PHASES) * 4;
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      for (let j = 0; j < 4; j++) {
        let at = ((top + j - 1) * rim + left - 1) * 4;
        const weight = WEIGHTS[along + j];
        for (let i = 0; i < 4; i++, at += 4) {
          const w = weight * WEIGHTS[across + i];
          r += w * from.data[at];
          g += w * from.data[at + 1];
          b += w * from.data[at + 2];
          a += w * from.data[at + 3];
        }
      }
      if (a < 0.5) continue;
      const to = (row * width + column) * 4;
      out.data[to] = r / a;
      out.data[to + 1] = g / a;
      out.data[to + 2] = b / a;
      out.data[to + 3] = a;
    }
  }
  return { layer: out, box: { x, y, width, height } };
}

/** Colours times alpha, with two clear pixels around. */
function premultiplied({ width, height, data }: Raster): { width: number; height: number; data: Float32Array } {
  const out = new Float32Array((width + 4) * (height + 4) * 4);
  for (let y = 0; y < height; y++) {
    let to = ((y + 2) * (width + 4) + 2) * 4;
    for (let from = y * width * 4; from < (y + 1) * width * 4; from += 4, to += 4) {
      const alpha = data[from + 3];
      out[to] = data[from] * alpha;
      out[to + 1] = data[from + 1] * alpha;
      out[to + 2] = data[from + 2] * alpha;
      out[to + 3] = alpha;
    }
  }
  return { width: width + 4, height: height + 4, data: out };
}

/** Four weights for each of 256 steps between two pixels. */
function catmullRom(): Float32Array {
  const out = new Float32Array(PHASES * 4);
  for (let phase = 0; phase < PHASES; phase++) {
    const t = phase / PHASES;
    out.set(
      [
        -0.5 * t + t * t - 0.5 * t ** 3,
        1 - 2.5 * t * t + 1.5 * t ** 3,
        0.5 * t + 2 * t * t - 1.5 * t ** 3,
        -0.5 * t * t + 0.5 * t ** 3,
      ],
      phase * 4,
    );
  }
  return out;
}
