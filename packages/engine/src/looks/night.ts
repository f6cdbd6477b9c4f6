import {
  byteOfLinear,
  copyRaster,
  createPlane,
  createRandom,
  gaussianBlur,
  LINEAR_OF_BYTE,
  noiseAt,
  type Plane,
  type Raster,
  resizePlane,
} from "../pixels/index.ts";
import type { ApplyLook, LookContext } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { guessScene, type SceneGuess } from "./scene.ts";

/** Linear light of a tungsten lamp. */
const LAMP = [1, 0.66, 0.3];
/** What of it the eye, used to the dark, still calls warm. */
const POOL = [1, 0.84, 0.62];

/**
 * Day for night: exposure down to a moonlit street's, colour towards what rods see (Purkinje: blue lasts longest), a
 * dark sky with stars where there is sky, and whatever glows by day (lamps, windows, neon, flames) kept alight. Where nothing
 * does, a lamp beyond the frame lights the subject: a night without any light is only an underexposed day.
 */
export const night: ApplyLook = (picture, context) => {
  const scene = guessScene(picture, context);
  const lights = findLights(picture, scene, context.subjects);
  if (scene.skyShare > 0.04) lightWindows(lights, picture, scene, context);
  const out = expose(picture, lights, scene, context.subjects, poolOf(lights, context.subjects));
  if (scene.skyShare > 0.04) addStars(out, scene, context.seed);
  return addGlow(out, picture, lights);
};

/**
 * 0 to 1: what outshines its surroundings by far, and warmly or at the very top of the scale. What was lifted from daylight
 * is a lamp only where it burns out: a yellow duck on asphalt is none.
 */
function findLights({ width, height, data }: Raster, { sky, skyShare }: SceneGuess, subjects: Plane | null): Plane {
  const unit = Math.max(width, height) / 1024;
  const light = createPlane(width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    light.data[p] = (LINEAR_OF_BYTE[data[i]] * 2 + LINEAR_OF_BYTE[data[i + 1]]) / 3;
  }
  const around = wideBlur(light, 40 * unit);
  const out = createPlane(width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const excess = light.data[p] / (around.data[p] + 0.06);
    const warmth = (data[i] - data[i + 2]) / 255;
    const bright = smoothstep(0.5, 0.9, light.data[p]);
    const hot = smoothstep(2.6, 4.6, excess) * smoothstep(-0.05, 0.16, warmth);
    const burnt = smoothstep(0.75, 0.95, Math.min(LINEAR_OF_BYTE[data[i]], LINEAR_OF_BYTE[data[i + 1]]));
    const lamp = subjects ? 1 - subjects.data[p] * (1 - burnt) : 1;
    out.data[p] = bright * hot * lamp * (skyShare > 0.04 ? 1 - sky.data[p] : 1);
  }
  return out;
}

/**
 * A few lamps far off, where day shows small bright panes in a wall: a skyline that stays black reads as a power cut. Never
 * on greenery, water, sky or subjects.
 */
function lightWindows(
  lights: Plane,
  { width, height, data }: Raster,
  { sky, depth }: SceneGuess,
  context: LookContext,
): void {
  const unit = Math.max(width, height) / 1024;
  const random = createRandom(context.seed + 72);
  const reach = Math.max(2, Math.round(3 * unit));
  const tone = (x: number, y: number) => data[(y * width + x) * 4 + 1] / 255;
  for (let n = 0; n < (width * height) / 48; n++) {
    const x = reach + Math.floor(random() * (width - 2 * reach));
    const y = reach + Math.floor(random() * (height - 2 * reach));
    const strength = random();
    const p = y * width + x;
    const i = p * 4;
    if (depth.data[p] < 0.55 || sky.data[p] > 0.08 || (context.subjects && context.subjects.data[p] > 0.02)) continue;
    if (data[i + 1] - Math.max(data[i], data[i + 2]) > 4) continue;
    const sides = (tone(x - reach, y) + tone(x + reach, y) + tone(x, y - reach) + tone(x, y + reach)) / 4;
    const pane = tone(x, y);
    if (pane < 0.16 || pane > 0.74 || sides < 0.1 || pane - sides < 0.04) continue;
    if (!isBuilt({ width, height, data }, x, y, Math.round(14 * unit))) continue;
    if (noiseAt(x / (70 * unit), y / (70 * unit), context.seed + 73) < 0.45) continue;
    const size = Math.max(1, Math.round(2 * unit));
    for (let dy = 0; dy < size; dy++) {
      lights.data.fill(0.35 + 0.65 * strength, p + dy * width, p + dy * width + size);
    }
  }
}

/** Whether what lies about a pixel has upright and level edges both, as houses have; leaves have all kinds, waves only level ones. */
function isBuilt({ width, height, data }: Raster, x: number, y: number, reach: number): boolean {
  let [all, upright, level] = [1e-6, 0, 0];
  for (let row = Math.max(1, y - reach); row < Math.min(height - 1, y + reach); row++) {
    for (let column = Math.max(1, x - reach); column < Math.min(width - 1, x + reach); column++) {
      const i = (row * width + column) * 4 + 1;
      const across = Math.abs(data[i + 4] - data[i - 4]);
      const down = Math.abs(data[i + width * 4] - data[i - width * 4]);
      if (across + down < 12) continue;
      all += across + down;
      if (across > 4 * down) upright += across;
      else if (down > 4 * across) level += down;
    }
  }
  return Math.min(upright, level) > 0.2 * all && upright + level > 0.55 * all;
}

/** The light of a lamp beyond the frame: where its middle falls, and how strong it is there; all shares of the picture. */
interface Pool {
  x: number;
  y: number;
  strength: number;
}

/** On the subject; the less, the more of the picture glows by itself. */
function poolOf(lights: Plane, subjects: Plane | null): Pool {
  let glowing = 0;
  for (const v of lights.data) glowing += v;
  const strength = 0.3 * (1 - smoothstep(0.0002, 0.002, glowing / lights.data.length));
  let [sum, x, y] = [1e-6, 0, 0];
  const { width, height } = lights;
  for (let p = 0; subjects && p < subjects.data.length; p++) {
    sum += subjects.data[p];
    x += subjects.data[p] * (p % width);
    y += subjects.data[p] * Math.floor(p / width);
  }
  return sum < 1 ? { x: 0.5, y: 0.55, strength } : { x: x / sum / width, y: y / sum / height, strength };
}

function expose(
  picture: Raster,
  lights: Plane,
  { sky, depth, skyShare }: SceneGuess,
  subjects: Plane | null,
  pool: Pool,
): Raster {
  const { width, height, data } = picture;
  const out = copyRaster(picture);
  const stop = exposureFor(picture);
  const lift = liftOf(picture, sky, subjects);
  const skyDark = skyShare > 0.04 ? 0.86 : 0;
  const cx = width / 2;
  const cy = height * 0.55;
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++, i += 4) {
      const r = LINEAR_OF_BYTE[data[i]];
      const g = LINEAR_OF_BYTE[data[i + 1]];
      const b = LINEAR_OF_BYTE[data[i + 2]];
      const rods = 0.06 * r + 0.5 * g + 0.44 * b;
      const s = sky.data[p];
      const rim = Math.hypot((x - cx) / width, (y - cy) / height);
      let level = stop * (1 - skyDark * s * (0.55 + 0.45 * (1 - y / height))) * (1.18 - 0.95 * rim * rim);
      level *= 1 - 0.3 * depth.data[p] * (1 - s);
      const own = subjects ? 1 + (lift - 1) * subjects.data[p] : 1;
      level *= own;
      const lit = lights.data[p];
      const away = ((x / width - pool.x) / 0.34) ** 2 + ((y / height - pool.y) / 0.3) ** 2;
      const lamplight = pool.strength * Math.exp(-away) * (1 - s) * Math.min(1, own);
      const rodShare = 0.6;
      const moon = [0.52, 0.72, 1.16];
      const eye = [r, g, b];
      for (let c = 0; c < 3; c++) {
        const cold = (eye[c] + (rods - eye[c]) * rodShare) * moon[c] * level;
        const contrast = cold * (0.62 + 0.38 * Math.min(1, cold * 9)) + lamplight * eye[c] * POOL[c];
        const lamp = Math.max(eye[c], 0.6 * LAMP[c]);
        out.data[i + c] = byteOfLinear(contrast + (lamp - contrast) * lit);
      }
    }
  }
  return out;
}

/** How much more light the subjects get, to be seen; or less, where by day what is light of them outshines all around. */
function liftOf({ data }: Raster, sky: Plane, subjects: Plane | null): number {
  if (!subjects) return 1;
  const own = new Float64Array(256);
  let [weight, around, rest] = [1e-6, 0, 1e-6];
  for (let p = 0; p < subjects.data.length; p += 3) {
    const tone = data[p * 4 + 1];
    own[tone] += subjects.data[p];
    weight += subjects.data[p];
    const other = (1 - subjects.data[p]) * (1 - sky.data[p]);
    around += other * LINEAR_OF_BYTE[tone];
    rest += other;
  }
  let light = 255;
  for (let above = own[light]; light > 0 && above < 0.15 * weight; above += own[light]) light--;
  const ratio = (around / rest + 0.01) / (LINEAR_OF_BYTE[light] + 0.01);
  return Math.min(1.4, Math.max(0.45, 1.25 * ratio ** 0.6));
}

/** Brings the picture's mean linear light to 0.07, but never lifts a picture that is dark already. */
function exposureFor({ data }: Raster): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += LINEAR_OF_BYTE[data[i + 1]];
  return Math.min(0.75, Math.max(0.1, (0.072 * data.length) / 4 / (sum + 1)));
}

function addStars(picture: Raster, { sky }: SceneGuess, seed: number): void {
  const { width, height, data } = picture;
  const random = createRandom(seed + 71);
  const count = Math.round((width * height) / 2600);
  for (let n = 0; n < count; n++) {
    const x = Math.floor(random() * width);
    const y = Math.floor(random() * height);
    const strength = random() ** 4;
    const tint = random();
    const visible = sky.data[y * width + x] ** 3 * (1 - y / height) * (0.1 + 0.9 * strength);
    if (visible < 0.03) continue;
    const reach = strength > 0.75 ? 1 : 0;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const i = ((y + dy) * width + x + dx) * 4;
        const fall = visible * (dx === 0 && dy === 0 ? 1 : dx * dy === 0 ? 0.35 : 0.1);
        data[i] += 215 * fall * (0.85 + 0.15 * tint);
        data[i + 1] += 220 * fall;
        data[i + 2] += 235 * fall * (1 - 0.12 * tint);
      }
    }
  }
}

/** Light spilling from the lamps in two widths, added as light is. */
function addGlow(picture: Raster, day: Raster, lights: Plane): Raster {
  const { width, height, data } = picture;
  const unit = Math.max(width, height) / 1024;
  const spill = [0, 1, 2].map((c) => {
    const lamp = createPlane(width, height);
    for (let p = 0, i = c; p < lamp.data.length; p++, i += 4)
      lamp.data[p] = lights.data[p] * LINEAR_OF_BYTE[day.data[i]];
    return { near: wideBlur(lamp, 9 * unit), far: wideBlur(lamp, 46 * unit) };
  });
  const tint = [1.2, 0.85, 0.5];
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    for (let c = 0; c < 3; c++) {
      const added = tint[c] * (0.5 * spill[c].near.data[p] + 1.3 * spill[c].far.data[p]);
      if (added > 0.0004) data[i + c] = byteOfLinear(LINEAR_OF_BYTE[data[i + c]] + added);
    }
  }
  return picture;
}

/** A blur wide enough to be made at a fraction of the size. */
function wideBlur(plane: Plane, sigmaPx: number): Plane {
  const step = Math.max(1, Math.floor(sigmaPx / 3));
  const width = Math.max(2, Math.round(plane.width / step));
  const height = Math.max(2, Math.round(plane.height / step));
  const small = gaussianBlur(resizePlane(plane, width, height), sigmaPx / step);
  return resizePlane(small, plane.width, plane.height);
}
