import {
  createPlane,
  createRaster,
  drawLines,
  flowOf,
  fractalNoise,
  gaussianBlur,
  guidedFilter,
  halvePlane,
  hash,
  noiseAt,
  type Plane,
  resizePlane,
} from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { drawingTone } from "./drawingTone.ts";
import { findLettering } from "./lettering.ts";
import { percentiles } from "./percentiles.ts";

const PAPER = [250, 247, 240];
const GRAPHITE = [44, 43, 48];

/**
 * A pencil drawing: contours by flow-based DoG, tone by a smear of graphite and hatching over it, whose lines swell where the
 * picture darkens (as in Praun's tonal art maps, 2001). What is not the subject is only hinted at, and the sheet stays
 * white towards its edges. Paper grain breaks every stroke.
 */
export const sketch: ApplyLook = (picture, { seed, subjects }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const tone = stretched(drawingTone(picture));
  const flow = flowOf(tone, 3.6 * unit);
  const pencil = { sharpness: 190, steepness: 2.6, reachPx: 6 * unit };
  const firm = drawLines(lifted(simplified(tone, unit)), flow, {
    ...pencil,
    sigmaPx: 1.5 * unit,
    level: 0.66,
    coherence: 0.3,
  });
  const fine = drawLines(lifted(tone), flow, {
    ...pencil,
    reachPx: 4 * unit,
    sigmaPx: 0.8 * unit,
    level: 0.5,
    coherence: 0.6,
  });
  const shade = gaussianBlur(tone, 2.2 * unit);
  const attention = attentionOf(width, height, subjects, unit);
  const lettering = findLettering(picture);
  const grain = fractalNoise(width, height, 3.2 * unit, 2, seed + 7);
  const out = createRaster(width, height);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++, i += 4) {
      const tooth = grain.data[p];
      const near = attention.data[p];
      const line = 1 - firm.data[p] * (1 - near * (1 - (0.45 + 0.55 * fine.data[p])));
      const contour = line * (0.45 + 0.55 * near);
      const hatch = hatching(x / unit, y / unit, (1 - shade.data[p]) * (0.3 + 0.7 * near), seed);
      const drawn = 1 - (1 - 0.92 * contour * (0.7 + 0.5 * tooth)) * (1 - hatch * (0.5 + 0.9 * tooth));
      const letter = lettering ? 0.85 * lettering.data[p] : 0;
      const ink = drawn + (0.95 * (1 - tone.data[p]) - drawn) * letter;
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

/** 1 where the draughtsman looks: at the subjects and a little around them; all over where there is none. Less towards the edges. */
function attentionOf(width: number, height: number, subjects: Plane | null, unit: number): Plane {
  const out = createPlane(width, height);
  const wide = subjects ? blurredWide(subjects, 40 * unit) : null;
  const rim = 0.07 * Math.min(width, height);
  for (let y = 0, p = 0; y < height; y++) {
    const fromEdgeY = Math.min(y, height - 1 - y);
    for (let x = 0; x < width; x++, p++) {
      const sheet = smoothstep(0, rim, Math.min(fromEdgeY, x, width - 1 - x));
      const subject = subjects && wide ? Math.max(subjects.data[p], Math.min(1, 0.42 + 1.1 * wide.data[p])) : 1;
      out.data[p] = subject * (0.25 + 0.75 * sheet);
    }
  }
  return out;
}

function blurredWide(plane: Plane, sigmaPx: number): Plane {
  const step = Math.max(1, Math.floor(sigmaPx / 3));
  const small = resizePlane(
    plane,
    Math.max(2, Math.round(plane.width / step)),
    Math.max(2, Math.round(plane.height / step)),
  );
  return resizePlane(gaussianBlur(small, sigmaPx / step), plane.width, plane.height);
}

/** Above the level of ink: an edge is a line, but a dark is left to the hatching. */
function lifted(tone: Plane): Plane {
  return { ...tone, data: tone.data.map((v) => 0.7 + 0.3 * v) };
}

/** Without grain, gravel or weave: what a draughtsman would call the shapes. */
function simplified(tone: Plane, unit: number): Plane {
  const half = halvePlane(tone);
  const melted = guidedFilter(half, half, 3 * unit, 0.014);
  return resizePlane(guidedFilter(melted, melted, 3 * unit, 0.006), tone.width, tone.height);
}

/** Graphite (0 to 1) at a place: a smear of the tone, one slant of lines for light tones, a second and a third for darker ones. */
function hatching(x: number, y: number, darkness: number, seed: number): number {
  if (darkness < 0.06) return 0;
  const wave = 7 * noiseAt(x / 90, y / 90, seed + 3);
  let bare = 1 - 0.34 * smoothstep(0.04, 0.9, darkness);
  bare *= 1 - lines(x, y, -0.9, wave, (darkness - 0.08) / 0.5, seed);
  if (darkness > 0.34) bare *= 1 - lines(x, y, -0.38, wave, (darkness - 0.34) / 0.5, seed + 31);
  if (darkness > 0.62) bare *= 1 - lines(x, y, 0.5, wave, (darkness - 0.62) / 0.45, seed + 57);
  return 1 - bare;
}

/** Lines at an angle, each drawn in strokes of its own pressure; `share` of 0 draws none, of 1 the widest. */
function lines(x: number, y: number, angle: number, wave: number, share: number, seed: number): number {
  if (share <= 0) return 0;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const across = (-x * sin + y * cos + wave) / 5.4;
  const line = Math.floor(across);
  const from = Math.abs(across - line - 0.5) * 2;
  const along = (x * cos + y * sin) / 46;
  const pressure = noiseAt(along + 17 * hash(line, 0, seed), line * 3, seed + 5);
  const width = Math.min(1, share) * (0.28 + 0.62 * pressure);
  return 0.6 * Math.min(1, 0.45 + share) * (1 - smoothstep(width - 0.3, width + 0.3, from));
}

/**
 * Lifts the picture to the paper: the lightest tenth becomes white, the darkest percent black, and the middle is no darker than
 * a drawing's: a night drawn in full would be a black sheet.
 */
function stretched(tone: Plane): Plane {
  const [low, middle, high] = percentiles(tone, 0.01, 0.5, 0.9);
  const scale = 1 / Math.max(0.15, high - low);
  const median = Math.min(0.95, Math.max(0.02, (middle - low) * scale));
  const gamma = Math.min(0.8, Math.max(0.3, Math.log(0.66) / Math.log(median)));
  for (let p = 0; p < tone.data.length; p++) {
    const v = Math.min(1, Math.max(0, (tone.data[p] - low) * scale));
    tone.data[p] = v ** gamma;
  }
  return tone;
}
