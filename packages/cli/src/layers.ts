import { extname } from "node:path";
import { LAYER_FORMATS, type LayerFormat } from "@pastiche/contract/limits";
import { writeTo } from "./destination.ts";
import { Failure, UsageError } from "./failure.ts";
import { checkPlace } from "./output.ts";
import type { Source } from "./sources.ts";

/** Where the picture in layers goes, and as what. */
export interface Layers {
  path: string;
  format: LayerFormat;
}

/**
 * Checks the place before any work is done; null where no layers are asked for.
 * @throws {UsageError} for an unknown extension, and as `parseOutput` does.
 */
export async function parseLayers(file: string | undefined, sources: Source[]): Promise<Layers | null> {
  if (file === undefined) return null;
  const format = LAYER_FORMATS.find((one) => extname(file).toLowerCase() === `.${one}`);
  if (format === undefined) throw new UsageError(`Layers are written as .psd or .ora, received "${file}"`);
  await checkPlace(file, sources);
  return { path: file, format };
}

/** @throws {Failure} where an engine made none. */
export async function writeLayers(
  layers: Layers | null,
  bytes: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (layers === null) return;
  if (bytes === undefined) throw new Failure(`${layers.path} was not written: this version makes no layers`);
  await writeTo(layers.path, bytes, signal);
}
