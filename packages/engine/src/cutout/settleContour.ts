import { createPlane, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { signedDistance } from "./trimap.ts";

/** How far from the small mask's contour, in its pixels, the true one may be. */
export const REACH = 4;
/** How far from it, in its pixels, colours are counted. */
const AROUND = 8;
/** The side of the tiles in which they are counted, in pixels of the picture. */
const TILE = 20;
/** Pixels that a side must have around a tile to be told by its colours. */
const FEW = 4;
/** The most that one pixel's colour may say (log odds), and the share of its side below which a colour says less. */
const COLOUR = 2.5;
const RARE = 1e-3;
/** What place says `REACH` from the contour, and what the soft mask says where it is sure. */
const PLACE = 1;
const BELIEF = 1;
/** What the sure pixels on both sides of the band hold. */
const SURE = 2;
/** How firmly neighbours of one colour hold together, and how firmly any do. */
const TIE = 5;
const LEAST_TIE = 1.2;
const SWEEPS = 4;

/**
 * Moves the contour of a small binary mask to where the picture has it: a band around it is parted anew, each pixel by
 * how often its colour is seen nearby inside and outside (in the manner of Video SnapCut, Bai 2009), by its place and by the
 * soft mask; neighbours of like colour are held together (by the equations of the random walker, Grady 2006). A minimum cut
 * is hardly better and costs four times as much. Gives 1 and 0 at the size of `image`.
 * @param image what the masks cover, at any size.
 */
export function settleContour(image: Raster, mask: Plane, softMask: Plane): Plane {
  const { width, height } = image;
  const distance = resizePlane(signedDistance(mask, AROUND), width, height).data;
  const belief = resizePlane(softMask, width, height).data;
  const colourSays = countColours(image, distance);
  // A row too many above and below spares every test for the border.
  const value = new Float32Array(width * (height + 2));
  const band = new Int32Array(width * height);
  const pull = new Float32Array(width * height);
  let count = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const place = distance[i] / REACH;
      if (place >= 1) value[i + width] = SURE;
      else if (place <= -1) value[i + width] = -SURE;
      else {
        pull[count] = colourSays(x, y) + PLACE * place + BELIEF * (2 * belief[i] - 1);
        value[i + width] = pull[count];
        band[count++] = i;
      }
    }
  }
  relax(image, band.subarray(0, count), pull, value);
  const out = createPlane(width, height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = value[i + width] > 0 ? 1 : 0;
  return out;
}

/** Gives what the colour of a pixel says for the subject, from the colours inside and outside in its tile and those around it. */
function countColours({ width, height, data }: Raster, distance: Float32Array): (x: number, y: number) => number {
  const { colourOf, alike } = numberColours(data, distance);
  const colours = alike.length;
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const tileOf = (x: number, y: number) => Math.floor(y / TILE) * columns + Math.floor(x / TILE);
  const inside = new Float32Array(columns * rows * colours);
  const outside = new Float32Array(columns * rows * colours);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (colourOf[i] < 0) continue;
      const at = tileOf(x, y) * colours + colourOf[i];
      if (distance[i] > 0) inside[at] += Math.min(1, distance[i] / REACH);
      else outside[at] += Math.min(1, -distance[i] / REACH);
    }
  }
  addNeighbours(inside, columns, rows, colours);
  addNeighbours(outside, columns, rows, colours);

  const known = new Float32Array(inside.length).fill(Number.NaN);
  const totals = new Map<number, { within: number; without: number }>();
  const totalsOf = (first: number) => {
    const found = totals.get(first);
    if (found) return found;
    const sums = { within: 0, without: 0 };
    for (let k = first; k < first + colours; k++) {
      sums.within += inside[k];
      sums.without += outside[k];
    }
    totals.set(first, sums);
    return sums;
  };
  const share = (counts: Float32Array, first: number, colour: number, total: number) => {
    let sum = 6 * counts[first + colour];
    for (const k of alike[colour]) sum += counts[first + k];
    return sum / (12 * total);
  };
  return (x, y) => {
    const first = tileOf(x, y) * colours;
    const colour = colourOf[y * width + x];
    if (!Number.isNaN(known[first + colour])) return known[first + colour];
    const { within, without } = totalsOf(first);
    const odds =
      within < FEW || without < FEW
        ? 1
        : (share(inside, first, colour, within) + RARE) / (share(outside, first, colour, without) + RARE);
    known[first + colour] = Math.max(-COLOUR, Math.min(COLOUR, Math.log(odds)));
    return known[first + colour];
  };
}

/** Numbers the steps of colour that are seen: for each pixel that of its own, -1 far from the contour, and for each step those one away. */
function numberColours(data: Uint8ClampedArray, distance: Float32Array) {
  const colourOf = new Int16Array(distance.length).fill(-1);
  const numberOf = new Int16Array(1 << 12).fill(-1);
  const steps: number[] = [];
  for (let i = 0; i < distance.length; i++) {
    if (distance[i] >= AROUND || distance[i] <= -AROUND) continue;
    const step = stepOf(data, i * 4);
    if (numberOf[step] < 0) numberOf[step] = steps.push(step) - 1;
    colourOf[i] = numberOf[step];
  }
  const alike = steps.map((step) =>
    [1, 16, 256]
      .flatMap((unit) => [
        (step & (15 * unit)) > 0 ? step - unit : -1,
        (step & (15 * unit)) < 15 * unit ? step + unit : -1,
      ])
      .map((other) => (other < 0 ? -1 : numberOf[other]))
      .filter((other) => other >= 0),
  );
  return { colourOf, alike };
}

/** 8 steps of lightness, 16 of red against green and 16 of blue against yellow: hues are told apart finer, near grey most of all. */
function stepOf(data: Uint8ClampedArray, p: number): number {
  const red = data[p];
  const green = data[p + 1];
  const blue = data[p + 2];
  const lightness = (red + 2 * green + blue) >> 7;
  const u = Math.max(0, Math.min(15, Math.floor((red - green) / 14) + 8));
  const v = Math.max(0, Math.min(15, Math.floor((2 * blue - red - green) / 36) + 8));
  return (lightness << 8) | (u << 4) | v;
}

/** Adds to each tile's counts (`size` numbers) those of the tiles around it, with weights 1, 2, 1 across and down. */
function addNeighbours(counts: Float32Array, columns: number, rows: number, size: number): void {
  const line = new Float32Array((Math.max(columns, rows) + 2) * size);
  const along = (first: number, step: number, count: number) => {
    line.fill(0, (count + 1) * size);
    for (let t = 0; t < count; t++) {
      line.set(counts.subarray(first + t * step, first + t * step + size), (t + 1) * size);
    }
    for (let t = 0, from = size; t < count; t++) {
      for (let to = first + t * step; to < first + t * step + size; to++, from++) {
        counts[to] = line[from - size] + 2 * line[from] + line[from + size];
      }
    }
  };
  for (let y = 0; y < rows; y++) along(y * columns * size, size, columns);
  for (let x = 0; x < columns; x++) along(x * size, columns * size, rows);
}

/** Settles the band between what each pixel is pulled to and its four neighbours, there and back. */
function relax({ width, height, data }: Raster, band: Int32Array, pull: Float32Array, value: Float32Array): void {
  const difference = (i: number, j: number) =>
    (data[i] - data[j]) ** 2 + (data[i + 1] - data[j + 1]) ** 2 + (data[i + 2] - data[j + 2]) ** 2;
  const last = width * (height - 1);
  let sum = 0;
  for (const i of band) {
    if (i % width < width - 1) sum += difference(i * 4, i * 4 + 4);
    if (i < last) sum += difference(i * 4, (i + width) * 4);
  }
  const sharpness = band.length / (sum + 1e-9);
  const tie = (i: number, j: number) => TIE * Math.exp(-sharpness * difference(i * 4, j * 4)) + LEAST_TIE;
  // The ties of each pixel to its right and below; 0 where the picture ends.
  const right = new Float32Array(value.length);
  const down = new Float32Array(value.length);
  for (const i of band) {
    const x = i % width;
    const p = i + width;
    if (x < width - 1) right[p] = tie(i, i + 1);
    if (x > 0) right[p - 1] ||= tie(i - 1, i);
    if (i < last) down[p] = tie(i, i + width);
    if (i >= width) down[i] ||= tie(i - width, i);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < band.length; k++) {
      const at = sweep % 2 === 0 ? k : band.length - 1 - k;
      const p = band[at] + width;
      const above = p - width;
      const ties = right[p] + right[p - 1] + down[p] + down[above];
      const drawn =
        right[p] * value[p + 1] + right[p - 1] * value[p - 1] + down[p] * value[p + width] + down[above] * value[above];
      value[p] = (pull[at] + drawn) / (1 + ties);
    }
  }
}
