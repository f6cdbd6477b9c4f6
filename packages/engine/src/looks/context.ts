import type { Plane, Raster } from "../pixels/index.ts";

/** What a look may know besides the picture. */
export interface LookContext {
  /** Grain, flakes and strokes fall as this number says: the same one gives the same picture. */
  seed: number;
  /** Matte (0 to 1) of what was pasted in, or of the scene's main subject; the picture's size. Null where there is none. */
  subjects: Plane | null;
  /** Distance, 0 near to 1 far, the picture's size. Absent: guessed from the horizon and the subjects. */
  depthHint?: Plane | null;
}

/** One look: a new picture of the same size and with the same alpha. */
export type ApplyLook = (picture: Raster, context: LookContext) => Raster;
