import {
  applyLut,
  bakeLut,
  createPlane,
  fractalNoise,
  gaussianBlur,
  luma,
  type Plane,
  type Raster,
} from "../pixels/index.ts";
import type { ApplyLook, LookContext } from "./context.ts";
import { mix, smoothstep } from "./curves.ts";
import { fall } from "./precipitation.ts";
import { guessScene, type SceneGuess } from "./scene.ts";

/** A snowy day: white on the ground and on whatever faces up, cold flat light, haze, flakes at three depths. */
export const snow: ApplyLook = (picture, context) => {
  const scene = guessScene(picture, context);
  const cover = settled(picture, scene, context);
  const out = whiten(applyLut(picture, winterLight()), picture, cover, scene);
  return letFall(out, context);
};

function winterLight() {
  return bakeLut((lab) => {
    lab[0] = 0.09 + 0.87 * lab[0] ** 0.96;
    lab[1] = lab[1] * 0.72 - 0.003;
    lab[2] = lab[2] * 0.7 - 0.012;
  });
}

/**
 * 0 to 1: snow lies. All over the ground away from subjects, thinner here and there and in the gaps of what it fell on; and on
 * the upper rim of everything, as deep as the rim is sharp.
 */
function settled(picture: Raster, { sky, horizon, skyShare }: SceneGuess, { subjects, seed }: LookContext): Plane {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const drifts = fractalNoise(width, height, 170 * unit, 4, seed + 61);
  const tone = gaussianBlur(luma(picture), 1.2 * unit);
  const around = gaussianBlur(tone, 14 * unit);
  const rim = upperRims(tone, subjects, unit);
  const foot = subjects ? gaussianBlur(subjects, 12 * unit) : null;
  const out = createPlane(width, height);
  for (let y = 0, p = 0; y < height; y++) {
    // Without a sky the ground may well fill the frame: a lawn seen from above is white to its far end.
    const ground = skyShare > 0.03 ? smoothstep(horizon * 0.95, horizon + 0.1, y / height) : 0.85 + (0.15 * y) / height;
    for (let x = 0; x < width; x++, p++) {
      const free = 1 - (subjects ? subjects.data[p] : 0);
      // What is black over some width is a thing, not ground in shadow.
      const light = smoothstep(0.05, 0.2, around.data[p]);
      const depth = 0.62 + 0.38 * smoothstep(0.3, 0.58, drifts.data[p]);
      const gap = smoothstep(-0.16, 0.02, tone.data[p] - around.data[p]);
      // Where something stands close by less has fallen, and it keeps its shadow.
      const sheltered = foot ? 1 - 0.45 * foot.data[p] : 1;
      const lie = ground * free * light * sheltered * mix(depth * depth, depth, gap);
      const ledge = rim.data[p] * (0.6 + 0.8 * drifts.data[p]);
      out.data[p] = Math.min(1, lie + ledge) * (1 - sky.data[p]);
    }
  }
  return gaussianBlur(out, 1.1 * unit);
}

/** Where a surface ends upwards: below a horizontal edge, a few pixels deep. Strong along the tops of subjects. */
function upperRims(tone: Plane, subjects: Plane | null, unit: number): Plane {
  const { width, height } = tone;
  const out = createPlane(width, height);
  const step = Math.max(1, Math.round(2 * unit));
  const deep = Math.round(17 * unit);
  for (let x = 0; x < width; x++) {
    let left = 0;
    for (let y = step; y < height; y++) {
      const p = y * width + x;
      if (subjects) {
        const rise = subjects.data[p] - subjects.data[p - step * width];
        if (rise > 0.25 && subjects.data[p] > 0.4) left = deep;
      }
      out.data[p] = left > 0 ? smoothstep(0, 0.6, left / deep) * (subjects ? subjects.data[p] : 1) : 0;
      if (left > 0) left--;
    }
  }
  return gaussianBlur(out, 1.6 * unit);
}

/** Snow keeps the shape of what it covers: its own light is the picture's, lifted to white with blue shadows. */
function whiten(out: Raster, picture: Raster, cover: Plane, { depth, sky }: SceneGuess): Raster {
  const { width, height } = out;
  const tone = luma(picture);
  const around = gaussianBlur(tone, Math.max(width, height) / 40);
  const shape = gaussianBlur(tone, Math.max(width, height) / 300);
  for (let p = 0, i = 0; i < out.data.length; p++, i += 4) {
    const c = cover.data[p];
    const fine = tone.data[p] - shape.data[p];
    const relief = Math.min(0.1, Math.max(-0.3, (shape.data[p] - around.data[p]) * 0.7 + 0.16 * fine));
    const light = Math.min(1, 0.84 + 0.16 * around.data[p] + relief);
    const haze = 0.45 * depth.data[p] ** 2 * (1 - 0.3 * sky.data[p]);
    // What shows through is frozen, too: no green lawn on a winter's day.
    const grey = 0.25 * out.data[i] + 0.6 * out.data[i + 1] + 0.15 * out.data[i + 2];
    const frozen = 0.8 * smoothstep(0.15, 0.6, c);
    const white = [248 * light - 6, 250 * light - 1, 252 * Math.min(1, light * 0.94 + 0.07)];
    for (let k = 0; k < 3; k++) {
      const covered = mix(mix(out.data[i + k], grey, frozen), white[k], c);
      out.data[i + k] = mix(covered, [222, 227, 233][k], haze);
    }
  }
  return out;
}

function letFall(out: Raster, { seed, subjects }: LookContext): Raster {
  const { width, height, data } = out;
  const unit = Math.max(width, height) / 1024;
  const area = (width * height) / 1e6;
  const far = fall(
    width,
    height,
    { count: 2600 * area, radiusPx: [0.6 * unit, 1.5 * unit], smearPx: 1.5 * unit, angle: 0.5, strength: 0.75 },
    seed + 62,
  );
  const middle = fall(
    width,
    height,
    { count: 520 * area, radiusPx: [1.8 * unit, 3.6 * unit], smearPx: 4 * unit, angle: 0.42, strength: 0.85 },
    seed + 63,
  );
  const near = fall(
    width,
    height,
    { count: 46 * area, radiusPx: [6 * unit, 15 * unit], smearPx: 9 * unit, angle: 0.38, strength: 0.42 },
    seed + 64,
  );
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const behind = far.data[p] * (subjects ? 1 - 0.8 * subjects.data[p] : 1);
    const flake = 1 - (1 - behind) * (1 - middle.data[p]) * (1 - near.data[p]);
    if (flake < 0.004) continue;
    data[i] += (252 - data[i]) * flake;
    data[i + 1] += (253 - data[i + 1]) * flake;
    data[i + 2] += (255 - data[i + 2]) * flake;
  }
  return out;
}
