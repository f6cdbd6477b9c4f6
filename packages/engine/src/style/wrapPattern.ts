import {
  byteOfLinear,
  copyRaster,
  createPlane,
  createRaster,
  gaussianBlur,
  LINEAR_OF_BYTE,
  type Plane,
  type Raster,
  resize,
} from "../pixels/index.ts";

/** The longer side of one repeat, as a share of the subject's. */
const TILE = 0.55;
/** How much more than in the photograph folds and seams stand out, in the exponent: a rich print would hide them. */
const RELIEF = 0.7;

/**
 * The pattern printed on the subject: repeated over it, bent where its form turns away, and shaded by the light that lay
 * on it. Highlights stay highlights. Size and alpha are the subject's.
 */
export function wrapPattern(subject: Raster, pattern: Raster): Raster {
  const { width, height } = subject;
  const box = opaqueBox(subject);
  const tile = tileOf(pattern, Math.max(8, TILE * Math.max(box.right - box.left, box.bottom - box.top)));
  const light = lightOn(subject);
  const form = formOf(subject, light, box);
  const exposure = exposureOf(light, subject);
  const relief = reliefOf(light, subject, box);
  const out = copyRaster(subject);
  for (let y = box.top; y <= box.bottom; y++) {
    for (let x = box.left; x <= box.right; x++) {
      const p = y * width + x;
      const i = p * 4;
      if (subject.data[i + 3] === 0) continue;
      const sx =
        x - box.left - (form.data[y * width + Math.min(width - 1, x + 1)] - form.data[y * width + Math.max(0, x - 1)]);
      const sy =
        y - box.top - (form.data[Math.min(height - 1, y + 1) * width + x] - form.data[Math.max(0, y - 1) * width + x]);
      const t = readTile(tile, sx, sy);
      const shade = shadeOf(light.data[p] * exposure) * relief.data[p];
      // What is light all over is paint; what outshines its surroundings is gloss.
      const gloss = Math.max(0, relief.data[p] - 1.15) * light.data[p];
      for (let c = 0; c < 3; c++) {
        const printed = LINEAR_OF_BYTE[tile.data[t + c]] * Math.min(1.2, shade);
        out.data[i + c] = byteOfLinear(printed + gloss * (0.4 + 0.6 * LINEAR_OF_BYTE[subject.data[i + c]]));
      }
    }
  }
  return out;
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function opaqueBox({ width, height, data }: Raster): Bounds {
  const box = { left: width, top: height, right: -1, bottom: -1 };
  for (let y = 0, i = 3; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      if (data[i] < 16) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box.right < 0 ? { left: 0, top: 0, right: width - 1, bottom: height - 1 } : box;
}

/** A tile whose longer side is about `sizePx`. One whose borders do not meet is made to. */
function tileOf(pattern: Raster, sizePx: number): Raster {
  const scale = sizePx / Math.max(pattern.width, pattern.height);
  const tile = resize(
    pattern,
    Math.max(4, Math.round(pattern.width * scale)),
    Math.max(4, Math.round(pattern.height * scale)),
    "triangle",
  );
  return seamOf(tile) < 5 ? tile : turned(joined(turned(joined(tile))));
}

/** Mean difference (of 255) between opposite borders. */
function seamOf({ width, height, data }: Raster): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < 3; c++) sum += Math.abs(data[y * width * 4 + c] - data[(y * width + width - 1) * 4 + c]);
  }
  for (let x = 0; x < width; x++) {
    for (let c = 0; c < 3; c++) sum += Math.abs(data[x * 4 + c] - data[((height - 1) * width + x) * 4 + c]);
  }
  return sum / (3 * (width + height));
}

/**
 * A quarter of the tile's right side faded over its left, so that it runs on into itself. Mirroring would hide the seam
 * too, but makes a kaleidoscope of any picture.
 */
function joined({ width, height, data }: Raster): Raster {
  const overlap = Math.max(1, Math.floor(width / 4));
  const out = createRaster(width - overlap, height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < out.width; x++, to += 4) {
      const i = (y * width + x) * 4;
      const t = Math.min(1, (x + 0.5) / overlap);
      const share = t * t * (3 - 2 * t);
      for (let c = 0; c < 4; c++) {
        const far = x < overlap ? data[i + out.width * 4 + c] : 0;
        out.data[to + c] = x < overlap ? far + (data[i + c] - far) * share : data[i + c];
      }
    }
  }
  return out;
}

/** Rows as columns. */
function turned({ width, height, data }: Raster): Raster {
  const out = createRaster(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = (x * height + y) * 4;
      for (let c = 0; c < 4; c++) out.data[to + c] = data[from + c];
    }
  }
  return out;
}

function readTile({ width, height }: Raster, x: number, y: number): number {
  const ix = ((Math.round(x) % width) + width) % width;
  const iy = ((Math.round(y) % height) + height) % height;
  return (iy * width + ix) * 4;
}

function lightOn({ width, height, data }: Raster): Plane {
  const out = createPlane(width, height);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    out.data[p] =
      0.2126 * LINEAR_OF_BYTE[data[i]] + 0.7152 * LINEAR_OF_BYTE[data[i + 1]] + 0.0722 * LINEAR_OF_BYTE[data[i + 2]];
  }
  return out;
}

/** A height whose slope bends the print: the outline swells like a cushion, folds follow the smoothed light. */
function formOf({ width, height, data }: Raster, light: Plane, box: Bounds): Plane {
  const size = Math.min(box.right - box.left, box.bottom - box.top) + 1;
  const inside = createPlane(width, height);
  for (let p = 0, i = 3; i < data.length; p++, i += 4) inside.data[p] = data[i] / 255;
  const cushion = gaussianBlur(inside, size / 7);
  const folds = gaussianBlur(light, size / 60);
  for (let p = 0; p < cushion.data.length; p++) {
    cushion.data[p] =
      -size * (0.32 * cushion.data[p] * cushion.data[p]) + size * 0.05 * Math.sqrt(Math.max(0, folds.data[p]));
  }
  return cushion;
}

/** How much lighter or darker each pixel is than what lies about it on the subject, strengthened: 0.45 to 1.5. */
function reliefOf(light: Plane, { width, height, data }: Raster, box: Bounds): Plane {
  const sigma = Math.max(box.right - box.left, box.bottom - box.top) / 40;
  const sum = createPlane(width, height);
  const weight = createPlane(width, height);
  for (let p = 0; p < sum.data.length; p++) {
    weight.data[p] = data[p * 4 + 3] / 255;
    sum.data[p] = light.data[p] * weight.data[p];
  }
  const around = gaussianBlur(sum, sigma);
  const share = gaussianBlur(weight, sigma);
  for (let p = 0; p < around.data.length; p++) {
    const mean = around.data[p] / (share.data[p] + 1e-3);
    around.data[p] = Math.min(1.5, Math.max(0.45, ((light.data[p] + 0.03) / (mean + 0.03)) ** RELIEF));
  }
  return around;
}

/** Brings the 80th percentile of the light to 1: there the print shows its own colours. */
function exposureOf(light: Plane, { data }: Raster): number {
  const values: number[] = [];
  for (let p = 0; p < light.data.length; p += 7) if (data[p * 4 + 3] > 127) values.push(light.data[p]);
  values.sort((a, b) => a - b);
  return 1 / Math.max(0.03, values[Math.floor(values.length * 0.8)] ?? 0.5);
}

/** The light of a subject is its own colour's too: a black sleeve must not blacken the print, so the darks are lifted. */
function shadeOf(light: number): number {
  return light < 1 ? 0.14 + 0.86 * light ** 0.72 : light;
}
