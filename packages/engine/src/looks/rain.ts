import { applyLut, bakeLut, type Raster } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { sCurve } from "./curves.ts";
import { withClarity } from "./grade.ts";
import { fall } from "./precipitation.ts";
import { guessScene } from "./scene.ts";

/** A wet day: overcast and cooler, surfaces darker and glossier, haze far off, streaks at three depths. */
export const rain: ApplyLook = (picture, context) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const { depth } = guessScene(picture, context);
  const out = veil(applyLut(withClarity(picture, 0.5), overcast()), depth.data);
  const area = (width * height) / 1e6;
  const angle = 0.13;
  const far = fall(
    width,
    height,
    { count: 2600 * area, radiusPx: [0.35, 0.6], smearPx: 24 * unit, angle, strength: 0.46 },
    context.seed + 51,
  );
  const middle = fall(
    width,
    height,
    { count: 760 * area, radiusPx: [0.5, 0.9], smearPx: 62 * unit, angle, strength: 0.55 },
    context.seed + 52,
  );
  const near = fall(
    width,
    height,
    { count: 90 * area, radiusPx: [1.1, 2.1], smearPx: 150 * unit, angle: angle * 1.15, strength: 0.34 },
    context.seed + 53,
  );
  for (let p = 0, i = 0; i < out.data.length; p++, i += 4) {
    const behind = far.data[p] * (context.subjects ? 1 - 0.75 * context.subjects.data[p] : 1);
    const drop = 1 - (1 - behind) * (1 - middle.data[p]) * (1 - near.data[p]);
    if (drop < 0.004) continue;
    out.data[i] += (222 - out.data[i]) * drop;
    out.data[i + 1] += (230 - out.data[i + 1]) * drop;
    out.data[i + 2] += (238 - out.data[i + 2]) * drop;
  }
  return out;
};

function overcast() {
  return bakeLut((lab) => {
    lab[0] = sCurve(lab[0] * 0.9, 1.16, 0.42);
    lab[1] = lab[1] * 0.8 - 0.006;
    lab[2] = lab[2] * 0.76 - 0.014;
  });
}

function veil(picture: Raster, depth: Float32Array): Raster {
  const { data } = picture;
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const share = 0.42 * depth[p] * depth[p];
    data[i] += (150 - data[i]) * share;
    data[i + 1] += (160 - data[i + 1]) * share;
    data[i + 2] += (168 - data[i + 2]) * share;
  }
  return picture;
}
