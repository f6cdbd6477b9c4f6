import type { Plan } from "@pastiche/contract";
import type { Plane, Raster } from "../pixels/index.ts";
import { drawText } from "../text/drawText.ts";
import { FONT_NAMES } from "../text/fonts.ts";
import { layoutTexts } from "../text/layoutText.ts";

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
): Promise<{ picture: Raster; plan: Plan }> {
  if (plan.texts.length === 0) return { picture, plan };
  const requests = plan.texts.map((text) => ({ ...text, prompt, font: FONT_NAMES.find((name) => name === text.font) }));
  const results = await layoutTexts(requests, picture, busy);
  let out = picture;
  for (const { layout } of results) if (layout) out = await drawText(out, layout);
  const texts = plan.texts.map((text, i) => {
    const { layout } = results[i];
    return layout ? { ...text, box: layout.box, font: layout.font, colour: layout.colour } : text;
  });
  const fontless = requests.flatMap(({ font }, i) => {
    const wanted = plan.texts[i].font;
    return wanted === null || font ? [] : [`the font "${wanted}": there are ${FONT_NAMES.join(", ")}`];
  });
  const unsupported = [...plan.unsupported, ...fontless, ...results.flatMap((result) => result.unsupported)];
  return { picture: out, plan: { ...plan, texts, unsupported } };
}
