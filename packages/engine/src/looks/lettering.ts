import { boxBlur, createPlane, gaussianBlur, luma, type Plane, type Raster, resizePlane } from "../pixels/index.ts";

/** Longest side at which letters are looked for: what is not seen there, nobody reads in a painting. */
const SEARCHED_PX = 720;
const LEAST_HEIGHT = 6;
const MOST_HEIGHT = 140;
/** As many letters make a word; of small ones, which gravel is full of, so many. */
const WORD = 3;
const SMALL_WORD = 5;
const SMALL_HEIGHT = 10;

/**
 * Where lettering is, 0 to 1 with soft borders, the picture's size: shapes of one tone and one thickness of stroke with sharp
 * borders (as maximally stable regions have, Neumann and Matas 2010), of like height in a row, lying or standing. Null where
 * there is none.
 */
export function findLettering(picture: Raster): Plane | null {
  const scale = Math.min(1, SEARCHED_PX / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const tone = resizePlane(luma(picture), width, height);
  const mask = createPlane(width, height);
  let found = false;
  for (const radius of [7, 22]) {
    for (const sign of [1, -1]) {
      const shapes = shapesOf(tone, radius, sign);
      const rows = [...rowsOf(shapes), ...rowsOf(shapes.map(transposed)).map((row) => row.map(transposed))];
      for (const row of rows) {
        found = true;
        for (const shape of [...row, ...kinOf(row, shapes)]) mark(mask, shape);
      }
    }
  }
  return found ? resizePlane(gaussianBlur(mask, 2), picture.width, picture.height) : null;
}

/** A connected region that is darker or lighter than its surroundings. */
interface Shape {
  left: number;
  top: number;
  right: number;
  bottom: number;
  area: number;
  /** Thickness of its stroke, pixels. */
  stroke: number;
  /** Mean luma. */
  tone: number;
  /** Whether it could be a letter, as far as it can tell alone. */
  letter: boolean;
}

function shapesOf(tone: Plane, radius: number, sign: number): Shape[] {
  const { width, height, data } = tone;
  const around = boxBlur(tone, radius);
  const open = new Uint8Array(data.length);
  for (let p = 0; p < open.length; p++) open[p] = sign * (data[p] - around.data[p]) > 0.07 ? 1 : 0;
  const shapes: Shape[] = [];
  const stack: number[] = [];
  const members: number[] = [];
  for (let start = 0; start < open.length; start++) {
    if (open[start] !== 1) continue;
    members.length = 0;
    stack.push(start);
    open[start] = 2;
    while (stack.length > 0) {
      const p = stack.pop() ?? 0;
      members.push(p);
      const x = p % width;
      for (const q of [x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1, p - width, p + width]) {
        if (q < 0 || q >= open.length || open[q] !== 1) continue;
        open[q] = 2;
        stack.push(q);
      }
    }
    if (members.length >= 6) shapes.push(measure(members, tone, around, open, height));
    for (const p of members) open[p] = 3;
  }
  return shapes;
}

function measure(members: number[], tone: Plane, around: Plane, open: Uint8Array, height: number): Shape {
  const { width, data } = tone;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  let sum = 0;
  let squares = 0;
  let border = 0;
  let step = 0;
  let contrast = 0;
  for (const p of members) {
    const x = p % width;
    const y = (p - x) / width;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
    sum += data[p];
    squares += data[p] * data[p];
    contrast = Math.max(contrast, Math.abs(data[p] - around.data[p]));
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue;
    if (open[p - 1] === 2 && open[p + 1] === 2 && open[p - width] === 2 && open[p + width] === 2) continue;
    border++;
    step += Math.hypot(data[p + 1] - data[p - 1], data[p + width] - data[p - width]);
  }
  const area = members.length;
  const mean = sum / area;
  const deviation = Math.sqrt(Math.max(0, squares / area - mean * mean));
  const [w, h] = [box.right - box.left + 1, box.bottom - box.top + 1];
  const stroke = (2 * area) / Math.max(1, border);
  const fill = area / (w * h);
  const letter =
    Math.max(w, h) >= LEAST_HEIGHT &&
    Math.max(w, h) <= MOST_HEIGHT &&
    fill > 0.14 &&
    contrast > 0.16 &&
    deviation < 0.5 * contrast &&
    step / Math.max(1, border) > 0.2 &&
    stroke < 0.75 * Math.max(w, h);
  return { ...box, area, stroke, tone: mean, letter };
}

function transposed(shape: Shape): Shape {
  return { ...shape, left: shape.top, top: shape.left, right: shape.bottom, bottom: shape.right };
}

/** Letters of like height, stroke and tone, next to each other on one line, among which hardly anything is no letter. */
function rowsOf(shapes: Shape[]): Shape[][] {
  const letters = shapes
    .filter(
      ({ letter, left, right, top, bottom }) =>
        letter && bottom - top + 1 >= LEAST_HEIGHT && right - left < 3 * (bottom - top + 1),
    )
    .sort((a, b) => a.left - b.left);
  const root = letters.map((_, i) => i);
  const rootOf = (i: number): number => (root[i] === i ? i : (root[i] = rootOf(root[i])));
  for (let i = 0; i < letters.length; i++) {
    for (let j = i + 1; j < letters.length && letters[j].left - letters[i].right < MOST_HEIGHT; j++) {
      if (areNeighbours(letters[i], letters[j])) root[rootOf(j)] = rootOf(i);
    }
  }
  const rows = Map.groupBy(letters, (_, i) => rootOf(i));
  return [...rows.values()].filter((row) => isWord(row) && isClear(row, shapes));
}

function isWord(row: Shape[]): boolean {
  const tall = Math.max(...row.map(({ top, bottom }) => bottom - top + 1));
  return row.length >= (tall < SMALL_HEIGHT ? SMALL_WORD : WORD);
}

function areNeighbours(a: Shape, b: Shape): boolean {
  const [high, low] = [a.bottom - a.top + 1, b.bottom - b.top + 1];
  const tall = Math.max(high, low);
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + 1;
  return (
    Math.min(high, low) > 0.55 * tall &&
    shared > 0.6 * Math.min(high, low) &&
    Math.abs(a.bottom - b.bottom) < 0.35 * tall &&
    b.left - a.right < 1.1 * tall &&
    Math.abs(a.tone - b.tone) < 0.13 &&
    Math.min(a.stroke, b.stroke) > 0.45 * Math.max(a.stroke, b.stroke)
  );
}

/** Grass and gravel have letters in them, too, but between much that is none. */
function isClear(row: Shape[], shapes: Shape[]): boolean {
  const left = Math.min(...row.map((shape) => shape.left));
  const right = Math.max(...row.map((shape) => shape.right));
  const top = Math.min(...row.map((shape) => shape.top));
  const bottom = Math.max(...row.map((shape) => shape.bottom));
  const tall = bottom - top + 1;
  const among = shapes.filter(
    (shape) =>
      shape.right >= left - tall / 2 &&
      shape.left <= right + tall / 2 &&
      shape.bottom >= top - tall / 2 &&
      shape.top <= bottom + tall / 2,
  );
  return row.length >= 0.5 * among.length;
}

/** What else is printed there: shapes in the ink of a word, near it, and no larger than twice its letters. */
function kinOf(row: Shape[], shapes: Shape[]): Shape[] {
  const left = Math.min(...row.map((shape) => shape.left));
  const right = Math.max(...row.map((shape) => shape.right));
  const top = Math.min(...row.map((shape) => shape.top));
  const bottom = Math.max(...row.map((shape) => shape.bottom));
  const size = Math.max(bottom - top, ...row.map((shape) => shape.right - shape.left)) + 1;
  const tone = row.reduce((sum, shape) => sum + shape.tone, 0) / row.length;
  const reach = right - left + bottom - top;
  return shapes.filter(
    (shape) =>
      Math.abs(shape.tone - tone) < 0.08 &&
      Math.max(shape.right - shape.left, shape.bottom - shape.top) < 2 * size &&
      shape.area > 12 &&
      shape.right > left - size &&
      shape.left < right + size &&
      shape.bottom > top - reach &&
      shape.top < bottom + reach,
  );
}

/** The shape's box and the paper around it. */
function mark({ width, height, data }: Plane, { left, top, right, bottom }: Shape): void {
  const pad = Math.max(2, 0.25 * (bottom - top));
  for (let y = Math.max(0, Math.floor(top - pad)); y <= Math.min(height - 1, bottom + pad); y++) {
    data.fill(
      1,
      y * width + Math.max(0, Math.floor(left - pad)),
      y * width + Math.min(width, Math.ceil(right + pad + 1)),
    );
  }
}
