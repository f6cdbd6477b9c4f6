import type { Box, Position } from "@pastiche/contract";
import { copyPlane, createPlane, gaussianBlur, luma, type Plane, type Raster, resizePlane } from "../pixels/index.ts";
import { breakLines } from "./breakLines.ts";
import { openCanvas, setFont } from "./canvas.ts";
import { chooseFont } from "./chooseFont.ts";
import type { FontName } from "./fonts.ts";
import { chooseInk, type Ink } from "./legibility.ts";
import { findTypesetting, type Typesetting } from "./typeset.ts";

export interface TextRequest {
  content: string;
  /** Where the prompt wants it; null: wherever it is quiet. */
  position: Position | null;
  /** Given: the text stands in it, as large as fits, whatever is there. */
  box?: Box | null;
  /** The whole prompt: its words choose the font. */
  prompt?: string;
  /** Overrides the choice of font. */
  font?: FontName | null;
  /** `#rrggbb`; overrides light or dark. */
  colour?: string | null;
  /** No larger than this. */
  mostPx?: number;
  /** What it follows: it likes to stand right beneath or above it. */
  headline?: Pick<TextLayout, "box" | "align" | "colour"> | null;
}

/** What follows a headline is set at most so large, beside it. */
const SECOND = 0.62;

/** A text set, as plain data. Pixels of the picture; `x` and `y` of a line are its left end and baseline. */
export interface TextLayout extends Ink {
  content: string;
  box: Box;
  font: FontName;
  weight: number;
  fontSizePx: number;
  letterSpacingPx: number;
  lineHeightPx: number;
  align: "left" | "center" | "right";
  rightToLeft: boolean;
  lines: { text: string; x: number; y: number; width: number }[];
  files: Typesetting["files"];
}

/** What came of laying out: null where none of the text can be set. `unsupported` says what was left out, in words. */
export interface TextResult {
  layout: TextLayout | null;
  unsupported: string[];
}

/**
 * Sets a text in a quiet part of the picture: font by the words, lines broken evenly, as large as its place allows,
 * clear of what `avoid` marks (faces, subjects; 0 to 1, any size), light or dark with a veil where contrast needs one.
 */
export async function layoutText(request: TextRequest, picture: Raster, avoid: Plane | null): Promise<TextResult> {
  const wanted = request.font ?? chooseFont(request.content, request.prompt ?? "");
  const type = findTypesetting(request.content.replace(CONTROLS, "").trim(), wanted);
  const unsupported =
    type.missing.length > 0 ? [`"${type.missing.join("")}" in a text: no font here has these characters`] : [];
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(type.content)) return { layout: null, unsupported };
  const shapes = await measureShapes(type, picture);
  const best = request.box
    ? placeInBox(shapes, request.position, request.box)
    : bestPlace(shapes, request, picture, avoid);
  return { layout: finish(best, type, picture, request), unsupported };
}

/** Characters that are nowhere seen, but for line breaks. */
const CONTROLS = /(?!\n)\p{Cc}/gu;

/** Lays out several texts, none upon another. */
export async function layoutTexts(
  requests: TextRequest[],
  picture: Raster,
  avoid: Plane | null,
): Promise<TextResult[]> {
  const { width, height } = picture;
  const taken = avoid ? copyPlane(resizePlane(avoid, width, height)) : createPlane(width, height);
  const results: TextResult[] = [];
  let headline: TextLayout | null = null;
  for (const request of requests) {
    const follows: Pick<TextRequest, "headline" | "mostPx"> =
      headline && request.position === null ? { headline, mostPx: SECOND * headline.fontSizePx } : {};
    const result = await layoutText({ ...request, ...follows }, picture, taken);
    if (result.layout) occupy(taken, result.layout.box);
    headline ??= result.layout;
    results.push(result);
  }
  return results;
}

function occupy({ width, height, data }: Plane, box: Box): void {
  const top = Math.max(0, Math.floor(box.y - box.height * 0.15));
  const bottom = Math.min(height, Math.ceil(box.y + box.height * 1.15));
  const left = Math.max(0, Math.floor(box.x));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  for (let y = top; y < bottom; y++) data.fill(1, y * width + left, y * width + right);
}

/** A way to break the text, measured at 100 px. */
interface Shape {
  lines: string[];
  widths: number[];
  ascent: number;
  descent: number;
  tracking: number;
}

async function measureShapes(type: Typesetting, picture: Raster): Promise<Shape[]> {
  const { context } = await openCanvas(8, 8, type.files);
  const capitals = type.content === type.content.toUpperCase() && /\p{Lu}/u.test(type.content);
  const tracking = capitals ? type.tracking : 0;
  setFont(context, type, 100, tracking * 100);
  const width = (line: string) => context.measureText(line).width - tracking * 100;
  const usual = picture.width > picture.height * 1.4 ? 4 : 6;
  // A paragraph needs more lines than a headline: about 34 letters each.
  const most = Math.max(usual, Math.min(24, Math.ceil(type.content.length / 34)));
  const shapes: Shape[] = [];
  for (let count = 1; count <= most; count++) {
    const lines = breakLines(type.content, count, width);
    if (!lines) continue;
    const first = context.measureText(lines[0]);
    const last = context.measureText(lines[lines.length - 1]);
    shapes.push({
      lines,
      widths: lines.map(width),
      ascent: first.actualBoundingBoxAscent,
      descent: last.actualBoundingBoxDescent,
      tracking,
    });
  }
  if (shapes.length > 0) return shapes;
  const lines = type.content.split(/\r?\n/).filter((line) => line.trim() !== "");
  return [{ lines, widths: lines.map(width), ascent: 80, descent: 22, tracking }];
}

/** A shape at a size and a place. */
interface Place {
  shape: Shape;
  fontSizePx: number;
  box: Box;
  align: TextLayout["align"];
  score: number;
}

const ZONES: Position[] = [
  "top",
  "bottom",
  "center",
  "top-left",
  "top-right",
  "bottom-left",
  "bottom-right",
  "left",
  "right",
];

/** How a designer likes the zones when the prompt is silent. */
const LIKING: Record<Position, number> = {
  top: 0.2,
  bottom: 0.16,
  center: -0.1,
  left: 0.02,
  right: 0.02,
  "top-left": 0.08,
  "top-right": 0.06,
  "bottom-left": 0.08,
  "bottom-right": 0.04,
};

function bestPlace(
  shapes: Shape[],
  { position, mostPx = Number.POSITIVE_INFINITY, headline = null }: TextRequest,
  picture: Raster,
  avoid: Plane | null,
): Place {
  const sums = measureQuiet(picture, avoid);
  let best: Place | null = null;
  for (const zone of position ? [position] : ZONES) {
    for (const shape of shapes) {
      for (const scale of [1, 0.82, 0.66, 0.52, 0.4]) {
        for (const place of placesIn(zone, shape, scale, picture, mostPx)) {
          const score = place.score + judge(place, sums) + (position ? 0 : LIKING[zone]);
          if (!best || score > best.score) best = { ...place, score };
          for (const beside of headline ? besides(place, headline, picture) : []) {
            const score = place.score + judge(beside, sums) + FOLLOWING;
            if (score > best.score) best = { ...beside, score };
          }
        }
      }
    }
  }
  if (!best) throw new Error("no shape of the text was measured");
  return best;
}

/** How much what follows a headline likes to stand beside it. */
const FOLLOWING = 0.45;

/** The same right beneath the headline and right above it, as far as the frame has room. */
function besides(place: Place, { box, align }: Pick<TextLayout, "box" | "align">, { width, height }: Raster): Place[] {
  const margin = MARGIN * Math.min(width, height);
  const gap = 0.05 * Math.min(width, height) + 0.15 * box.height;
  const slack = box.width - place.box.width;
  const x = box.x + (align === "left" ? 0 : align === "right" ? slack : slack / 2);
  return [box.y + box.height + gap, box.y - gap - place.box.height]
    .filter((y) => y >= margin && y + place.box.height <= height - margin)
    .filter(() => x >= margin && x + place.box.width <= width - margin)
    .map((y) => ({ ...place, align, box: { ...place.box, x, y } }));
}

/** The shape that is the largest in a box, in its middle or at the side that the position names. */
function placeInBox(shapes: Shape[], position: Position | null, box: Box): Place {
  const places = shapes.map((shape) => {
    const widest = Math.max(...shape.widths) / 100;
    const high = ((shape.lines.length - 1) * lineHeightOf(shape) + shape.ascent + shape.descent) / 100;
    const fontSizePx = Math.min(box.width / widest, box.height / high);
    return { shape, fontSizePx, width: widest * fontSizePx, height: high * fontSizePx };
  });
  const { shape, fontSizePx, width, height } = places.reduce((a, b) => (b.fontSizePx > a.fontSizePx ? b : a));
  const align = position?.includes("left") ? "left" : position?.includes("right") ? "right" : "center";
  const slack = box.width - width;
  const x = box.x + (align === "left" ? 0 : align === "right" ? slack : slack / 2);
  return { shape, fontSizePx, box: { x, y: box.y + (box.height - height) / 2, width, height }, align, score: 0 };
}

/** Free at the frame's edge, as a share of its shorter side. */
const MARGIN = 0.06;

/** The largest fit of a shape in a zone times `scale`, at a few offsets from the zone's anchor. */
function placesIn(zone: Position, shape: Shape, scale: number, { width, height }: Raster, mostPx: number): Place[] {
  const margin = MARGIN * Math.min(width, height);
  const narrow = zone.includes("left") || zone.includes("right");
  const wide = narrow ? 0.46 * width - margin : width - 2 * margin;
  const paragraph = shape.lines.length > 6;
  const tall = (zone === "left" || zone === "right" || paragraph ? 0.7 : 0.36) * height;
  const widest = Math.max(...shape.widths) / 100;
  const lines = shape.lines.length;
  const lineHeight = lineHeightOf(shape);
  const high = ((lines - 1) * lineHeight + shape.ascent + shape.descent) / 100;
  const largest = (lines === 1 ? 0.17 : 0.14) * Math.min(width, height) * (zone === "center" ? 1.25 : 1);
  const fit = Math.min(wide / widest, tall / high);
  // Nobody reads less than nine pixels, but what does not fit is worse.
  const size = Math.min(fit, Math.max(9, Math.min(fit, largest, mostPx) * scale));
  const w = widest * size;
  const h = high * size;
  const align = zone.includes("left") ? "left" : zone.includes("right") ? "right" : "center";
  const x = align === "left" ? margin : align === "right" ? width - margin - w : (width - w) / 2;
  const free = height - 2 * margin - h;
  const anchors = zone.startsWith("top")
    ? [0, 0.05, 0.12]
    : zone.startsWith("bottom")
      ? [1, 0.95, 0.88]
      : [0.5, 0.42, 0.58, 0.34, 0.66];
  return anchors.map((anchor, n) => ({
    shape,
    fontSizePx: size,
    box: { x: Math.max(0, x), y: margin + Math.max(0, free) * anchor, width: w, height: h },
    align,
    score: sizeLiking(size, Math.min(width, height), mostPx) - 0.04 * n - linesDislike(lines),
  }));
}

/** Of two breaks as large as each other the one with fewer lines. */
function linesDislike(lines: number): number {
  return 0.06 * Math.min(2, lines - 1) + 0.08 * Math.min(3, Math.max(0, lines - 3));
}

/** Large is good up to a headline, small is bad below a caption: nobody asked for a headline that one has to look for. */
function sizeLiking(size: number, side: number, mostPx: number): number {
  const share = size / side;
  const headline = Math.min(0.12, mostPx / side);
  return 1.1 * Math.min(1, share / headline) - (share < 0.032 ? 8 * (0.032 - share) * 10 : 0);
}

function lineHeightOf(shape: Shape): number {
  return 100 * (shape.lines.length > 1 ? LINE_HEIGHT : 1);
}

const LINE_HEIGHT = 1.16;

/** Running sums at a quarter of the size: luminance, its square, gradients, and what is to be avoided. */
interface QuietSums {
  width: number;
  height: number;
  scale: number;
  tone: Float64Array;
  square: Float64Array;
  edge: Float64Array;
  avoid: Float64Array;
}

function measureQuiet(picture: Raster, avoid: Plane | null): QuietSums {
  const scale = Math.min(1, 256 / Math.max(picture.width, picture.height));
  const width = Math.max(2, Math.round(picture.width * scale));
  const height = Math.max(2, Math.round(picture.height * scale));
  const tone = resizePlane(luma(picture), width, height);
  const blocked = avoid ? withMargin(resizePlane(avoid, width, height)) : createPlane(width, height);
  const edge = createPlane(width, height);
  for (let y = 1, p = width; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const gx = x > 0 ? tone.data[p] - tone.data[p - 1] : 0;
      edge.data[p] = Math.abs(gx) + Math.abs(tone.data[p] - tone.data[p - width]);
    }
  }
  const square = createPlane(width, height);
  for (let p = 0; p < square.data.length; p++) square.data[p] = tone.data[p] * tone.data[p];
  return {
    width,
    height,
    scale,
    tone: runningSums(tone),
    square: runningSums(square),
    edge: runningSums(edge),
    avoid: runningSums(blocked),
  };
}

/** Letters that touch an arm look as if it held them: what is to be avoided is so, less and less, for some way around it. */
function withMargin(avoid: Plane): Plane {
  const near = gaussianBlur(avoid, 0.022 * Math.min(avoid.width, avoid.height));
  for (let p = 0; p < near.data.length; p++)
    near.data[p] = Math.max(avoid.data[p], 0.6 * Math.min(1, 2.4 * near.data[p]));
  return near;
}

function runningSums({ width, height, data }: Plane): Float64Array {
  const out = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x];
      out[(y + 1) * (width + 1) + x + 1] = out[y * (width + 1) + x + 1] + row;
    }
  }
  return out;
}

/** Less is worse: unquiet, or upon what is to be avoided. */
function judge({ box, fontSizePx }: Place, sums: QuietSums): number {
  const pad = 0.18 * fontSizePx;
  const left = Math.max(0, Math.floor((box.x - pad) * sums.scale));
  const top = Math.max(0, Math.floor((box.y - pad) * sums.scale));
  const right = Math.min(sums.width, Math.max(left + 1, Math.ceil((box.x + box.width + pad) * sums.scale)));
  const bottom = Math.min(sums.height, Math.max(top + 1, Math.ceil((box.y + box.height + pad) * sums.scale)));
  const area = (right - left) * (bottom - top);
  const mean = (table: Float64Array) => {
    const line = sums.width + 1;
    const total =
      table[bottom * line + right] - table[top * line + right] - table[bottom * line + left] + table[top * line + left];
    return total / area;
  };
  const average = mean(sums.tone);
  const deviation = Math.sqrt(Math.max(0, mean(sums.square) - average * average));
  const overlap = mean(sums.avoid);
  return -1.1 * deviation - 2.2 * mean(sums.edge) - 4 * overlap - (overlap > 0.02 ? 0.5 : 0);
}

function finish(
  place: Place,
  type: Typesetting,
  picture: Raster,
  { colour = null, headline = null }: TextRequest,
): TextLayout {
  const { shape, fontSizePx, box, align } = place;
  const scale = fontSizePx / 100;
  const lineHeightPx = lineHeightOf(shape) * scale;
  const rightToLeft = /^[^\p{L}]*[\u0590-\u08ff]/u.test(type.content);
  const lines = shape.lines.map((text, n) => {
    const width = shape.widths[n] * scale;
    const slack = box.width - width;
    const x = box.x + (align === "left" ? 0 : align === "right" ? slack : slack / 2);
    return { text, x, y: box.y + shape.ascent * scale + n * lineHeightPx, width };
  });
  return {
    ...chooseInk(picture, box, colour, headline?.colour),
    content: type.content,
    box,
    font: type.font,
    weight: type.weight,
    fontSizePx,
    letterSpacingPx: shape.tracking * fontSizePx,
    lineHeightPx,
    align,
    rightToLeft,
    lines,
    files: type.files,
  };
}
