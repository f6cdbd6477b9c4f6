import { createPlane, type Oklab, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { fitColours } from "./colourModel.ts";
import { type Grid, minCut } from "./graphCut.ts";
import { createPalette, weighColours } from "./palette.ts";

/** The most (in log odds) that one pixel's colour may say for the subject or against it. */
const COLOUR = 4;
/** The cost of a border through flat colour, and through any colour. */
const CONTRAST = 8;
const LENGTH = 0.3;
const ROUNDS = 2;
/** Fixed-point steps of one unit of cost. */
const UNIT = 100;

/**
 * Parts subject from surroundings in the manner of GrabCut (Rother 2004): colour models of both sides are fitted under
 * a soft mask, one minimum cut weighs mask, colours and edges together, and its answer fits the models again. Gives 1
 * and 0 in the size of `image`.
 * @param lab the colours of `image`.
 * @param push log odds for the subject at each pixel, of what a person told.
 */
export function segment(image: Raster, lab: Oklab, softMask: Plane, push?: Float32Array): Plane {
  const { width, height } = image;
  const prior = resizePlane(softMask, width, height);
  const palette = createPalette(image, lab);
  const borders = contrastBorders(lab);
  const subject = createPlane(width, height);
  const rest = createPlane(width, height);
  for (let i = 0; i < prior.data.length; i++) {
    subject.data[i] = prior.data[i] ** 2;
    rest.data[i] = 1 - prior.data[i];
  }
  let cut: Uint8Array = new Uint8Array(0);
  for (let round = 0; round < ROUNDS; round++) {
    const likeSubject = fitColours(palette.colours, weighColours(palette, subject));
    const likeRest = fitColours(palette.colours, weighColours(palette, rest));
    const pull = likeSubject.map((log, i) => Math.max(-COLOUR, Math.min(COLOUR, log - likeRest[i])));
    const terminal = new Int32Array(width * height);
    for (let i = 0; i < terminal.length; i++) {
      const p = Math.min(0.99, Math.max(0.01, prior.data[i]));
      terminal[i] = Math.round(UNIT * (Math.log(p / (1 - p)) + pull[palette.indexOf[i]] + (push?.[i] ?? 0)));
    }
    cut = minCut({ width, height, terminal, ...borders });
    for (let i = 0; i < cut.length; i++) {
      const p = prior.data[i];
      subject.data[i] = cut[i] ? (1 + p * p) / 2 : (p * p) / 4;
      rest.data[i] = cut[i] ? (1 - p) / 4 : (2 - p) / 2;
    }
  }
  return { width, height, data: Float32Array.from(cut) };
}

/** The costs of a border between neighbours: high in flat colour, low where the colour changes more than it does on average. */
function contrastBorders({ L, a, b }: Oklab): Pick<Grid, "right" | "down" | "downRight" | "downLeft"> {
  const { width, height } = L;
  const difference = (i: number, j: number) =>
    (L.data[i] - L.data[j]) ** 2 + 4 * ((a.data[i] - a.data[j]) ** 2 + (b.data[i] - b.data[j]) ** 2);
  let sum = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0, i = y * width; x < width - 1; x++, i++) sum += difference(i, i + 1) + difference(i, i + width);
  }
  const sharpness = (width * height) / (sum + 1e-9);
  const borders = (offset: number, distance: number) => {
    const out = new Int32Array(width * height);
    const last = out.length - Math.max(0, offset);
    for (let i = 0; i < last; i++) {
      out[i] = Math.round((UNIT * (CONTRAST * Math.exp(-sharpness * difference(i, i + offset)) + LENGTH)) / distance);
    }
    return out;
  };
  return {
    right: borders(1, 1),
    down: borders(width, 1),
    downRight: borders(width + 1, Math.SQRT2),
    downLeft: borders(width - 1, Math.SQRT2),
  };
}
