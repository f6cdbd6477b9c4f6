import type { Plan } from "@pastiche/contract";
import { type Layer, layerOf } from "../layers/layer.ts";
import { smoothstep } from "../looks/curves.ts";
import { boxBlur, createRaster, type Plane, type Raster } from "../pixels/index.ts";
import { drawText } from "../text/drawText.ts";
import { FONT_NAMES } from "../text/fonts.ts";
import { layoutTexts } from "../text/layoutText.ts";

/** Clear space about what is busy, as a share of the frame's shorter side. */
const AIR = 0.022;
/** Below the first what is busy is haze, above the second it is a thing. */
const DOUBTED = 0.3;
const MEANT = 0.75;

/**
 * Sets the plan's texts on the finished picture, and completes the plan with where and how they stand: a quiet place can
 * only be found once everything else is laid.
 * @param busy where no lettering should go, 0 to 1.
 */
export async function setTexts(
  picture: Raster,
  plan: Plan,
  busy: Plane,
  prompt: string,
  layered: boolean,
): Promise<{ picture: Raster; plan: Plan; layers: Layer[] }> {
  const layers: Layer[] = [];
  if (plan.texts.length === 0) return { picture, plan, layers };
  const requests = plan.texts.map((text) => ({ ...text, prompt, font: FONT_NAMES.find((name) => name === text.font) }));
  const results = await layoutTexts(requests, picture, withAir(busy));
  let out = picture;
  for (const { layout } of results) {
    if (!layout) continue;
    out = await drawText(out, layout);
    const alone = layered && layerOf(layout.content, await drawText(createRaster(out.width, out.height), layout));
    if (alone) layers.push(alone);
  }
  const texts = plan.texts.map((text, i) => {
    const { layout } = results[i];
    return layout ? { ...text, box: layout.box, font: layout.font, colour: layout.colour } : text;
  });
  const fontless = requests.flatMap(({ font }, i) => {
    const wanted = plan.texts[i].font;
    return wanted === null || font ? [] : [`the font "${wanted}": there are ${FONT_NAMES.join(", ")}`];
  });
  const unsupported = [...plan.unsupported, ...fontless, ...results.flatMap((result) => result.unsupported)];
  return { picture: out, layers, plan: { ...plan, texts, unsupported } };
}

/** What lettering keeps clear of, and some air around it: a line that ends at a sleeve reads as a mistake. */
function withAir(busy: Plane): Plane {
  const out = { ...busy, data: busy.data.map((value) => smoothstep(DOUBTED, MEANT, value)) };
  const near = boxBlur(out, AIR * Math.min(busy.width, busy.height));
  for (let p = 0; p < out.data.length; p++) out.data[p] = Math.max(out.data[p], Math.min(1, 2 * near.data[p]));
  return out;
}
