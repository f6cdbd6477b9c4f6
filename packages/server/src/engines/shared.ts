import type { Seen } from "@pastiche/engine";

/**
 * The same in memory that all threads share: it goes to and fro without being copied. What is shared already stays
 * where it is. Nothing of it is ever written to again.
 */
export function shared(seen: Seen): Seen {
  const { raster, saliency, cutOut, measure, stage } = seen;
  return {
    ...seen,
    raster: raster && bytes(raster),
    saliency: saliency && floats(saliency),
    cutOut: cutOut && { ...cutOut, raster: bytes(cutOut.raster), saliency: floats(cutOut.saliency) },
    measure: measure && { ...measure, ground: floats(measure.ground), salient: floats(measure.salient) },
    stage: stage && { ...stage, raster: bytes(stage.raster) },
  };
}

function bytes<Picture extends { data: Uint8ClampedArray }>(picture: Picture): Picture {
  const { data } = picture;
  if (data.buffer instanceof SharedArrayBuffer) return picture;
  const copy = new Uint8ClampedArray(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return { ...picture, data: copy };
}

function floats<Numbers extends { data: Float32Array }>(plane: Numbers): Numbers {
  const { data } = plane;
  if (data.buffer instanceof SharedArrayBuffer) return plane;
  const copy = new Float32Array(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return { ...plane, data: copy };
}

/** A map that remembers which of its entries were set: the engine sets again what it uses. */
export class Used<Value> extends Map<string, Value> {
  readonly names = new Set<string>();

  override set(name: string, value: Value): this {
    // Not there while the map is filled by its constructor.
    this.names?.add(name);
    return super.set(name, value);
  }

  used(): [string, Value][] {
    return [...this].filter(([name]) => this.names.has(name));
  }
}
