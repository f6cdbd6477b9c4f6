import type { Plane } from "../pixels/index.ts";

/**
 * Raises every dip of a soft mask (0 to 1) that does not drain to the picture's border to the level of its rim, by a
 * priority flood from the border in 256 steps (Barnes, Lehman and Mulla 2014): a pale patch inside the subject is
 * the subject, however little the network makes of it.
 */
export function fillHoles({ width, height, data }: Plane): Plane {
  const size = data.length;
  const level = new Uint8Array(size);
  for (let i = 0; i < size; i++) level[i] = Math.round(255 * data[i]);
  const reached = new Uint8Array(size);
  // One linked list of pixels for each level.
  const first = new Int32Array(256).fill(-1);
  const next = new Int32Array(size);
  const reach = (i: number, water: number) => {
    if (reached[i]) return;
    reached[i] = 1;
    if (level[i] < water) level[i] = water;
    next[i] = first[level[i]];
    first[level[i]] = i;
  };
  for (let x = 0; x < width; x++) {
    reach(x, 0);
    reach(size - 1 - x, 0);
  }
  for (let y = 0; y < height; y++) {
    reach(y * width, 0);
    reach(y * width + width - 1, 0);
  }
  for (let water = 0; water < 256; water++) {
    while (first[water] >= 0) {
      const i = first[water];
      first[water] = next[i];
      const x = i % width;
      if (x > 0) reach(i - 1, water);
      if (x + 1 < width) reach(i + 1, water);
      if (i >= width) reach(i - width, water);
      if (i + width < size) reach(i + width, water);
    }
  }
  return { width, height, data: data.map((v, i) => Math.max(v, level[i] / 255)) };
}
