import { boxBlur, createRaster, drawLines, flowOf, fractalNoise, luma, noiseAt, type Plane } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { percentiles } from "./percentiles.ts";

const PAPER = [250, 247, 240];
const GRAPHITE = [52, 51, 56];

/**
 * A pencil drawing: contours by flow-based DoG, tone by hatching. Each hatching layer is a field of long fibres; where
 * the picture is darker more of them take graphite, so that the strokes themselves carry the tone (after Praun's tonal
 * art maps, 2001). Paper grain breaks every stroke.
 */
export const sketch: ApplyLook = (picture, { seed }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const tone = stretched(luma(picture));
  const flow = flowOf(tone, 3.2 * unit);
  const fine = drawLines(tone, flow, {
    sigmaPx: 0.9 * unit,
    sharpness: 24,
    level: 0.62,
    steepness: 2.4,
    reachPx: 5 * unit,
  });
  const shade = boxBlur(boxBlur(tone, 1.6 * unit), 1.6 * unit);
  const grain = fractalNoise(width, height, 3.2 * unit, 2, seed + 7);
  const out = createRaster(width, height);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++, i += 4) {
      const darkness = 1 - shade.data[p];
      const tooth = grain.data[p];
      let ink = 0.9 * (1 - fine.data[p]) * (0.72 + 0.5 * tooth);
      ink = 1 - (1 - ink) * (1 - hatching(x / unit, y / unit, darkness, seed) * (0.55 + 0.75 * tooth));
      ink = Math.min(0.94, ink);
      const paper = (tooth - 0.5) * 7;
      for (let c = 0; c < 3; c++) out.data[i + c] = PAPER[c] + paper + (GRAPHITE[c] - PAPER[c] - paper) * ink;
      out.data[i + 3] = picture.data[i + 3];
    }
  }
  return out;
};

/** Graphite (0 to 1) at a place: one slant for light tones, a second across it for middle ones, a smear in the darks. */
function hatching(x: number, y: number, darkness: number, seed: number): number {
  if (darkness < 0.1) return 0;
  const first = strokes(x, y, -0.86, seed) + (1 - darkness);
  let ink = 0.62 * (1 - smoothstep(0.66, 1.06, first));
  if (darkness > 0.38) {
    const second = strokes(x, y, -0.3, seed + 31) + (1 - darkness) * 1.12;
    ink = 1 - (1 - ink) * (1 - 0.6 * (1 - smoothstep(0.6, 1.0, second)));
  }
  const smear = 0.34 * smoothstep(0.3, 1, darkness);
  return 1 - (1 - ink) * (1 - smear);
}

/** Long thin fibres at an angle, evenly spread over 0 to 1, waved a little as a wrist does. */
function strokes(x: number, y: number, angle: number, seed: number): number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const u = x * cos + y * sin;
  const v = -x * sin + y * cos + 5 * noiseAt(x / 90, y / 90, seed + 3);
  return noiseAt(u / 46, v / 2.3, seed);
}

/** Lifts the picture to the paper: the 96th percentile becomes white, the darkest percent black. */
function stretched(tone: Plane): Plane {
  const [low, high] = percentiles(tone, 0.01, 0.93);
  const scale = 1 / Math.max(0.15, high - low);
  for (let p = 0; p < tone.data.length; p++) {
    const v = Math.min(1, Math.max(0, (tone.data[p] - low) * scale));
    tone.data[p] = v ** 0.82;
  }
  return tone;
}
