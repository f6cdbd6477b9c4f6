import { keepReadable } from "../looks/readable.ts";
import { applyLut, type Plane, type Raster, resize, resizePlane } from "../pixels/index.ts";
import { colourTransport } from "./colourTransport.ts";
import { paintDabs } from "./paintDabs.ts";
import { restoreProtected } from "./protect.ts";
import { regrain } from "./regrain.ts";
import { studyStyle } from "./studyStyle.ts";

export interface StyleOptions {
  seed: number;
  /** 0 to 1: what keeps its own detail and colour (subjects, faces, lettering). Null: nothing. */
  protect: Plane | null;
}

/**
 * The picture in the reference's hand: its colours by optimal transport, short of dyeing whites and skin, its brushwork by dabs whose texture is cut
 * from the reference, turned along the picture's structure tensor and chosen to match what they cover.
 */
export function transferStyle(picture: Raster, reference: Raster, { seed, protect }: StyleOptions): Raster {
  const longest = Math.max(picture.width, picture.height);
  const scale = (0.75 * longest) / Math.max(reference.width, reference.height);
  const model = resize(
    reference,
    Math.max(24, Math.round(reference.width * scale)),
    Math.max(24, Math.round(reference.height * scale)),
    "triangle",
  );
  const coloured = regrain(
    picture,
    applyLut(picture, colourTransport(picture, reference, { lightness: 0.8, chroma: 0.8, whites: 0.4 })),
  );
  const focus = protect && focusOf(protect, picture);
  const painted = paintDabs(coloured, studyStyle(model, longest), seed, focus);
  restoreProtected(painted, picture, protect);
  return keepReadable(painted, coloured, null, { lettering: 0.9, subjects: 0 });
}

/** What is protected even by half is what the painter looks at. */
function focusOf(protect: Plane, { width, height }: Raster): Plane {
  const focus = resizePlane(protect, width, height);
  for (let p = 0; p < focus.data.length; p++) focus.data[p] = Math.min(1, 2.2 * focus.data[p]);
  return focus;
}
