import { copyRaster, fractalNoise } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { guessScene } from "./scene.ts";

const AIRLIGHT = [214, 219, 223];

/** Koschmieder's law: what is far fades into the air's own light, what is near stays; banks drift in the noise. */
export const fog: ApplyLook = (picture, context) => {
  const { width, height } = picture;
  const { depth } = guessScene(picture, context);
  const unit = Math.max(width, height) / 1024;
  const banks = fractalNoise(width, height, 300 * unit, 4, context.seed + 41);
  const out = copyRaster(picture);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++, i += 4) {
      const d = depth.data[p];
      const bank = 0.55 + 0.9 * banks.data[p];
      const seen = Math.exp(-(0.12 + 2.5 * d * d + 0.55 * d) * bank);
      const grey = 0.2126 * picture.data[i] + 0.7152 * picture.data[i + 1] + 0.0722 * picture.data[i + 2];
      const faded = 0.28 * (1 - seen) + 0.1;
      for (let c = 0; c < 3; c++) {
        const v = picture.data[i + c];
        const own = v + (grey - v) * faded;
        out.data[i + c] = AIRLIGHT[c] + (own - AIRLIGHT[c]) * seen;
      }
    }
  }
  return out;
};
