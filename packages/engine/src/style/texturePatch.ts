import {
  cropRaster,
  gaussianBlur,
  type Oklab,
  type Plane,
  type Raster,
  resize,
  resizePlane,
  toOklab,
} from "../pixels/index.ts";

/** Sides of the squares that are tried, as shares of the picture's shorter side, the first being all of it. */
const SIDES = [1, 0.72, 0.52, 0.37, 0.26];
const SEARCHED_PX = 128;
/** What each halving of the side costs: a pattern is known by more than a crumb of it. */
const SMALL = 0.06;
/** Things that have so many times the detail of their surroundings, and cover so much, are the pattern: a zebra in the grass. */
const RICHER = 1.6;
const MOSTLY = 0.6;
const LEAST_THING = 0.05;
/** From this mean of 4 s (1 - s) over the saliency on nobody knows what is a thing. */
const MOST_DOUBT = 0.5;

/**
 * The square of a picture that shows best what its pattern is: alike in all its quarters, so that it can be repeated, rich in
 * texture, of the colours that most of the picture has, and free of things that lie on it. The larger the better, and lit evenly.
 * @param saliency where things are, 0 to 1, any size.
 */
export function texturePatch(picture: Raster, saliency: Plane): Raster {
  const scale = SEARCHED_PX / Math.min(picture.width, picture.height);
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const lab = toOklab(resize(picture, width, height, "triangle"));
  const detail = detailOf(lab.L);
  const maps = { lab, detail, ...unwantedOf(resizePlane(saliency, width, height), detail) };
  const whole = statisticsOf(maps, { x: 0, y: 0, width, height });
  let best = { x: 0, y: 0, side: SEARCHED_PX, cost: Number.POSITIVE_INFINITY };
  for (const share of SIDES) {
    const side = Math.round(SEARCHED_PX * share);
    const step = Math.max(2, Math.round(side / 5));
    for (let y = 0; y + side <= height; y += step) {
      for (let x = 0; x + side <= width; x += step) {
        const cost = costOf(maps, { x, y, side }, whole) + SMALL * Math.log2(1 / share);
        if (cost < best.cost) best = { x, y, side, cost };
      }
    }
  }
  const side = Math.min(picture.width, picture.height, Math.round(best.side / scale));
  const x = Math.min(picture.width - side, Math.round(best.x / scale));
  const y = Math.min(picture.height - side, Math.round(best.y / scale));
  return evenlyLit(cropRaster(picture, { x, y, width: side, height: side }));
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Maps {
  lab: Oklab;
  detail: Plane;
  /** What is not wanted, 0 to 1. */
  things: Plane;
  /** How much it is not wanted: the less, the less surely it is told. */
  unwanted: number;
}

/** How much each pixel differs from those close by: nothing does where a picture is out of focus. */
function detailOf(L: Plane): Plane {
  const soft = gaussianBlur(L, 1.2);
  return { ...L, data: L.data.map((v, p) => Math.abs(v - soft.data[p])) };
}

/** Things lie on a pattern; but where nearly all of them is much the richer, they have it. */
function unwantedOf(things: Plane, detail: Plane): Pick<Maps, "things" | "unwanted"> {
  const near = gaussianBlur(detail, 2);
  let [area, outside] = [1e-6, 0];
  for (let p = 0; p < things.data.length; p++) {
    area += things.data[p];
    outside += (1 - things.data[p]) * detail.data[p];
  }
  const usual = outside / (things.data.length - area + 1);
  let rich = 0;
  for (let p = 0; p < things.data.length; p++) if (near.data[p] > RICHER * usual) rich += things.data[p];
  const theirs = area > LEAST_THING * things.data.length && rich > MOSTLY * area;
  if (theirs) return { things: { ...things, data: things.data.map((v) => 1 - v) }, unwanted: 1.5 };
  const doubt = things.data.reduce((sum, v) => sum + 4 * v * (1 - v), 0) / things.data.length;
  return { things, unwanted: 3 * Math.max(0, 1 - doubt / MOST_DOUBT) };
}

/** Means and deviations of lightness and the two colours, how much detail there is, and how much of what is not wanted. */
interface Statistics {
  means: number[];
  deviations: number[];
  detail: number;
  thing: number;
}

function statisticsOf({ lab: { L, a, b }, detail, things }: Maps, { x, y, width, height }: Box): Statistics {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  let thing = 0;
  let fine = 0;
  for (let row = y; row < y + height; row++) {
    for (let p = row * L.width + x; p < row * L.width + x + width; p++) {
      [L.data[p], 1.5 * a.data[p], 1.5 * b.data[p]].forEach((v, c) => {
        sums[c] += v;
        squares[c] += v * v;
      });
      thing += things.data[p];
      fine += detail.data[p];
    }
  }
  const count = width * height;
  const means = sums.map((sum) => sum / count);
  const deviations = squares.map((sum, c) => Math.sqrt(Math.max(0, sum / count - means[c] ** 2)));
  return { means, deviations, detail: fine / count, thing: thing / count };
}

function costOf(maps: Maps, { x, y, side }: { x: number; y: number; side: number }, whole: Statistics): number {
  const half = side >> 1;
  const own = statisticsOf(maps, { x, y, width: side, height: side });
  const quarters = [0, half].flatMap((dy) =>
    [0, half].map((dx) => statisticsOf(maps, { x: x + dx, y: y + dy, width: half, height: half })),
  );
  const unlike = Math.max(
    ...quarters.map((quarter) => distance(quarter.means, own.means) + distance(quarter.deviations, own.deviations)),
  );
  const texture = Math.min(0.14, Math.hypot(...own.deviations));
  const foreign = distance(own.means, whole.means);
  return 1.6 * unlike + 0.25 * foreign + maps.unwanted * own.thing - 0.6 * texture - 2 * Math.min(0.05, own.detail);
}

function distance(a: number[], b: number[]): number {
  return Math.hypot(...a.map((v, c) => v - b[c]));
}

/** Without the light's slow change across it, which would stand in every repeat. */
function evenlyLit(patch: Raster): Raster {
  const { width, height, data } = patch;
  const size = 24;
  const small = toOklab(resize(patch, size, size, "triangle")).L;
  const slow = resizePlane(gaussianBlur(small, size / 4), width, height);
  const mean = small.data.reduce((sum, v) => sum + v, 0) / small.data.length;
  const out: Raster = { width, height, data: data.slice() };
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const gain = Math.min(1.6, Math.max(0.6, mean / Math.max(0.05, slow.data[p])));
    for (let c = i; c < i + 3; c++) out.data[c] = data[c] * gain;
  }
  return out;
}
