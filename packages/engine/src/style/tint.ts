import { RemixError } from "@pastiche/contract/errors";
import {
  applyLut,
  bakeLut,
  bytesOfHex,
  type Lab,
  type Oklab,
  oklabOfBytes,
  type Raster,
  resize,
  toOklab,
} from "../pixels/index.ts";
import { hexOfColour } from "./namedColours.ts";

/** What most of a subject is made of: its hue (radians), chroma and lightness in OKLab. */
interface MainColour {
  hue: number;
  chroma: number;
  lightness: number;
  /** 0: a grey, white or black thing; 1: a coloured one. */
  coloured: number;
}

/**
 * The subject in another colour: its main colour moves to the one named (`red`, `dark blue`, `#c8202b`), shading and
 * texture go along; whites, blacks and accents of other hues stay. Alpha is kept. A grey or white thing is dyed whole.
 *
 * @throws RemixError validation_failed where `colourName` names no colour
 */
export function tint(subject: Raster, colourName: string): Raster {
  const target = targetOf(colourName);
  const main = mainColour(subject);
  const targetChroma = Math.hypot(target[1], target[2]);
  const targetHue = Math.atan2(target[2], target[1]);
  const relative = targetChroma / Math.max(0.04, main.chroma);
  const lut = bakeLut((lab) => {
    const share = belongs(lab, main);
    if (share <= 0) return;
    const chroma = Math.hypot(lab[1], lab[2]);
    const lightness = lightnessTowards(lab[0], main.lightness, target[0]);
    const dyed = targetChroma * shadeOfDye(lightness, target[0]);
    const moved = Math.min(chroma * relative, targetChroma * 1.35);
    const wanted = main.coloured * moved + (1 - main.coloured) * dyed;
    const turn = main.coloured * 0.35 * hueDifference(Math.atan2(lab[2], lab[1]), main.hue);
    const hue = targetHue + turn;
    lab[0] += (lightness - lab[0]) * share;
    lab[1] += (wanted * Math.cos(hue) - lab[1]) * share;
    lab[2] += (wanted * Math.sin(hue) - lab[2]) * share;
  });
  return applyLut(subject, lut);
}

function targetOf(colourName: string): Lab {
  const hex = hexOfColour(colourName);
  if (!hex) {
    throw new RemixError(
      "validation_failed",
      `no colour is known by the name "${colourName}"; name one or give #rrggbb`,
    );
  }
  const lab = oklabOfBytes(...bytesOfHex(hex), [0, 0, 0]);
  if (/\b(dark|deep)\b/i.test(colourName)) lab[0] *= 0.72;
  if (/\b(light|pale|pastel)\b/i.test(colourName)) lab[0] += (0.92 - lab[0]) * 0.6;
  if (/\b(bright|vivid|neon)\b/i.test(colourName)) lab[0] += (0.75 - lab[0]) * 0.3;
  return lab;
}

/** The tallest peak of a hue histogram weighted by chroma, or grey where little has any. */
function mainColour(subject: Raster): MainColour {
  const scale = Math.min(1, 160 / Math.max(subject.width, subject.height));
  const small = resize(
    subject,
    Math.max(1, Math.round(subject.width * scale)),
    Math.max(1, Math.round(subject.height * scale)),
    "triangle",
  );
  const lab = toOklab(small);
  const weight = Float32Array.from(lab.L.data, (_, p) => (small.data[p * 4 + 3] > 127 ? 1 : 0));
  const bins = hueHistogram(lab, weight);
  const peak = bins.indexOf(Math.max(...bins));
  const hue = ((peak + 0.5) / bins.length) * 2 * Math.PI - Math.PI;
  const near = meanWhere(lab, weight, (p) => {
    const chroma = Math.hypot(lab.a.data[p], lab.b.data[p]);
    return chroma > 0.035 && Math.abs(hueDifference(Math.atan2(lab.b.data[p], lab.a.data[p]), hue)) < 0.6;
  });
  const all = meanWhere(lab, weight, () => true);
  const coloured = Math.min(1, Math.max(0, (near.share / Math.max(1e-6, all.share) - 0.1) / 0.14));
  return {
    hue,
    chroma: near.share > 0 ? near.chroma : all.chroma,
    lightness: coloured * near.lightness + (1 - coloured) * all.lightness,
    coloured,
  };
}

function hueHistogram({ L, a, b }: Oklab, weight: Float32Array): number[] {
  const bins = new Array<number>(48).fill(0);
  for (let p = 0; p < L.data.length; p++) {
    const chroma = Math.hypot(a.data[p], b.data[p]);
    if (weight[p] === 0 || chroma < 0.03) continue;
    const turn = (Math.atan2(b.data[p], a.data[p]) + Math.PI) / (2 * Math.PI);
    bins[Math.min(47, Math.floor(turn * 48))] += Math.min(chroma, 0.15);
  }
  return bins.map(
    (_, i) => bins[(i + 46) % 48] + 2 * bins[(i + 47) % 48] + 3 * bins[i] + 2 * bins[(i + 1) % 48] + bins[(i + 2) % 48],
  );
}

function meanWhere({ L, a, b }: Oklab, weight: Float32Array, counts: (p: number) => boolean) {
  let share = 0;
  let chroma = 0;
  let lightness = 0;
  for (let p = 0; p < L.data.length; p++) {
    if (weight[p] === 0 || !counts(p)) continue;
    share++;
    chroma += Math.hypot(a.data[p], b.data[p]);
    lightness += L.data[p];
  }
  return { share, chroma: chroma / Math.max(1, share), lightness: lightness / Math.max(1, share) };
}

/** 0 to 1: whether a colour is of the main material. */
function belongs(lab: Lab, main: MainColour): number {
  const chroma = Math.hypot(lab[1], lab[2]);
  const away = Math.abs(hueDifference(Math.atan2(lab[2], lab[1]), main.hue));
  const sameHue = 1 - step(0.55, 0.95, away);
  const ofHue = step(0.012, 0.05, chroma) * sameHue;
  const ofGrey = 1 - step(0.05, 0.1, chroma);
  const lit = 1 - 0.75 * step(0.93, 1, lab[0]) * (main.lightness > 0.85 ? 0 : 1);
  return (main.coloured * ofHue + (1 - main.coloured) * ofGrey) * lit;
}

/** Keeps the steps between shades: moves the main lightness onto the target's and leaves black and white in place. */
function lightnessTowards(L: number, from: number, to: number): number {
  const goal = from + (to - from) * 0.92;
  if (L <= from) return (L / Math.max(0.02, from)) * goal;
  return goal + ((L - from) / Math.max(0.02, 1 - from)) * (1 - goal);
}

/** Dye on a grey thing: full near the dye's own lightness, fading into black and into the highlights. */
function shadeOfDye(L: number, of: number): number {
  return L < of ? Math.sqrt(Math.max(0, L / of)) : Math.max(0, 1 - ((L - of) / (1.02 - of)) ** 1.6);
}

function hueDifference(a: number, b: number): number {
  const d = a - b;
  return d > Math.PI ? d - 2 * Math.PI : d < -Math.PI ? d + 2 * Math.PI : d;
}

function step(from: number, to: number, v: number): number {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
