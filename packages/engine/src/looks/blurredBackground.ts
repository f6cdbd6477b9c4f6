import {
  byteOfLinear,
  copyRaster,
  createPlane,
  discSum,
  halve,
  halvePlane,
  LINEAR_OF_BYTE,
  type Plane,
  type Raster,
  resize,
} from "../pixels/index.ts";
import type { ApplyLook, LookContext } from "./context.ts";
import { smoothstep } from "./curves.ts";

/**
 * A fast lens: the subject stays, what lies behind it melts into discs. The blur is taken of the background alone
 * (normalised by its own coverage), in linear light, so that no subject bleeds into it and lamps become discs. The ground
 * at the subject's foot is as far away as the subject and stays sharp with it.
 */
export const blurredBackground: ApplyLook = (picture, context) => {
  const { width, height } = picture;
  const subjects = context.subjects ?? centralOval(width, height);
  const radius = Math.max(width, height) / 62;
  const wide = backgroundDisc(picture, subjects, radius);
  const slight = backgroundDisc(picture, subjects, radius / 2.6);
  const amount = blurAmount(subjects, context);
  const out = copyRaster(picture);
  for (let p = 0, i = 0; i < out.data.length; p++, i += 4) {
    const m = subjects.data[p];
    const t = amount.data[p];
    for (let c = i; c < i + 3; c++) {
      const sharp = picture.data[c];
      const near =
        t < 0.5
          ? sharp + (slight.data[c] - sharp) * t * 2
          : slight.data[c] + (wide.data[c] - slight.data[c]) * (t * 2 - 1);
      out.data[c] = near + (sharp - near) * m;
    }
  }
  return out;
};

/** 0 sharp to 1 fully blurred: grows with the distance above the foot of the lowest subject, and a little below it. */
function blurAmount(subjects: Plane, { depthHint }: LookContext): Plane {
  const { width, height } = subjects;
  const out = createPlane(width, height);
  if (depthHint) {
    const focus = weightedMean(depthHint, subjects);
    for (let p = 0; p < out.data.length; p++) out.data[p] = smoothstep(0.02, 0.35, Math.abs(depthHint.data[p] - focus));
    return out;
  }
  const foot = lowestRow(subjects);
  for (let y = 0, p = 0; y < height; y++) {
    const away = (foot - y) / height;
    const t = away > 0 ? smoothstep(0.015, 0.3, away) : 0.6 * smoothstep(0.03, 0.35, -away);
    for (let x = 0; x < width; x++, p++) out.data[p] = t;
  }
  return out;
}

function lowestRow({ width, height, data }: Plane): number {
  for (let y = height - 1; y >= 0; y--) {
    let cover = 0;
    for (let x = 0; x < width; x++) cover += data[y * width + x];
    if (cover > width * 0.012) return y;
  }
  return height;
}

function weightedMean(values: Plane, weights: Plane): number {
  let sum = 0;
  let total = 1e-6;
  for (let p = 0; p < values.data.length; p++) {
    sum += values.data[p] * weights.data[p];
    total += weights.data[p];
  }
  return sum / total;
}

/** At half size: a disc has no detail that the half size could lose. */
function backgroundDisc(picture: Raster, subjects: Plane, radiusPx: number): Raster {
  const half = halve(picture);
  const { width, height } = half;
  const matte = halvePlane(subjects);
  const weight = createPlane(width, height);
  // Even a little of the subject in a pixel of half size would tint the blur around it. A floor keeps something to show behind the middle of a subject that is larger than the disc.
  for (let p = 0; p < weight.data.length; p++) weight.data[p] = Math.max(0.0005, 1 - 8 * matte.data[p]);
  const radius = Math.max(2, radiusPx / 2);
  const total = discSum(weight, radius);
  const channels = [0, 1, 2].map((c) => {
    const light = createPlane(width, height);
    for (let p = 0, i = c; p < light.data.length; p++, i += 4) {
      const v = LINEAR_OF_BYTE[half.data[i]];
      light.data[p] = weight.data[p] * (v + 1.6 * v * v * v);
    }
    return discSum(light, radius);
  });
  const out = copyRaster(half);
  for (let p = 0, i = 0; i < out.data.length; p++, i += 4) {
    for (let c = 0; c < 3; c++) out.data[i + c] = byteOfLinear(unboost(channels[c].data[p] / total.data[p]));
  }
  return resize(out, picture.width, picture.height, "triangle");
}

/** Inverse of v + 1.6 v³ by three steps of Newton: highlights outweigh their surroundings without growing brighter. */
function unboost(light: number): number {
  let v = light / (1 + light * 0.615);
  for (let k = 0; k < 3; k++) v -= (v + 1.6 * v * v * v - light) / (1 + 4.8 * v * v);
  return v;
}

/** Without a matte: focus on the middle, falling off softly. */
function centralOval(width: number, height: number): Plane {
  const out = createPlane(width, height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const r = Math.hypot((x / width - 0.5) / 0.4, (y / height - 0.55) / 0.46);
      out.data[p] = 1 - smoothstep(0.7, 1.25, r);
    }
  }
  return out;
}
