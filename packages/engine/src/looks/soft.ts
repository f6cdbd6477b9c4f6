import { applyLut, bakeLut, type Raster, resize } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { mix } from "./curves.ts";

/** Soft focus: a diffusion filter's glow over a sharp core, then pastel colours with open shadows. */
export const soft: ApplyLook = (picture) => {
  const { width, height } = picture;
  const glow = blurred(picture, Math.max(width, height) / 90);
  const out: Raster = { width, height, data: picture.data.slice() };
  for (let i = 0; i < out.data.length; i += 4) {
    for (let c = i; c < i + 3; c++) {
      const v = picture.data[c] / 255;
      const g = glow.data[c] / 255;
      const screened = 1 - (1 - v) * (1 - g * 0.62);
      out.data[c] = 255 * mix(v, screened, 0.55);
    }
  }
  return applyLut(out, pastel());
};

function pastel() {
  return bakeLut((lab) => {
    lab[0] = 0.12 + 0.86 * lab[0] ** 1.08;
    lab[1] = lab[1] * 0.84 + 0.004;
    lab[2] = lab[2] * 0.84 + 0.006;
  });
}

/** A wide blur by way of a small picture: the triangle kernel never rings, and nobody sees pixels in a glow. */
function blurred(picture: Raster, sigmaPx: number): Raster {
  const width = Math.max(1, Math.round(picture.width / sigmaPx));
  const height = Math.max(1, Math.round(picture.height / sigmaPx));
  return resize(resize(picture, width, height, "triangle"), picture.width, picture.height, "triangle");
}
