import { applyLut, bakeLut, drawLines, flowOf, halve, kuwahara, luma, type Raster, resize } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { drawingTone } from "./drawingTone.ts";
import { keepReadable } from "./readable.ts";

const INK = [22, 18, 28];

/** A printed comic: flat, saturated colours in a few tones, a screen of dots in the shadows, ink lines over them. */
export const comic: ApplyLook = (picture, { subjects }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const half = halve(picture);
  const melted = resize(kuwahara(half, flowOf(luma(half), 3), 3.4 * unit), width, height, "triangle");
  const tone = drawingTone(melted);
  // Lifted above the level of ink: an edge is a line, but a dark is a colour, or its noise would be drawn.
  const raised = { ...tone, data: tone.data.map((v) => 0.4 + 0.6 * v) };
  const ink = drawLines(raised, flowOf(tone, 3.4 * unit), {
    sigmaPx: 1.4 * unit,
    sharpness: 60,
    level: 0.38,
    steepness: 7,
    reachPx: 6 * unit,
    coherence: 0.45,
  });
  const out = applyLut(melted, flatColours());
  screen(out, unit);
  for (let p = 0, i = 0; i < out.data.length; p++, i += 4) {
    const paper = ink.data[p];
    for (let c = 0; c < 3; c++) out.data[i + c] = INK[c] + (out.data[i + c] - INK[c]) * paper;
    out.data[i + 3] = picture.data[i + 3];
  }
  return keepReadable(out, picture, subjects, { lettering: 0.85, subjects: 0 });
};

/** Six soft steps of lightness with the chroma drawn up. */
function flatColours() {
  return bakeLut((lab) => {
    const c = Math.hypot(lab[1], lab[2]);
    // White is for white things: what has a colour keeps it in its lights.
    lab[0] = Math.min(stepped(Math.min(1, 0.08 + lab[0] * 1.03), 6, 0.2), 1 - 1.4 * Math.min(0.11, c));
    const gain = 1 + 0.6 * smoothstep(0.015, 0.07, c) * (1 - smoothstep(0.16, 0.26, c));
    lab[1] *= gain;
    lab[2] *= gain;
  });
}

/** Quantises to `levels` steps whose edges are `softness` of a step wide. */
function stepped(v: number, levels: number, softness: number): number {
  const at = v * levels;
  const step = Math.floor(at);
  return (step + smoothstep(0.5 - softness, 0.5 + softness, at - step)) / levels;
}

/** Dots at 45° where the colour is darker than its own light tone: the darker, the larger, never closing. */
function screen(picture: Raster, unit: number): void {
  const { width, height, data } = picture;
  const pitch = 6.4 * unit;
  const scale = Math.SQRT1_2 / pitch;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const v = (0.42 * data[i] + 0.44 * data[i + 1] + 0.14 * data[i + 2]) / 255;
      if (v > 0.6) continue;
      const u = (x + y) * scale;
      const w = (x - y) * scale;
      const du = u - Math.round(u);
      const dw = w - Math.round(w);
      const size = 0.46 * Math.sqrt(1 - smoothstep(0.05, 0.62, v));
      const dot = 1 - smoothstep(size - 0.09 / unit, size + 0.09 / unit, Math.sqrt(du * du + dw * dw));
      const keep = 1 - 0.34 * dot;
      data[i] *= keep;
      data[i + 1] *= keep;
      data[i + 2] *= keep + 0.04 * dot;
    }
  }
}
