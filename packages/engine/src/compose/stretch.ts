import { type Box, copyRaster, type Plane, type Raster } from "../pixels/index.ts";

/** Above this a place belongs to the scene's main thing, and above this share of it a line across the picture meets it. */
const THING = 0.5;
const MEETS = 0.12;
/** Least and most of the photograph that is stretched at one side, as shares of it. */
const LEAST = 0.08;
const MOST = 0.5;
/** Over this share of what is stretched the photograph's own scale passes into the stretched one. */
const PASSING = 0.3;

/**
 * Continues a picture beyond its borders by stretching what lies there, the more the farther out, and nothing of the scene's
 * main thing as far as that can be avoided: never so good as pieces that fit, and never torn.
 * @param known the part of `picture` that is a photograph.
 * @param thing 0 to 1, over the whole picture.
 */
export function stretch(picture: Raster, known: Box, thing: Plane): Raster {
  const columns = placesFor(picture.width, known.x, known.width, freeAt(thing, picture, known, "across"));
  const rows = placesFor(picture.height, known.y, known.height, freeAt(thing, picture, known, "down"));
  const out = copyRaster(picture);
  const { width, data } = picture;
  const right = known.x + known.width - 1;
  const bottom = known.y + known.height - 1;
  for (let y = 0, i = 0; y < picture.height; y++) {
    const v = rows[y];
    const top = Math.min(bottom, Math.floor(v));
    const below = Math.min(bottom, top + 1) * width;
    const fv = v - top;
    for (let x = 0; x < width; x++, i += 4) {
      const u = columns[x];
      const left = Math.min(right, Math.floor(u));
      const beside = Math.min(right, left + 1);
      const fu = u - left;
      if (fu === 0 && fv === 0 && left === x && top === y) continue;
      const a = (top * width + left) * 4;
      const b = (top * width + beside) * 4;
      const c = (below + left) * 4;
      const d = (below + beside) * 4;
      for (let k = 0; k < 3; k++) {
        const upper = data[a + k] + (data[b + k] - data[a + k]) * fu;
        const lower = data[c + k] + (data[d + k] - data[c + k]) * fu;
        out.data[i + k] = upper + (lower - upper) * fv;
      }
      out.data[i + 3] = 255;
    }
  }
  return out;
}

/** How much of the photograph, in pixels, is free of the thing at either end of an axis. */
function freeAt(thing: Plane, picture: Raster, known: Box, axis: "across" | "down"): [number, number] {
  const length = axis === "across" ? known.width : known.height;
  const meets = (at: number) => {
    let met = 0;
    const other = axis === "across" ? thing.height : thing.width;
    for (let i = 0; i < other; i++) {
      const x = axis === "across" ? Math.floor(((known.x + at) / picture.width) * thing.width) : i;
      const y = axis === "across" ? i : Math.floor(((known.y + at) / picture.height) * thing.height);
      if (thing.data[y * thing.width + x] > THING) met++;
    }
    return met > MEETS * other;
  };
  const within = (free: number) => Math.min(MOST * length, Math.max(LEAST * length, free));
  let low = 0;
  while (low < length && !meets(low)) low++;
  let high = 0;
  while (high < length && !meets(length - 1 - high)) high++;
  return [Math.floor(within(low)), Math.floor(within(high))];
}

/** For each pixel along an axis the place that it shows. */
function placesFor(size: number, start: number, length: number, [low, high]: [number, number]): Float64Array {
  const places = Float64Array.from({ length: size }, (_, at) => at);
  const end = start + length;
  if (start > 0)
    for (let t = 0; t < start + low; t++) places[start + low - 1 - t] = start + low - 1 - slowed(t, start + low, low);
  const beyond = size - end;
  if (beyond > 0)
    for (let t = 0; t < beyond + high; t++) places[end - high + t] = end - high + slowed(t, beyond + high, high);
  return places.map((place) => Math.min(end - 1, Math.max(start, place)));
}

/** How far into `from` pixels one is after `t` of the `to` that they are stretched over: at first as fast, then slower and even. */
function slowed(t: number, to: number, from: number): number {
  const passing = PASSING * to;
  const pace = Math.max(0.02, (from - passing / 2) / (to - passing / 2));
  if (t < passing) return t - ((1 - pace) * t * t) / (2 * passing);
  return (passing * (1 + pace)) / 2 + pace * (t - passing);
}
