import type { Box } from "@pastiche/contract";
import { createPlane, cropRaster, gaussianBlur, type Raster, resize } from "../pixels/index.ts";

/** Width of the band along the edge, for each pixel of the frame's shorter side. */
const BAND = 0.004;
/** How much of what is brighter behind reaches over the edge: felt, never seen as a glow. */
const STRENGTH = 0.3;

/**
 * Lets what is bright behind a subject spill over its edge, as a lens does: only ever lighter, in the subject's own colours,
 * so that the layer still lies on its scene by plain alpha. Returns a new layer; the alpha stays.
 */
export function wrapLight(layer: Raster, stage: Raster, box: Box): Raster {
  const sigma = BAND * Math.min(stage.width, stage.height);
  const { width, height } = layer;
  const matte = createPlane(width, height);
  for (let p = 0; p < matte.data.length; p++) matte.data[p] = layer.data[p * 4 + 3] / 255;
  const inner = gaussianBlur(matte, sigma);
  const light = softly(cropRaster(stage, { x: box.x, y: box.y, width, height }));
  const out = { ...layer, data: layer.data.slice() };
  for (let p = 0, i = 0; p < matte.data.length; p++, i += 4) {
    const share = 2 * STRENGTH * (1 - inner.data[p]) * (light.data[i + 3] / 255);
    if (matte.data[p] === 0 || share < 0.01) continue;
    for (let c = i; c < i + 3; c++) {
      if (light.data[c] > out.data[c]) out.data[c] += share * (light.data[c] - out.data[c]);
    }
  }
  return out;
}

/** At an eighth of the size and back: light, not things. */
function softly(part: Raster): Raster {
  const small = resize(part, Math.max(1, part.width >> 3), Math.max(1, part.height >> 3), "triangle");
  return resize(small, part.width, part.height, "triangle");
}
