import { applyLut, bakeLut, gaussianBlur, type Raster, whiteNoise } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { sCurve, smoothstep } from "./curves.ts";
import { vignette } from "./lens.ts";

/** A colour print of the seventies: faded blacks, creamy lights, greens and blues gone over, grain and a dark rim. */
export const vintage: ApplyLook = (picture, { seed }) => grain(vignette(applyLut(picture, fadedPrint()), 0.34), seed);

function fadedPrint() {
  return bakeLut((lab) => {
    const tone = sCurve(lab[0], 1.18, 0.5);
    const light = smoothstep(0.25, 0.95, tone);
    lab[0] = 0.2 + 0.74 * tone;
    // Blue dye fades first, then green: what is left leans to red and yellow.
    const b = lab[2] < 0 ? lab[2] * 0.55 : lab[2] * 0.86;
    const a = lab[1] < 0 ? lab[1] * 0.68 : lab[1] * 0.92;
    lab[1] = a + 0.014 - 0.008 * light;
    lab[2] = b + 0.004 + 0.036 * light;
  });
}

/** Clumps a pixel and a half wide, strongest in the middle tones, alike in all channels as silver grain is. */
function grain(picture: Raster, seed: number): Raster {
  const { width, height, data } = picture;
  const noise = gaussianBlur(whiteNoise(width, height, seed + 101), 0.75);
  for (let p = 0, i = 0; i < data.length; p++, i += 4) {
    const v = (data[i] + data[i + 1] + data[i + 2]) / 765;
    const speck = (noise.data[p] - 0.5) * 52 * (0.35 + 2.6 * v * (1 - v));
    data[i] += speck;
    data[i + 1] += speck;
    data[i + 2] += speck * 0.9;
  }
  return picture;
}
