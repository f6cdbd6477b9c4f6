import type { Look } from "@pastiche/contract";
import { type Raster, resizePlane } from "../pixels/index.ts";
import { blurredBackground } from "./blurredBackground.ts";
import { comic } from "./comic.ts";
import type { ApplyLook, LookContext } from "./context.ts";
import { fog } from "./fog.ts";
import { blackAndWhite, bright, cool, dark, highContrast, sepia, warm } from "./grade.ts";
import { night } from "./night.ts";
import { oil } from "./oil.ts";
import { rain } from "./rain.ts";
import { sketch } from "./sketch.ts";
import { snow } from "./snow.ts";
import { soft } from "./soft.ts";
import { sunset } from "./sunset.ts";
import { vintage } from "./vintage.ts";
import { watercolor } from "./watercolor.ts";

export type { LookContext } from "./context.ts";

/** In the order in which they are best laid over each other: what happens in the place, then its light, the medium, the print. */
const LOOKS: Record<Look, ApplyLook> = {
  "blurred-background": blurredBackground,
  snow,
  sunset,
  night,
  fog,
  rain,
  bright,
  dark,
  warm,
  cool,
  soft,
  watercolor,
  oil,
  comic,
  sketch,
  "high-contrast": highContrast,
  "black-and-white": blackAndWhite,
  sepia,
  vintage,
};

/** Gives the picture a look: a new raster of the same size and alpha. The same picture, look and seed give the same bytes. */
export function applyLook(picture: Raster, look: Look, context: LookContext): Raster {
  const { width, height } = picture;
  const subjects = context.subjects && resizePlane(context.subjects, width, height);
  return LOOKS[look](picture, { ...context, subjects });
}

/** The same looks in the order in which they do each other no harm: weather, then light, then medium, then print. */
export function orderLooks(looks: readonly Look[]): Look[] {
  const order = Object.keys(LOOKS);
  return [...new Set(looks)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Whether a look treats what is near otherwise than what is behind it, up to its very edge: the scene's own thing is as near. */
export function sparesThings(look: Look): boolean {
  return look === "blurred-background" || look === "fog" || look === "snow";
}
