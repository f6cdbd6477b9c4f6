import type { Plan } from "@pastiche/client";
import type { Size } from "../viewer/view.ts";

/** The engine works on pictures of at most so many pixels on the longer edge; a plan's crop is in those. */
const WORKING_EDGE_PX = 1600;

/** Where a reference lies over the result, in shares of it. */
export interface Lay {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The scene exactly over itself; any other picture whole, in the middle. */
export function layOver(reference: Size, index: number, result: Size, plan: Plan | undefined): Lay {
  const crop = cropOf(plan, index);
  if (crop) {
    const working = Math.min(1, WORKING_EDGE_PX / Math.max(reference.width, reference.height));
    return {
      left: -crop.x / crop.width,
      top: -crop.y / crop.height,
      width: (reference.width * working) / crop.width,
      height: (reference.height * working) / crop.height,
    };
  }
  const scale = Math.min(result.width / reference.width, result.height / reference.height);
  const width = (reference.width * scale) / result.width;
  const height = (reference.height * scale) / result.height;
  return { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
}

function cropOf(plan: Plan | undefined, index: number) {
  const isScene = plan?.references.some((one) => one.index === index && one.role === "scene");
  return isScene ? (plan?.crop ?? null) : null;
}
