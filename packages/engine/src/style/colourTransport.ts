import {
  bytesInGamut,
  createRandom,
  type Lab,
  LUT_SIZE,
  type Lut,
  oklabOfBytes,
  type Raster,
  resize,
} from "../pixels/index.ts";

const ROUNDS = 14;
const QUANTILES = 32;

/** How much of the transport is taken, 0 to 1. */
export interface TransportShare {
  lightness: number;
  chroma: number;
  /** Share of `chroma` that white things take. */
  whites: number;
}

/**
 * The map of colours that gives `picture` the colour distribution of `reference`: sliced optimal transport in OKLab
 * (Pitié 2007; Rabin and others 2011). In each round three random orthogonal axes are matched by quantiles. The nodes of
 * a 33³ map ride along with the samples, so that one reading of the map moves every pixel.
 */
export function colourTransport(picture: Raster, reference: Raster, share: TransportShare): Lut {
  const from = samples(picture);
  const to = samples(reference);
  const nodes = latticeNodes();
  const start = nodes.slice();
  const random = createRandom(1);
  for (let round = 0; round < ROUNDS; round++) {
    const axes = randomAxes(random);
    const maps = axes.map((axis) => matchQuantiles(project(from, axis), project(to, axis)));
    shift(from, axes, maps);
    shift(nodes, axes, maps);
  }
  const smooth = smoothed(displacement(start, nodes));
  return toLut(start, smooth, share);
}

/** About nine thousand pixels as OKLab triples: area means, so that grain does not count as colour. */
function samples(picture: Raster): Float32Array {
  const scale = Math.min(1, 96 / Math.max(picture.width, picture.height));
  const small = resize(
    picture,
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
    "triangle",
  );
  const out: number[] = [];
  const lab: Lab = [0, 0, 0];
  for (let i = 0; i < small.data.length; i += 4) {
    if (small.data[i + 3] < 128) continue;
    oklabOfBytes(small.data[i], small.data[i + 1], small.data[i + 2], lab);
    out.push(lab[0], lab[1], lab[2]);
  }
  return Float32Array.from(out.length > 0 ? out : [0.5, 0, 0]);
}

function latticeNodes(): Float32Array {
  const out = new Float32Array(LUT_SIZE ** 3 * 3);
  const lab: Lab = [0, 0, 0];
  const step = 255 / (LUT_SIZE - 1);
  let n = 0;
  for (let b = 0; b < LUT_SIZE; b++) {
    for (let g = 0; g < LUT_SIZE; g++) {
      for (let r = 0; r < LUT_SIZE; r++, n += 3) {
        oklabOfBytes(r * step, g * step, b * step, lab);
        out.set(lab, n);
      }
    }
  }
  return out;
}

/** Three orthonormal axes, evenly spread over all rotations (a random unit quaternion, Shoemake 1992). */
function randomAxes(random: () => number): Lab[] {
  const u = random();
  const v = 2 * Math.PI * random();
  const t = 2 * Math.PI * random();
  const [a, b] = [Math.sqrt(1 - u), Math.sqrt(u)];
  const [x, y, z, w] = [a * Math.sin(v), a * Math.cos(v), b * Math.sin(t), b * Math.cos(t)];
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)],
    [2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)],
    [2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)],
  ];
}

function project(points: Float32Array, axis: Lab): Float32Array {
  const out = new Float32Array(points.length / 3);
  for (let i = 0, n = 0; i < points.length; i += 3, n++) {
    out[n] = points[i] * axis[0] + points[i + 1] * axis[1] + points[i + 2] * axis[2];
  }
  return out;
}

/** A shift along one axis: linear between its knots (rising), constant outside them. */
interface AxisMap {
  knots: Float32Array;
  shifts: Float32Array;
}

function matchQuantiles(from: Float32Array, to: Float32Array): AxisMap {
  from.sort();
  to.sort();
  const knots = new Float32Array(QUANTILES);
  const shifts = new Float32Array(QUANTILES);
  for (let q = 0; q < QUANTILES; q++) {
    const share = (q + 0.5) / QUANTILES;
    knots[q] = from[Math.floor(share * from.length)];
    shifts[q] = to[Math.floor(share * to.length)] - knots[q];
  }
  // Neighbouring quantiles move alike: a thing of one colour must not be torn into two.
  for (let q = 1; q < QUANTILES - 1; q++) shifts[q] = (shifts[q - 1] + 2 * shifts[q] + shifts[q + 1]) / 4;
  return { knots, shifts };
}

function shift(points: Float32Array, axes: Lab[], maps: AxisMap[]): void {
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i];
    const y = points[i + 1];
    const z = points[i + 2];
    for (let k = 0; k < 3; k++) {
      const axis = axes[k];
      const d = shiftAt(maps[k], x * axis[0] + y * axis[1] + z * axis[2]);
      points[i] += axis[0] * d;
      points[i + 1] += axis[1] * d;
      points[i + 2] += axis[2] * d;
    }
  }
}

function shiftAt({ knots, shifts }: AxisMap, v: number): number {
  if (v <= knots[0]) return shifts[0];
  if (v >= knots[QUANTILES - 1]) return shifts[QUANTILES - 1];
  let low = 0;
  let high = QUANTILES - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle] <= v) low = middle;
    else high = middle;
  }
  const span = knots[high] - knots[low];
  return span > 1e-6 ? shifts[low] + ((shifts[high] - shifts[low]) * (v - knots[low])) / span : shifts[low];
}

function displacement(start: Float32Array, end: Float32Array): Float32Array {
  return end.map((v, i) => v - start[i]);
}

/** Eighteen times the mean of each node with its six neighbours: a fold in the map would show as a band in the picture. */
function smoothed(field: Float32Array): Float32Array {
  const last = LUT_SIZE - 1;
  const [across, up, deep] = [3, 3 * LUT_SIZE, 3 * LUT_SIZE * LUT_SIZE];
  let from = field;
  for (let pass = 0; pass < 18; pass++) {
    const to = new Float32Array(from.length);
    for (let b = 0, n = 0; b < LUT_SIZE; b++) {
      for (let g = 0; g < LUT_SIZE; g++) {
        for (let r = 0; r < LUT_SIZE; r++, n += 3) {
          const inside = (r > 0 ? 1 : 0) + (r < last ? 1 : 0) + (g > 0 ? 1 : 0) + (g < last ? 1 : 0);
          const total = 2 + inside + (b > 0 ? 1 : 0) + (b < last ? 1 : 0);
          for (let i = n; i < n + 3; i++) {
            let sum = 2 * from[i];
            if (r > 0) sum += from[i - across];
            if (r < last) sum += from[i + across];
            if (g > 0) sum += from[i - up];
            if (g < last) sum += from[i + up];
            if (b > 0) sum += from[i - deep];
            if (b < last) sum += from[i + deep];
            to[i] = sum / total;
          }
        }
      }
    }
    from = to;
  }
  return from;
}

function toLut(start: Float32Array, moved: Float32Array, share: TransportShare): Lut {
  const data = new Float32Array(start.length);
  const rgb: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < start.length; i += 3) {
    const chroma = share.chroma * (1 - (1 - share.whites) * whiteness(start[i], start[i + 1], start[i + 2]));
    const lab: Lab = [
      start[i] + share.lightness * moved[i],
      start[i + 1] + chroma * moved[i + 1],
      start[i + 2] + chroma * moved[i + 2],
    ];
    bytesInGamut(lab, rgb);
    data.set(rgb, i);
  }
  return { data };
}

/** 0 to 1: how nearly white a colour is. */
function whiteness(L: number, a: number, b: number): number {
  const light = Math.min(1, Math.max(0, (L - 0.7) / 0.2));
  return light * Math.min(1, Math.max(0, 1.5 - Math.hypot(a, b) / 0.04));
}
