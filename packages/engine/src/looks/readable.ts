import type { Plane, Raster } from "../pixels/index.ts";
import { smoothstep } from "./curves.ts";
import { findLettering } from "./lettering.ts";

/** How much of its own drawing each part of a picture keeps in a painting, 0 to 1. */
export interface Kept {
  lettering: number;
  subjects: number;
}

/**
 * Brings `model` (the picture, or a simpler one) back into the painting, in place, where something would be lost: letters, and
 * the features of subjects. Only what differs comes back, so that the paint around a letter stays paint and no patch shows.
 */
export function keepReadable(painting: Raster, model: Raster, subjects: Plane | null, kept: Kept): Raster {
  const lettering = findLettering(model);
  if (!lettering && !subjects) return painting;
  const { data } = painting;
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const letters = lettering ? kept.lettering * lettering.data[p] : 0;
    const features = subjects ? kept.subjects * subjects.data[p] : 0;
    const share = Math.max(letters, features);
    if (share < 0.01) continue;
    const away = Math.max(
      Math.abs(data[i] - model.data[i]),
      Math.abs(data[i + 1] - model.data[i + 1]),
      Math.abs(data[i + 2] - model.data[i + 2]),
    );
    const back = share * smoothstep(14, 46, away);
    for (let c = i; c < i + 3; c++) data[c] += (model.data[c] - data[c]) * back;
  }
  return painting;
}
