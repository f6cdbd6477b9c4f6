import { applyLut, bakeLut, guidedFilter, type Lab, type Lut, luma, type Raster } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { mix, sCurve } from "./curves.ts";

/** The looks that are a film and a paper rather than a brush: one colour map each, and some local contrast. */

export const blackAndWhite: ApplyLook = (picture) => applyLut(withClarity(picture, 0.35), greyFilm());
export const sepia: ApplyLook = (picture) => applyLut(withClarity(picture, 0.2), sepiaPaper());
export const warm: ApplyLook = (picture) => applyLut(picture, temperature(0.034));
export const cool: ApplyLook = (picture) => applyLut(picture, temperature(-0.034));
export const bright: ApplyLook = (picture) => applyLut(picture, highKey());
export const dark: ApplyLook = (picture) => applyLut(withClarity(picture, 0.15), lowKey());
export const highContrast: ApplyLook = (picture) => applyLut(withClarity(picture, 0.45), steep());

/** Panchromatic film with a yellow filter: warm things a little lighter than their luminance, blue skies darker. */
function greyFilm(): Lut {
  return bakeLut((lab) => {
    const filtered = lab[0] + 0.22 * lab[2] + 0.1 * lab[1];
    lab[0] = sCurve(filtered, 1.22, 0.55);
    lab[1] = 0;
    lab[2] = 0;
  });
}

/** A gold-toned albumen print: deep brown blacks, cream whites, the chroma fullest in the middle. */
function sepiaPaper(): Lut {
  return bakeLut((lab) => {
    const tone = 0.13 + 0.83 * sCurve(lab[0] + 0.1 * lab[2], 1.12, 0.5);
    const chroma = 0.014 + 0.05 * 4 * tone * (1 - tone);
    lab[0] = tone;
    lab[1] = chroma * 0.36;
    lab[2] = chroma * 0.93;
  });
}

/** Shifts along the daylight line (yellow to blue with a touch of red), more in the lights than in the deepest blacks. */
function temperature(shift: number): Lut {
  return bakeLut((lab) => {
    const share = Math.sqrt(Math.max(0, lab[0])) * (1 - 0.35 * lab[0] ** 6);
    lab[1] += shift * 0.38 * share;
    lab[2] += shift * share * 1.25;
    chroma(lab, shift > 0 ? 1.06 : 0.94);
    lab[0] = sCurve(lab[0], 1.04, 0.5);
  });
}

function highKey(): Lut {
  return bakeLut((lab) => {
    const lifted = 1 - (1 - lab[0]) ** 1.42;
    lab[0] = mix(lab[0], lifted, 0.92) * 0.985 + 0.012;
    chroma(lab, 1.1);
  });
}

/** Low key: everything falls, the middle most; the lights stay lights. */
function lowKey(): Lut {
  return bakeLut((lab) => {
    const fallen = lab[0] ** 1.75 * 0.86 + 0.02;
    chroma(lab, 0.92 * Math.min(1, (fallen + 0.12) / (lab[0] + 0.05)) + 0.08);
    lab[0] = fallen;
  });
}

function steep(): Lut {
  return bakeLut((lab) => {
    lab[0] = sCurve(lab[0], 1.55, 0.54);
    chroma(lab, 1.16);
  });
}

function chroma(lab: Lab, factor: number): void {
  lab[1] *= factor;
  lab[2] *= factor;
}

/** Local contrast: what differs from its edge-aware surroundings is drawn out, so that no halo runs along edges. */
export function withClarity(picture: Raster, amount: number): Raster {
  const { width, height, data } = picture;
  const tone = luma(picture);
  const base = guidedFilter(tone, tone, Math.round(Math.max(width, height) / 48), 0.012);
  const out: Raster = { width, height, data: data.slice() };
  for (let p = 0, i = 0; p < tone.data.length; p++, i += 4) {
    const v = tone.data[p];
    const gain = 255 * amount * (v - base.data[p]) * (1.2 - v) * Math.min(1, 4 * v);
    out.data[i] = data[i] + gain;
    out.data[i + 1] = data[i + 1] + gain;
    out.data[i + 2] = data[i + 2] + gain;
  }
  return out;
}
