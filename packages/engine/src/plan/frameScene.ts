import type { Box } from "@pastiche/contract";
import type { CutOut } from "../cutout/cutOut.ts";
import { createPlane, gaussianBlur, type Plane, type Raster, resize, resizePlane } from "../pixels/index.ts";
import { cropTo } from "./crop.ts";
import { LEAST_CONFIDENCE, type Reference } from "./reference.ts";
import type { Size } from "./size.ts";
import { doubtIn } from "./trustIn.ts";

/** Above this a pixel belongs to what the picture is about. */
const SALIENT = 0.75;
/** From this doubt on nothing is told from anything. */
const MOST_DOUBT = 0.6;
/** Strays at either end of the thing that do not count, as a share of it. */
const SLIVER = 0.012;
/** It goes on beyond the picture where so much of its greatest extent lies along the border. */
const TOUCHING = 0.2;
const NOTHING = createPlane(1, 1);
/** Air between the thing and the frame, as a share of the frame. */
const AIR = 0.055;
/** Where the photograph cuts the thing already it may be cut further, by this share of it. */
const CUT_FURTHER = 0.25;
/** So does a cut-out that comes so near to it, as a share of the picture. */
const TOUCHES = 0.012;
/** Most of the frame that may be invented. */
const MOST_INVENTED = 0.4;
/** What lies beside the thing is continued over so many times its own length, and this share of the picture always. */
const CONTINUED = 3;
const ALWAYS = 0.06;

/**
 * The part of a picture to show in a frame of the shape given: cropped where that leaves what it is about whole; where it
 * would be cut, larger than the picture, so that the picture wants continuing beyond its borders. Never grows where the
 * thing itself touches the border: nobody could say how it goes on.
 * @returns a box in the picture's own pixels, which may reach beyond it.
 */
export function frameScene({ raster, saliency, cutOut }: Reference, shape: Size): Box {
  const thing = cutOut && cutOut.confidence >= LEAST_CONFIDENCE ? cutThing(cutOut) : salientThing(saliency, raster);
  const inside = cropTo(raster, thing ? telling(raster, saliency) : NOTHING, shape);
  if (!thing) return inside;
  const upright = inside.height < raster.height;
  if (!upright && inside.width >= raster.width) return inside;
  // Along `tight` the frame is too short for the picture; along the other axis it would grow.
  const [tight, loose] = upright ? [thing.down, thing.across] : [thing.across, thing.down];
  const [short, long] = upright ? [inside.height, inside.width] : [inside.width, inside.height];
  const most = loose.cutLow && loose.cutHigh ? 1 : Math.min(mostGrowth(loose), (loose.picture + roomFor(loose)) / long);
  const wanted = Math.min(most, tight.picture / short, neededLength(tight) / short);
  const growth = wanted > 1.03 && !holds(tight, short) ? wanted : 1;
  const length = Math.min(tight.picture, Math.round(short * growth));
  const breadth = Math.round(long * growth);
  const start = along(tight, length, { wished: upright ? inside.y : inside.x, growing: growth > 1, upright });
  const beyond = breadth - loose.picture;
  const across =
    beyond > 0
      ? 0 - Math.round(beyond * shareBefore(raster, loose, { upright, beyond, start, length }))
      : upright
        ? inside.x
        : inside.y;
  return upright
    ? { x: across, y: start, width: breadth, height: length }
    : { x: start, y: across, width: length, height: breadth };
}

function mostGrowth({ cutLow, cutHigh }: Span): number {
  return 1 / (1 - (cutLow || cutHigh ? 0.6 : 1) * MOST_INVENTED);
}

/** How much can be added, in pixels: there must be something beside the thing to continue. */
function roomFor({ from, to, picture, cutLow, cutHigh }: Span): number {
  return ALWAYS * picture + CONTINUED * ((cutLow ? 0 : from) + (cutHigh ? 0 : picture - to));
}

/** What a picture is about, along both of its axes. */
interface Thing {
  across: Span;
  down: Span;
}

/** Along one axis, and whether it goes on beyond the picture there. */
interface Span {
  from: number;
  to: number;
  picture: number;
  cutLow: boolean;
  cutHigh: boolean;
}

/** Whether a frame of this length need not cut the thing, if only just. */
function holds({ from, to, cutLow, cutHigh }: Span, length: number): boolean {
  return (to - from) * (cutLow || cutHigh ? 1 - CUT_FURTHER : 1) < 0.98 * length;
}

function neededLength({ from, to, cutLow, cutHigh }: Span): number {
  const cuts = cutLow || cutHigh ? CUT_FURTHER : 0;
  const air = (cutLow ? 0 : AIR) + (cutHigh ? 0 : AIR);
  return ((to - from) * (1 - cuts)) / (1 - air);
}

/** Where the frame begins along the tight axis: about the thing, and from its head down where it cannot hold all of it. */
function along(
  { from, to, picture, cutLow, cutHigh }: Span,
  length: number,
  { wished, growing, upright }: { wished: number; growing: boolean; upright: boolean },
): number {
  const air = AIR * length;
  const fits = to - from + air * (cutLow || cutHigh ? 1 : 2) <= length;
  let start = wished;
  if (fits) {
    const aim = growing ? (from + to - length) / 2 : wished;
    start = Math.min(from - (cutLow ? 0 : air), Math.max(to + (cutHigh ? 0 : air) - length, aim));
  } else if (upright && !cutLow) start = from - air;
  else start = Math.min(to + air - length, Math.max(from - air, wished));
  return Math.round(Math.min(picture - length, Math.max(0, start)));
}

/**
 * How much of what is added comes before the picture: more where its border is plain, and so that the thing stands well.
 * @param start where the frame begins along the other axis, and `length` how much of that it shows.
 */
function shareBefore(
  picture: Raster,
  thing: Span,
  { upright, beyond, start, length }: { upright: boolean; beyond: number; start: number; length: number },
): number {
  if (thing.cutLow) return 0;
  if (thing.cutHigh) return 1;
  const across = upright ? picture.height : picture.width;
  const [low, high] = borderUnrest(picture, upright, start / across, (start + length) / across);
  const plain = (high / (low + high) - 0.5) * 1.6 + 0.5;
  const middle = (thing.from + thing.to) / 2;
  const centred = ((thing.picture + beyond) / 2 - middle) / beyond;
  const share = 0.65 * Math.min(1, Math.max(0, plain)) + 0.35 * Math.min(1, Math.max(0, centred));
  // A little at the worse side is no gain.
  return share < 0.2 ? 0 : share > 0.8 ? 1 : share;
}

/** How unlike itself the outermost strip is at either end, left and right or above and below, between two shares of the other axis. */
function borderUnrest(picture: Raster, upright: boolean, from: number, to: number): [number, number] {
  const side = 64;
  const strip = 4;
  const { data } = resize(picture, side, side, "triangle");
  const [first, last] = [Math.floor(from * side), Math.max(Math.floor(from * side) + 1, Math.ceil(to * side))];
  const unrest = (begin: number) => {
    const sums = [0, 0, 0];
    const squares = [0, 0, 0];
    let n = 0;
    for (let along = first; along < Math.min(side, last); along++) {
      for (let deep = begin; deep < begin + strip; deep++, n++) {
        const i = (upright ? along * side + deep : deep * side + along) * 4;
        for (let c = 0; c < 3; c++) {
          sums[c] += data[i + c];
          squares[c] += data[i + c] ** 2;
        }
      }
    }
    return 4 + Math.sqrt(Math.max(0, ...squares.map((square, c) => square / n - (sums[c] / n) ** 2)));
  };
  return [unrest(0), unrest(side - strip)];
}

function cutThing({ box, raster }: CutOut): Thing {
  const span = (from: number, length: number, picture: number): Span => {
    const to = from + length;
    return { from, to, picture, cutLow: from < TOUCHES * picture, cutHigh: to > (1 - TOUCHES) * picture };
  };
  return { across: span(box.x, box.width, raster.width), down: span(box.y, box.height, raster.height) };
}

/** What holds nearly all that is clearly salient; null where nothing is, or nothing clearly. */
function salientThing(saliency: Plane, picture: Size): Thing | null {
  const { width, height, data } = saliency;
  const columns = new Float64Array(width);
  const rows = new Float64Array(height);
  let total = 0;
  for (let p = 0; p < data.length; p++) {
    if (data[p] <= SALIENT) continue;
    columns[p % width]++;
    rows[Math.floor(p / width)]++;
    total++;
  }
  if (total < 0.004 * data.length || doubtIn(saliency) > MOST_DOUBT) return null;
  return { across: heldSpan(columns, total, picture.width), down: heldSpan(rows, total, picture.height) };
}

/** From where to where a line holds all but a sliver at either end. */
function heldSpan(line: Float64Array, total: number, picture: number): Span {
  let low = 0;
  let high = line.length;
  for (let sum = line[low]; sum < SLIVER * total; sum += line[low]) low++;
  for (let sum = line[high - 1]; sum < SLIVER * total; sum += line[high - 1]) high--;
  const most = Math.max(...line);
  const scale = picture / line.length;
  // A mask fades at the picture's very border.
  const cutLow = Math.max(...line.subarray(0, 5)) > TOUCHING * most;
  const cutHigh = Math.max(...line.subarray(-5)) > TOUCHING * most;
  return { from: cutLow ? 0 : low * scale, to: cutHigh ? picture : high * scale, picture, cutLow, cutHigh };
}

/** Of what is salient that counts most which has detail: eyes before fur, lettering before a box. */
function telling(picture: Raster, saliency: Plane): Plane {
  const side = 96;
  const { data } = resize(picture, side, side, "triangle");
  const grid = resizePlane(saliency, side, side);
  const detail = createPlane(side, side);
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const i = (y * side + x) * 4 + 1;
      detail.data[y * side + x] = Math.hypot(data[i + 4] - data[i - 4], data[i + side * 4] - data[i - side * 4]);
    }
  }
  const soft = gaussianBlur(detail, 2);
  const high = soft.data.toSorted()[Math.floor(soft.data.length * 0.97)] + 1e-6;
  for (let p = 0; p < grid.data.length; p++) grid.data[p] *= 0.25 + Math.min(1, soft.data[p] / high);
  return grid;
}
