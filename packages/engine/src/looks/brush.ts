import { createPlane, createRandom, type Flow, type Plane, type Raster } from "../pixels/index.ts";

/** One round of painting with one brush. */
export interface Brush {
  /** Half the length and half the width of a stroke, pixels. */
  lengthPx: number;
  widthPx: number;
  /** Strokes for each stroke's area of canvas: below 1 leaves some of what is beneath. */
  cover: number;
  /** Only where the canvas is farther than this (of 255) from what it shall show; 0 paints everywhere. */
  error: number;
  /** How much one stroke differs from the next in lightness, of 255. */
  jitter: number;
  /** 0 to 1: where the painter looks closely. Elsewhere `error` must be twice as large. Null: everywhere. */
  focus: Plane | null;
}

/** A canvas and how thick the paint lies on it, in pixels. */
export interface Painting {
  canvas: Raster;
  thickness: Plane;
}

/**
 * Paints `wanted` onto the canvas (changed in place) with strokes that bend along the flow, in the manner of Hertzmann
 * (1998): each carries the colour of its middle, ends where that colour does (Litwinowicz 1997), and leaves the ridges of its
 * bristles in the paint.
 */
export function paintStrokes(painting: Painting, wanted: Raster, flow: Flow, brush: Brush, seed: number): void {
  const random = createRandom(seed);
  for (const stroke of placeStrokes(painting.canvas, wanted, flow, brush, random)) {
    paint(painting, wanted, stroke, brush);
  }
}

interface Stroke {
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** How far it bends: pixels across for each pixel along, squared. */
  bend: number;
  /** Added to its colour, of 255. */
  tone: number;
  bristles: Float32Array;
}

/** Ridges across a stroke. */
const BRISTLES = 24;

/** On a jittered grid, in random order: strokes laid row by row would lie on each other like tiles. */
function placeStrokes(canvas: Raster, wanted: Raster, flow: Flow, brush: Brush, random: () => number): Stroke[] {
  const { width, height } = wanted;
  const spacing = Math.sqrt((4 * brush.lengthPx * brush.widthPx) / brush.cover);
  const strokes: Stroke[] = [];
  for (let gy = spacing / 2; gy < height + spacing / 2; gy += spacing) {
    for (let gx = spacing / 2; gx < width + spacing / 2; gx += spacing) {
      const x = Math.min(width - 1, Math.max(0, gx + (random() - 0.5) * spacing * 1.2)) | 0;
      const y = Math.min(height - 1, Math.max(0, gy + (random() - 0.5) * spacing * 1.2)) | 0;
      const tone = (random() + random() - 1) * brush.jitter;
      const swerve = (random() - 0.5) * 0.4;
      const close = brush.focus ? brush.focus.data[y * width + x] : 1;
      const bearable = brush.error * (2.2 - 1.2 * close);
      if (brush.error > 0 && errorAround(canvas, wanted, x, y, brush.widthPx) < bearable) continue;
      const [dx, dy] = swerved(flow, x, y, swerve);
      strokes.push({
        x,
        y,
        dx,
        dy,
        bend: bendOf(flow, x, y, dx, dy, brush.lengthPx),
        tone,
        bristles: bristlesOf(random),
      });
    }
  }
  for (let n = strokes.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [strokes[n], strokes[other]] = [strokes[other], strokes[n]];
  }
  return strokes;
}

function bristlesOf(random: () => number): Float32Array {
  const out = new Float32Array(BRISTLES + 1);
  let held = random();
  for (let b = 0; b <= BRISTLES; b++) {
    held += 0.65 * (random() - held);
    out[b] = held;
  }
  return out;
}

/** Mean difference of the largest channel over a few pixels within the brush. */
function errorAround(canvas: Raster, wanted: Raster, x: number, y: number, reach: number): number {
  const step = Math.max(1, Math.round(0.6 * reach));
  let sum = 0;
  let count = 0;
  for (let v = y - step; v <= y + step; v += step) {
    for (let u = x - step; u <= x + step; u += step) {
      if (u < 0 || v < 0 || u >= wanted.width || v >= wanted.height) continue;
      const i = (v * wanted.width + u) * 4;
      let most = 0;
      for (let c = i; c < i + 3; c++) most = Math.max(most, Math.abs(canvas.data[c] - wanted.data[c]));
      sum += most;
      count++;
    }
  }
  return sum / count;
}

/** Where nothing gives a direction the hand follows its own swing. */
function swerved(flow: Flow, x: number, y: number, swerve: number): [number, number] {
  const at = (y >> 1) * flow.width + (x >> 1);
  const free = 1 - Math.min(1, 3 * flow.coherence[at]);
  const angle = Math.atan2(flow.y[at], flow.x[at]) + swerve * (1 + 2 * free);
  return [Math.cos(angle), Math.sin(angle)];
}

/** From the directions a little before and a little after the middle. */
function bendOf(flow: Flow, x: number, y: number, dx: number, dy: number, lengthPx: number): number {
  const reach = 0.6 * lengthPx;
  const turnAt = (way: number) => {
    const px = Math.min(flow.width * 2 - 1, Math.max(0, x + way * dx * reach)) >> 1;
    const py = Math.min(flow.height * 2 - 1, Math.max(0, y + way * dy * reach)) >> 1;
    const at = py * flow.width + px;
    const along = flow.x[at] * dx + flow.y[at] * dy;
    const across = flow.y[at] * dx - flow.x[at] * dy;
    return Math.abs(along) < 0.4 ? 0 : (across / along) * Math.min(1, 2 * flow.coherence[at]);
  };
  const bend = (turnAt(1) - turnAt(-1)) / (4 * reach);
  return Math.min(0.5 / lengthPx, Math.max(-0.5 / lengthPx, bend));
}

function paint({ canvas, thickness }: Painting, wanted: Raster, stroke: Stroke, brush: Brush): void {
  const { width, height, data } = wanted;
  const { dx, dy, bend, tone, bristles } = stroke;
  const { lengthPx, widthPx } = brush;
  const middle = (stroke.y * width + stroke.x) * 4;
  const [red, green, blue] = [data[middle], data[middle + 1], data[middle + 2]];
  const sag = Math.abs(bend) * lengthPx * lengthPx;
  const reachX = Math.abs(dx) * lengthPx + Math.abs(dy) * (widthPx + sag);
  const reachY = Math.abs(dy) * lengthPx + Math.abs(dx) * (widthPx + sag);
  const top = Math.max(0, Math.ceil(stroke.y - reachY));
  const bottom = Math.min(height - 1, Math.floor(stroke.y + reachY));
  const left = Math.max(0, Math.ceil(stroke.x - reachX));
  const right = Math.min(width - 1, Math.floor(stroke.x + reachX));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const u = ((x - stroke.x) * dx + (y - stroke.y) * dy) / lengthPx;
      if (u <= -1 || u >= 1) continue;
      const along = u * lengthPx;
      const v = ((y - stroke.y) * dx - (x - stroke.x) * dy - bend * along * along) / widthPx;
      if (v <= -1 || v >= 1) continue;
      const i = (y * width + x) * 4;
      const off = Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue);
      if (off > 110) continue;
      const place = (0.5 + 0.5 * v) * BRISTLES;
      const hair = place | 0;
      const bristle = bristles[hair] + (bristles[hair + 1] - bristles[hair]) * (place - hair);
      // The brush lifts off towards its end, bristle by bristle.
      const load = 1 - Math.max(0, u) * Math.max(0, u) * (0.5 + 0.9 * bristle);
      const edge = 1 - v * v * v * v - u * u * u * u * u * u;
      if (load <= 0.15 || edge <= 0) continue;
      const cover = Math.min(1, 3.2 * edge) * Math.min(1, (load - 0.15) * 3) * (off > 60 ? (110 - off) / 50 : 1);
      const shift = tone + 9 * (bristle - 0.5);
      canvas.data[i] += (red + 0.25 * (data[i] - red) + shift - canvas.data[i]) * cover;
      canvas.data[i + 1] += (green + 0.25 * (data[i + 1] - green) + shift - canvas.data[i + 1]) * cover;
      canvas.data[i + 2] += (blue + 0.25 * (data[i + 2] - blue) + shift - canvas.data[i + 2]) * cover;
      // Paint is pushed to the sides of the stroke and piles up where it ends.
      const ridge = 0.35 + 0.5 * bristle + 0.35 * v * v + 0.25 * Math.max(0, u);
      const p = y * width + x;
      thickness.data[p] += (widthPx * ridge - thickness.data[p]) * cover;
    }
  }
}

export function blankPainting(canvas: Raster): Painting {
  return { canvas, thickness: createPlane(canvas.width, canvas.height) };
}
