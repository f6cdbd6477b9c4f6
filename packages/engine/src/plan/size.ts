import type { AspectRatio } from "@pastiche/contract";

export interface Size {
  width: number;
  height: number;
}

/** Every ratio at about one megapixel, exact, in even pixels. */
const SIZES: Record<AspectRatio, Size> = {
  "16:9": { width: 1344, height: 756 },
  "9:16": { width: 756, height: 1344 },
  "3:2": { width: 1248, height: 832 },
  "2:3": { width: 832, height: 1248 },
  "4:3": { width: 1152, height: 864 },
  "3:4": { width: 864, height: 1152 },
  "1:1": { width: 1024, height: 1024 },
};

const AREA_PX = 1024 * 1024;
const WIDEST = 16 / 9;

/** The size asked for; else the ratio of the picture that leads, no wider than 16:9 and no taller than 9:16. */
export function chooseSize(ratio: AspectRatio | null, lead: Size): Size {
  if (ratio) return SIZES[ratio];
  const aspect = Math.min(WIDEST, Math.max(1 / WIDEST, lead.width / lead.height));
  const even = (v: number) => 2 * Math.round(v / 2);
  return { width: even(Math.sqrt(AREA_PX * aspect)), height: even(Math.sqrt(AREA_PX / aspect)) };
}
