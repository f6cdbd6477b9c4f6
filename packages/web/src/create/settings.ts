import type { RemixInput } from "@pastiche/client";
import { signal } from "@preact/signals";
import { isRecord, recall, remember } from "../storage.ts";

/** Everything of the input that is neither a picture nor the prompt, in the names of the wire. */
export type Settings = Pick<
  RemixInput,
  "aspect_ratio" | "version" | "test_time_scaling" | "upscale_factor" | "remove_background" | "seed"
>;

export const settings = signal<Settings>(recall("settings", isRecord) ?? {});

export function changeSettings(changes: Settings): void {
  const next = { ...settings.value, ...changes };
  // What is not set is left out of the request, as a person would write it.
  for (const [name, value] of Object.entries(next)) {
    if (value === null || value === undefined || value === false) delete next[name as keyof Settings];
  }
  settings.value = next;
  remember("settings", next);
}

export function replaceSettings(next: Settings): void {
  settings.value = {};
  changeSettings(next);
}

export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
