/**
 * A grid of pixels to be parted in two at least cost. `terminal` is what a pixel pays for changing sides: positive
 * pulls it to the foreground, negative to the background. The other four are the costs of parting a pixel from its
 * neighbour to the right, below, below to the right and below to the left (what would leave the grid is not read).
 * Whole numbers, so that every sum is exact and the cut is the same on every machine.
 */
export interface Grid {
  width: number;
  height: number;
  terminal: Int32Array;
  right: Int32Array;
  down: Int32Array;
  downRight: Int32Array;
  downLeft: Int32Array;
}

const FREE = 0;
const SOURCE = 1;
const SINK = 2;

const NO_PARENT = -1;
const TERMINAL = 8;
const ORPHAN = 9;

/**
 * The minimum cut by the two search trees of Boykov and Kolmogorov (2004), on eight neighbours: 1 where a pixel falls
 * to the foreground. Pixels that either side could have at no cost go to the background.
 */
export function minCut(grid: Grid): Uint8Array {
  // A border of one pixel without capacity saves every test for the edge of the grid.
  const stride = grid.width + 2;
  const nodes = stride * (grid.height + 2);
  // Directions come in pairs, so that `d ^ 1` is the way back.
  const step = Int32Array.of(1, -1, stride, -stride, stride + 1, -stride - 1, stride - 1, -stride + 1);
  const { capacity, terminal } = residuals(grid, stride, step);

  const tree = new Uint8Array(nodes);
  const parent = new Int8Array(nodes).fill(NO_PARENT);
  const distance = new Int32Array(nodes);
  const stamp = new Int32Array(nodes);
  const active = createQueue(nodes);
  const waiting = new Uint8Array(nodes);
  const orphans: number[] = [];
  let time = 0;

  for (let i = 0; i < nodes; i++) {
    if (terminal[i] === 0) continue;
    tree[i] = terminal[i] > 0 ? SOURCE : SINK;
    parent[i] = TERMINAL;
    distance[i] = 1;
    activate(i);
  }
  for (let i = active.pop(); i >= 0; i = active.pop()) {
    waiting[i] = 0;
    while (tree[i] !== FREE) {
      const d = grow(i);
      if (d < 0) break;
      time++;
      if (tree[i] === SOURCE) augment(i, i + step[d], d);
      else augment(i + step[d], i, d ^ 1);
      for (let o = 0; o < orphans.length; o++) adopt(orphans[o]);
      orphans.length = 0;
    }
  }

  const out = new Uint8Array(grid.width * grid.height);
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      if (tree[(y + 1) * stride + x + 1] === SOURCE) out[y * grid.width + x] = 1;
    }
  }
  return out;

  function activate(i: number): void {
    if (waiting[i]) return;
    waiting[i] = 1;
    active.push(i);
  }

  /** Takes the free neighbours of `i` into its tree; the direction of a neighbour in the other tree, or -1. */
  function grow(i: number): number {
    const own = tree[i];
    for (let d = 0; d < 8; d++) {
      const j = i + step[d];
      if ((own === SOURCE ? capacity[i * 8 + d] : capacity[j * 8 + (d ^ 1)]) === 0) continue;
      if (tree[j] === FREE) {
        tree[j] = own;
        parent[j] = d ^ 1;
        stamp[j] = stamp[i];
        distance[j] = distance[i] + 1;
        activate(j);
      } else if (tree[j] !== own) return d;
      else if (stamp[j] <= stamp[i] && distance[j] > distance[i]) {
        parent[j] = d ^ 1;
        stamp[j] = stamp[i];
        distance[j] = distance[i] + 1;
      }
    }
    return -1;
  }

  /** Sends what fits along the path from the source through `s`, across `d` to `t`, and on to the sink. */
  function augment(s: number, t: number, d: number): void {
    let flow = capacity[s * 8 + d];
    let i = s;
    for (; parent[i] !== TERMINAL; i += step[parent[i]]) {
      flow = Math.min(flow, capacity[(i + step[parent[i]]) * 8 + (parent[i] ^ 1)]);
    }
    flow = Math.min(flow, terminal[i]);
    for (i = t; parent[i] !== TERMINAL; i += step[parent[i]]) flow = Math.min(flow, capacity[i * 8 + parent[i]]);
    flow = Math.min(flow, -terminal[i]);

    capacity[s * 8 + d] -= flow;
    capacity[t * 8 + (d ^ 1)] += flow;
    for (i = s; parent[i] !== TERMINAL; ) {
      const p = parent[i];
      const j = i + step[p];
      capacity[i * 8 + p] += flow;
      if ((capacity[j * 8 + (p ^ 1)] -= flow) === 0) orphan(i);
      i = j;
    }
    if ((terminal[i] -= flow) === 0) orphan(i);
    for (i = t; parent[i] !== TERMINAL; ) {
      const p = parent[i];
      const j = i + step[p];
      capacity[j * 8 + (p ^ 1)] += flow;
      if ((capacity[i * 8 + p] -= flow) === 0) orphan(i);
      i = j;
    }
    if ((terminal[i] += flow) === 0) orphan(i);
  }

  function orphan(i: number): void {
    parent[i] = ORPHAN;
    orphans.push(i);
  }

  /** Finds a new parent for `i` that still hangs on its terminal, the nearest; else sets it and its children free. */
  function adopt(i: number): void {
    const own = tree[i];
    let best = -1;
    let nearest = Number.MAX_SAFE_INTEGER;
    for (let d = 0; d < 8; d++) {
      const j = i + step[d];
      if (tree[j] !== own) continue;
      if ((own === SOURCE ? capacity[j * 8 + (d ^ 1)] : capacity[i * 8 + d]) === 0) continue;
      const length = rooted(j);
      if (length < nearest) {
        best = d;
        nearest = length;
      }
    }
    if (best >= 0) {
      parent[i] = best;
      stamp[i] = time;
      distance[i] = nearest + 1;
      return;
    }
    parent[i] = NO_PARENT;
    tree[i] = FREE;
    for (let d = 0; d < 8; d++) {
      const j = i + step[d];
      if (tree[j] !== own) continue;
      if ((own === SOURCE ? capacity[j * 8 + (d ^ 1)] : capacity[i * 8 + d]) > 0) activate(j);
      if (parent[j] === (d ^ 1)) orphan(j);
    }
  }

  /** How far `j` is from its terminal, or the largest integer where it no longer hangs on it. */
  function rooted(j: number): number {
    let length = 0;
    let k = j;
    while (stamp[k] !== time) {
      const p = parent[k];
      if (p === ORPHAN || p === NO_PARENT) return Number.MAX_SAFE_INTEGER;
      if (p === TERMINAL) {
        stamp[k] = time;
        distance[k] = 1;
        break;
      }
      length++;
      k += step[p];
    }
    length += distance[k];
    for (let m = j, left = length; stamp[m] !== time; m += step[parent[m]]) {
      stamp[m] = time;
      distance[m] = left--;
    }
    return length;
  }
}

function residuals({ width, height, ...grid }: Grid, stride: number, step: Int32Array) {
  const nodes = stride * (height + 2);
  const capacity = new Int32Array(nodes * 8);
  const terminal = new Int32Array(nodes);
  const connect = (i: number, d: number, cost: number) => {
    capacity[i * 8 + d] = cost;
    capacity[(i + step[d]) * 8 + (d ^ 1)] = cost;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * width + x;
      const i = (y + 1) * stride + x + 1;
      terminal[i] = grid.terminal[from];
      if (x + 1 < width) connect(i, 0, grid.right[from]);
      if (y + 1 === height) continue;
      connect(i, 2, grid.down[from]);
      if (x + 1 < width) connect(i, 4, grid.downRight[from]);
      if (x > 0) connect(i, 6, grid.downLeft[from]);
    }
  }
  return { capacity, terminal };
}

/** First in, first out, for at most `size` numbers at a time; `pop` gives -1 when it is empty. */
function createQueue(size: number) {
  const ring = new Int32Array(size + 1);
  let head = 0;
  let tail = 0;
  return {
    push(value: number) {
      ring[tail] = value;
      if (++tail === ring.length) tail = 0;
    },
    pop(): number {
      if (head === tail) return -1;
      const value = ring[head];
      if (++head === ring.length) head = 0;
      return value;
    },
  };
}
