import { applyLut, type Plane, type Raster, resize } from "../pixels/index.ts";
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
 * The picture in the reference's hand: its colours by optimal transport, its brushwork by dabs whose texture is cut
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
    applyLut(picture, colourTransport(picture, reference, { lightness: 0.8, chroma: 1, whites: 1 })),
  );
  return restoreProtected(paintDabs(coloured, studyStyle(model, longest), seed), picture, protect);
}
