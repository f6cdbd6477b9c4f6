import type { Plan, PlanSubject } from "@pastiche/contract";
import { type Layer, layerBetween, layerOf } from "../layers/layer.ts";
import type { Raster } from "../pixels/index.ts";

/** Keeps what is laid, as layers. */
export interface Sheets {
  layers: Layer[];
  add(name: string, raster: Raster, at?: { x: number; y: number }): void;
  /** What made one picture of another. */
  addBetween(name: string, before: Raster, after: Raster): void;
  /** What was made of all that is below, as a whole. */
  cover(name: string, picture: Raster): void;
}

export function createSheets(): Sheets {
  const layers: Layer[] = [];
  const known = new Map<string, number>();
  const push = (layer: Layer | null) => {
    if (!layer) return;
    const times = (known.get(layer.name) ?? 0) + 1;
    known.set(layer.name, times);
    layers.push(times === 1 ? layer : { ...layer, name: `${layer.name} ${times}` });
  };
  return {
    layers,
    add: (name, raster, at) => push(layerOf(name, raster, at?.x, at?.y)),
    addBetween: (name, before, after) => push(layerBetween(name, before, after)),
    cover(name, picture) {
      // Through a half-clear edge what is below would be seen twice.
      if (!isOpaque(picture)) for (const layer of layers) layer.hidden = true;
      push(layerOf(name, picture));
    },
  };
}

export function stageName({ layout, references, backdrop }: Plan): string {
  if (layout === "backdrop") return `backdrop: ${backdrop?.name ?? "white"}`;
  return ["scene", references.find(({ role }) => role === "scene")?.phrase].filter(Boolean).join(": ");
}

export function subjectName({ phrase, reference }: PlanSubject): string {
  return phrase || `subject from ${reference}`;
}

/** All that palette, style and looks did, in the order in which they did it. */
export function paintName({ references, looks }: Plan): string {
  const from = (role: string, words: string) =>
    references.filter((reference) => reference.role === role).map(({ index }) => `${words} of ${index}`);
  return ["looks", [...from("palette", "colours"), ...from("style", "style"), ...looks].join(", ")].join(": ");
}

function isOpaque({ data }: Raster): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return false;
  return true;
}
