import type { RemixInput } from "@pastiche/client";
import { inputOf } from "../create/run.ts";
import { creditsOf, durationOf } from "../lists/format.ts";
import type { RemixTask } from "./tasks.ts";

/** The uris of a task's pictures, by their numbers. */
export function picturesOf(task: RemixTask): string[] {
  return inputOf(task).images.map(String);
}

export function sizeOf({ output }: RemixTask): string | null {
  for (const part of output?.output_meta.outputs ?? [])
    if (part.type === "image") return `${part.width} × ${part.height}`;
  return null;
}

export function costOf({ output }: RemixTask): string | null {
  for (const part of output?.output_meta.outputs ?? []) if (part.type === "raw") return creditsOf(part.cost);
  return null;
}

/** How long it took from being taken up to its end. */
export function tookOf({ started_at, ended_at }: RemixTask): string | null {
  return started_at && ended_at ? durationOf(Date.parse(ended_at) - Date.parse(started_at)) : null;
}

/** Whether it was drawn from a plan that was changed by hand, in words. */
export function changeOf(task: RemixTask): string | null {
  return inputOf(task).plan ? "changed by hand" : null;
}

/** What was set in the form beside pictures and prompt, in words. */
export function settingsOf(input: RemixInput): [string, string][] {
  const { aspect_ratio, version, test_time_scaling, upscale_factor, remove_background, seed, layers } = input;
  const rows: [string, string | null][] = [
    ["Format", aspect_ratio ?? "auto"],
    ["Engine asked for", version ?? "latest"],
    ["Effort", test_time_scaling ? String(test_time_scaling) : null],
    ["Enlarge", upscale_factor ? `${upscale_factor}×` : null],
    ["Background", remove_background ? "transparent" : null],
    ["Seed", seed === null || seed === undefined ? null : String(seed)],
    ["Layers", layers ?? null],
    ["Hints", input.hints?.some((hint) => hint !== null) ? "for the cut-out" : null],
    ["Plan", input.plan ? "changed by hand" : null],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}
