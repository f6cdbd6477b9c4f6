import { byteOfLinear, copyRaster, createRandom, LINEAR_OF_BYTE } from "../pixels/index.ts";
import type { ApplyLook } from "./context.ts";
import { smoothstep } from "./curves.ts";
import { guessScene } from "./scene.ts";

/** Colours of the light (linear): at the horizon, half way up, and overhead. */
const HORIZON = [1.0, 0.5, 0.16];
const MIDDLE = [0.82, 0.25, 0.22];
const ZENITH = [0.15, 0.16, 0.4];

/**
 * The last half hour: low light from one side, orange at the horizon and violet overhead. A sky is painted over by its own
 * brightness; below it, lights go amber and shadows keep the sky's violet. Without a sky the sun comes from beyond the frame.
 */
export const sunset: ApplyLook = (picture, context) => {
  const { width, height, data } = picture;
  const scene = guessScene(picture, context);
  const open = scene.skyShare > 0.04;
  const sunX = (createRandom(context.seed + 83)() < 0.5 ? 0.24 : 0.76) * width;
  const sunY = open ? scene.horizon * 0.9 * height : -0.06 * height;
  const out = copyRaster(picture);
  for (let y = 0, p = 0, i = 0; y < height; y++) {
    const climb = open ? Math.min(1, Math.max(0, 1 - y / (scene.horizon * height + 1))) : 0;
    const gradient = skyAt(climb);
    for (let x = 0; x < width; x++, p++, i += 4) {
      const distance = Math.hypot((x - sunX) / width, ((y - sunY) * 1.25) / width);
      const glow = Math.exp(-5.5 * distance * distance);
      const r = LINEAR_OF_BYTE[data[i]];
      const g = LINEAR_OF_BYTE[data[i + 1]];
      const b = LINEAR_OF_BYTE[data[i + 2]];
      const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      const amber = smoothstep(0.03, 0.42, light);
      const s = open ? scene.sky.data[p] : 0;
      const haze = glow * (open ? 0.32 : 0.24) * (0.35 + 0.65 * scene.depth.data[p]);
      const level = (0.46 + 0.46 * glow) * (1 - 0.2 * (y / height) * (1 - glow));
      const own = [r, g, b];
      for (let c = 0; c < 3; c++) {
        const shade = [0.86, 0.72, 0.98][c];
        const lit = [1.62, 1.02, 0.52][c];
        const ground = own[c] * (shade + (lit - shade) * amber) * level * 1.12 + HORIZON[c] * haze;
        const cloud = gradient[c] * (0.16 + 0.92 * light) + HORIZON[c] * glow * (0.2 + 0.45 * Math.sqrt(light));
        out.data[i + c] = byteOfLinear(
          shoulder(ground + (cloud - ground) * s * (0.4 + 0.54 * smoothstep(0.03, 0.2, light))),
        );
      }
    }
  }
  return out;
};

function skyAt(climb: number): number[] {
  return HORIZON.map((low, c) =>
    climb < 0.5
      ? low + (MIDDLE[c] - low) * smoothstep(0, 0.5, climb)
      : MIDDLE[c] + (ZENITH[c] - MIDDLE[c]) * smoothstep(0.5, 1, climb),
  );
}

/** Rolls the lights off above 0.7, so that the sun does not burn a hole. */
function shoulder(v: number): number {
  return v < 0.7 ? v : 0.7 + 0.3 * (1 - Math.exp(-(v - 0.7) / 0.3));
}
