import {
  createPlane,
  createRaster,
  drawLines,
  flowOf,
  fractalNoise,
  fromOklab,
  gaussianBlur,
  halve,
  kuwahara,
  luma,
  type Oklab,
  type Plane,
  type Raster,
  resize,
  resizePlane,
  toOklab,
  valueNoise,
} from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { keepReadable } from "./readable.ts";

const PAPER = [251, 249, 244];

/**
 * Watercolour (after Bousseau and others 2006): flat washes with wandering outlines, whose pigment is denser at the rim
 * of each wash, flows in clouds and settles in the hollows of the paper; lights are bare paper. A faint pencil drawing
 * keeps the small things readable.
 */
export const watercolor: ApplyLook = (picture, { seed, subjects }) => {
  const { width, height } = picture;
  const unit = Math.max(width, height) / 1024;
  const washes = wander(washesOf(picture, subjects), unit, seed);
  const density = pigment(luma(washes), unit, seed);
  const tone = luma(picture);
  const pencil = drawLines(tone, flowOf(tone, 5 * unit), {
    sigmaPx: 1.1 * unit,
    sharpness: 20,
    level: 0.46,
    steepness: 2.2,
    reachPx: 4 * unit,
    coherence: 0.5,
  });
  const painting = settle(washes, density, pencil, picture);
  keepReadable(painting, picture, subjects, { lettering: 0.8, subjects: 0.25 });
  return leaveRim(painting, unit, seed);
};

/**
 * Flat shapes from the anisotropic Kuwahara filter, glazed: at half size for the subjects, since nothing in a wash is finer, and at
 * a quarter for what is around them, in a few broad strokes.
 */
function washesOf(picture: Raster, subjects: Plane | null): Raster {
  const half = halve(picture);
  const quarter = halve(half);
  const shapes = kuwahara(half, flowOf(luma(half), 4), subjects ? 3.6 : 5);
  if (subjects) {
    const broad = resize(kuwahara(quarter, flowOf(luma(quarter), 4), 3.8), half.width, half.height, "triangle");
    const near = gaussianBlur(resizePlane(subjects, half.width, half.height), half.width / 90);
    for (let p = 0, i = 0; i < shapes.data.length; p++, i += 4) {
      const share = 1 - Math.min(1, 1.4 * near.data[p]);
      for (let c = i; c < i + 3; c++) shapes.data[c] += (broad.data[c] - shapes.data[c]) * share;
    }
  }
  const lab = toOklab(shapes);
  layOn(lab);
  return resize(fromOklab(lab, shapes), picture.width, picture.height, "triangle");
}

/** Moves every wash by a few pixels of smooth noise: no hand follows an outline exactly. */
function wander(washes: Raster, unit: number, seed: number): Raster {
  const { width, height } = washes;
  const across = fractalNoise(width, height, 26 * unit, 3, seed + 11);
  const down = fractalNoise(width, height, 26 * unit, 3, seed + 12);
  const out = createRaster(width, height);
  const from = new Uint32Array(washes.data.buffer, washes.data.byteOffset, width * height);
  const to = new Uint32Array(out.data.buffer);
  const reach = 15 * unit;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const sx = Math.min(width - 1, Math.max(0, Math.round(x + (across.data[p] - 0.5) * reach)));
      const sy = Math.min(height - 1, Math.max(0, Math.round(y + (down.data[p] - 0.5) * reach)));
      to[p] = from[sy * width + sx];
    }
  }
  return out;
}

/** The sheet was not painted to its very edge: washes end where the brush turned, a little darker there. */
function leaveRim(painting: Raster, unit: number, seed: number): Raster {
  const { width, height, data } = painting;
  const rough = fractalNoise(width, height, 70 * unit, 4, seed + 31);
  const rim = 0.022 * Math.min(width, height);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    const fromEdgeY = Math.min(y, height - 1 - y);
    for (let x = 0; x < width; x++, p++, i += 4) {
      const inside = Math.min(fromEdgeY, x, width - 1 - x) - rim * (0.2 + 1.9 * rough.data[p]);
      if (inside > 8 * unit) continue;
      const painted = smoothstep(-1.5 * unit, 1.5 * unit, inside);
      const pooled = 1 - 0.13 * painted * (1 - smoothstep(1.5 * unit, 8 * unit, inside));
      for (let c = 0; c < 3; c++) data[i + c] = PAPER[c] + (data[i + c] * pooled - PAPER[c]) * painted;
    }
  }
  return painting;
}

/** How much pigment lies at each place: 1 is the wash as mixed. */
function pigment(L: Plane, unit: number, seed: number): Plane {
  const { width, height } = L;
  const clouds = fractalNoise(width, height, 110 * unit, 4, seed + 21);
  const grain = fractalNoise(width, height, 3.4 * unit, 2, seed + 22);
  const fibres = valueNoise(width, height, { x: 9 * unit, y: 2.2 * unit, angle: 0.5 }, seed + 23);
  const out = createPlane(width, height);
  const step = Math.max(1, Math.round(unit * 1.6));
  for (let y = 0, p = 0; y < height; y++) {
    const above = y >= step ? -step * width : 0;
    const below = y < height - step ? step * width : 0;
    for (let x = 0; x < width; x++, p++) {
      const gx = L.data[p + (x < width - step ? step : 0)] - L.data[p - (x >= step ? step : 0)];
      const gy = L.data[p + below] - L.data[p + above];
      const rim = Math.min(1, 7 * Math.sqrt(gx * gx + gy * gy));
      const hollow = grain.data[p] * 0.7 + fibres.data[p] * 0.3 - 0.5;
      const granulation = 1.1 - Math.abs(L.data[p] - 0.5);
      out.data[p] = 1 + 0.8 * rim + 1.5 * (clouds.data[p] - 0.5) + 0.85 * hollow * granulation;
    }
  }
  return out;
}

/**
 * Transparent paint on white: glazes in a few soft steps, lights left bare, and colour that ran further than the shape
 * did while the paper was wet.
 */
function layOn(lab: Oklab): void {
  const spread = lab.L.width / 150;
  lab.a = gaussianBlur(lab.a, spread);
  lab.b = gaussianBlur(lab.b, spread);
  for (let p = 0; p < lab.L.data.length; p++) {
    const L = glazed(lab.L.data[p]);
    const bare = smoothstep(0.76, 0.95, L);
    lab.L.data[p] = 0.27 + 0.72 * L ** 0.9 + 0.03 * bare;
    const gain = 1.5 * (1 - 0.6 * bare) * (0.72 + 0.28 * smoothstep(0.1, 0.45, L));
    lab.a.data[p] *= gain;
    lab.b.data[p] *= gain;
  }
}

/** Seven glazes, each with a soft edge: half way between the tone as it was and a poster. */
function glazed(L: number): number {
  const at = L * 7;
  const step = Math.floor(at);
  return 0.35 * L + 0.65 * ((step + smoothstep(0.25, 0.75, at - step)) / 7);
}

/** Bousseau's pigment curve: c' = c - (c - c²)(density - 1), then the pencil and the paper's own white. */
function settle(wash: Raster, density: Plane, pencil: Plane, picture: Raster): Raster {
  const { data } = wash;
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const d = density.data[p] - 1;
    const line = 1 - 0.34 * (1 - pencil.data[p]);
    for (let c = i; c < i + 3; c++) {
      const v = data[c] / 255;
      data[c] = 255 * (v - (v - v * v) * d) * line;
    }
    for (let c = 0; c < 3; c++) data[i + c] = Math.min(data[i + c], PAPER[c]);
    data[i + 3] = picture.data[i + 3];
  }
  return wash;
}
