import {
  createRaster,
  drawLines,
  flowOf,
  fractalNoise,
  gaussianBlur,
  guidedFilter,
  halvePlane,
  noiseAt,
  type Plane,
  resizePlane,
} from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { drawingTone } from "./drawingTone.ts";
import { percentiles } from "./percentiles.ts";

const PAPER = [250, 247, 240];
const GRAPHITE = [44, 43, 48];

/**
 * A pencil drawing: contours by flow-based DoG, tone by hatching. Each hatching layer is a field of long fibres; where
 * the picture is darker more of them take graphite, so that the strokes themselves carry the tone (after Praun's tonal
 * art maps, 2001). Paper grain breaks every stroke.
 */
export const sketch: ApplyLook = (picture, { seed }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const tone = stretched(drawingTone(picture));
  const flow = flowOf(tone, 3.6 * unit);
  const pencil = { sharpness: 22, steepness: 2.6, reachPx: 6 * unit };
  const firm = drawLines(simplified(tone, unit), flow, { ...pencil, sigmaPx: 1.5 * unit, level: 0.66, coherence: 0.3 });
  const fine = drawLines(tone, flow, { ...pencil, reachPx: 4 * unit, sigmaPx: 0.8 * unit, level: 0.5, coherence: 0.6 });
  const shade = gaussianBlur(tone, 2.2 * unit);
  const grain = fractalNoise(width, height, 3.2 * unit, 2, seed + 7);
  const out = createRaster(width, height);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++, i += 4) {
      const tooth = grain.data[p];
      const contour = 1 - firm.data[p] * (0.45 + 0.55 * fine.data[p]);
      const hatch = hatching(x / unit, y / unit, 1 - shade.data[p], seed);
      const ink = 1 - (1 - 0.92 * contour * (0.7 + 0.5 * tooth)) * (1 - hatch * (0.45 + 0.95 * tooth));
      const paper = (tooth - 0.5) * 7;
      for (let c = 0; c < 3; c++) {
        const bare = PAPER[c] + paper;
        out.data[i + c] = bare + (GRAPHITE[c] - bare) * Math.min(0.95, ink);
      }
      out.data[i + 3] = picture.data[i + 3];
    }
  }
  return out;
};

/** Without grain, gravel or weave: what a draughtsman would call the shapes. */
function simplified(tone: Plane, unit: number): Plane {
  const half = halvePlane(tone);
  const melted = guidedFilter(half, half, 3 * unit, 0.014);
  return resizePlane(guidedFilter(melted, melted, 3 * unit, 0.006), tone.width, tone.height);
}

/** Graphite (0 to 1) at a place: one slant for light tones, a second across it for middle ones, a third and a smear in the darks. */
function hatching(x: number, y: number, darkness: number, seed: number): number {
  if (darkness < 0.08) return 0;
  const wave = 9 * noiseAt(x / 120, y / 120, seed + 3);
  let bare = 1 - 0.13 * smoothstep(0.06, 0.5, darkness);
  bare *= 1 - layer(x, y, -0.9, wave, darkness, 0.06, 0.62, seed);
  if (darkness > 0.36) bare *= 1 - layer(x, y, -0.42, wave, darkness, 0.36, 0.9, seed + 31);
  if (darkness > 0.62) bare *= 1 - layer(x, y, 0.5, wave, darkness, 0.62, 1.05, seed + 57);
  return 1 - bare * (1 - 0.22 * smoothstep(0.5, 1, darkness));
}

/** Fibres at an angle. From darkness `from` on they appear; by `full` all of them are drawn. */
function layer(
  x: number,
  y: number,
  angle: number,
  wave: number,
  darkness: number,
  from: number,
  full: number,
  seed: number,
): number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const fibre = noiseAt((x * cos + y * sin) / 52, (-x * sin + y * cos + wave) / 2.6, seed);
  const share = (darkness - from) / (full - from);
  const threshold = 0.86 - 0.6 * share;
  return 0.56 * smoothstep(threshold - 0.13, threshold + 0.13, fibre);
}

/** Lifts the picture to the paper: the lightest tenth becomes white, the darkest percent black. */
function stretched(tone: Plane): Plane {
  const [low, high] = percentiles(tone, 0.01, 0.9);
  const scale = 1 / Math.max(0.15, high - low);
  for (let p = 0; p < tone.data.length; p++) {
    const v = Math.min(1, Math.max(0, (tone.data[p] - low) * scale));
    tone.data[p] = v ** 0.72;
  }
  return tone;
}
