import { copyRaster, type Plane, type Raster } from "../pixels/index.ts";

/** How far alpha may be off (its variance): the more, the less a pixel's own colour moves what is told from its surroundings. */
const DOUBT = 0.1;
/** The side of the smallest cells whose colours are averaged, in pixels. */
const CELL = 8;
/** How many pixels a cell's own colours must weigh to count as much as those of the larger cell around it. */
const LEAN = 1;
/** The power of alpha by which a pixel counts: what is all but solid tells the subject's colour, the rest is mixed. */
const PURITY = 32;

/**
 * The subject's own colours under a matte, free of the background that shows through at soft edges. Both colours of the
 * band start from averages of what is pure nearby, from coarse to fine, and are settled by the equations of foreground
 * estimation (Germer 2020). Gives straight colours with `alpha` as their alpha; wholly transparent pixels are left empty,
 * so that nothing of the old background travels with the file.
 */
export function cleanForeground(image: Raster, alpha: Plane): Raster {
  const out = copyRaster(image);
  const pixels = new Uint32Array(out.data.buffer);
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const a = alpha.data[i] === 1 ? 255 : Math.round(255 * alpha.data[i]);
    if (a > 0) out.data[i * 4 + 3] = a;
    else pixels[i] = 0;
    if (a > 0 && a < 255) count++;
  }
  const band = new Int32Array(count);
  for (let i = 0, to = 0; to < count; i++) {
    if (out.data[i * 4 + 3] > 0 && out.data[i * 4 + 3] < 255) band[to++] = i;
  }
  solve(image, alpha, band, out.data);
  return out;
}

/** For each cell eight numbers: the foreground's red, green and blue and how much of it there is, then the background's. */
interface Cells {
  width: number;
  height: number;
  data: Float32Array;
}

function createCells(width: number, height: number): Cells {
  return { width, height, data: new Float32Array(width * height * 8) };
}

/** The colours of either side around the band. */
function averageColours(image: Raster, alpha: Plane, band: Int32Array): Cells {
  const cells = createCells(Math.ceil(image.width / CELL), Math.ceil(image.height / CELL));
  const near = new Uint8Array(cells.width * cells.height);
  for (const i of band) {
    const x = i % image.width;
    near[Math.floor((i - x) / image.width / CELL) * cells.width + Math.floor(x / CELL)] = 1;
  }
  for (let y = 0; y < cells.height; y++) {
    for (let x = 0; x < cells.width; x++) if (isNear(x, y)) sumCell(cells, x, y, image, alpha);
  }
  settle(cells);
  return cells;

  function isNear(x: number, y: number): boolean {
    for (let v = Math.max(0, y - 1); v <= Math.min(cells.height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(cells.width - 1, x + 1); u++) {
        if (near[v * cells.width + u]) return true;
      }
    }
    return false;
  }
}

function sumCell(cells: Cells, cellX: number, cellY: number, { width, height, data }: Raster, alpha: Plane): void {
  const at = (cellY * cells.width + cellX) * 8;
  const right = Math.min(width, (cellX + 1) * CELL);
  const bottom = Math.min(height, (cellY + 1) * CELL);
  for (let y = cellY * CELL; y < bottom; y++) {
    for (let x = cellX * CELL; x < right; x++) {
      const i = y * width + x;
      const a = alpha.data[i];
      const to = a < 0.5 ? at + 4 : at;
      const pure = a < 0.5 ? 1 - a : a;
      const weight = pure === 1 ? 1 : pure ** PURITY;
      for (let c = 0; c < 3; c++) cells.data[to + c] += weight * data[i * 4 + c];
      cells.data[to + 3] += weight;
    }
  }
}

/** From sums to means: where a cell holds little it takes after the one of four times its area around it. */
function settle({ width, height, data }: Cells): void {
  const larger = createCells((width + 1) >> 1, (height + 1) >> 1);
  const around = (x: number, y: number) => ((y >> 1) * larger.width + (x >> 1)) * 8;
  const whole = width === 1 && height === 1;
  if (!whole) {
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++) for (let to = around(x, y), c = 0; c < 8; c++) larger.data[to++] += data[i++];
    }
    settle(larger);
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 8) {
      const from = around(x, y);
      for (let side = 0; side < 8; side += 4) {
        const lean = whole ? 0 : LEAN;
        const total = data[i + side + 3] + lean;
        const norm = total > 0 ? 1 / total : 0;
        for (let c = side; c < side + 3; c++) data[i + c] = (data[i + c] + lean * larger.data[from + c]) * norm;
      }
    }
  }
}

/** Writes the foreground of the band to `fore`: the colours around it, moved by as little as gives the picture's own. */
function solve(image: Raster, alpha: Plane, band: Int32Array, fore: Uint8ClampedArray): void {
  const { width, data } = image;
  const cells = averageColours(image, alpha, band);
  const near = new Float32Array(8);
  for (const i of band) {
    const x = i % width;
    readCells(cells, (x + 0.5) / CELL - 0.5, ((i - x) / width + 0.5) / CELL - 0.5, near);
    const a = alpha.data[i];
    const b = 1 - a;
    const gain = a / (DOUBT + a * a + b * b);
    for (let c = 0; c < 3; c++) fore[i * 4 + c] = near[c] + gain * (data[i * 4 + c] - a * near[c] - b * near[c + 4]);
  }
}

/** Between the four cells around a place. */
function readCells({ width, height, data }: Cells, x: number, y: number, out: Float32Array): void {
  const left = Math.max(0, Math.min(width - 1, Math.floor(x)));
  const top = Math.max(0, Math.min(height - 1, Math.floor(y)));
  const u = Math.max(0, Math.min(1, x - left));
  const v = Math.max(0, Math.min(1, y - top));
  const at = (top * width + left) * 8;
  const right = left + 1 < width ? 8 : 0;
  const down = top + 1 < height ? width * 8 : 0;
  for (let c = at, to = 0; to < 8; c++, to++) {
    const upper = data[c] + u * (data[c + right] - data[c]);
    const lower = data[c + down] + u * (data[c + down + right] - data[c + down]);
    out[to] = upper + v * (lower - upper);
  }
}
