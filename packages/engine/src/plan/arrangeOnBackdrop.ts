import type { Box, PlanText } from "@pastiche/contract";
import { createPlane } from "../pixels/index.ts";
import { type Actor, arrange, type Placed } from "./arrange.ts";
import type { Size } from "./size.ts";

/** Share of the frame that the group of subjects fills: a packshot's proportions, and a portrait's for half a figure. */
const FILL = { width: 0.8, height: 0.7, half: 0.86 };
const SCALE = { tiny: 0.25, small: 0.5, normal: 1, large: 1.15, huge: 1.25 };

/**
 * Places subjects on an empty backdrop: in their relations to each other as on a stage of bare ground, then the whole
 * group enlarged to a packshot's size and set in the middle, out of the way of text.
 */
export function arrangeOnBackdrop(actors: Actor[], frame: Size, texts: Pick<PlanText, "position">[]): Placed[] {
  if (actors.length === 0) return [];
  const empty = createPlane(48, 48);
  const stage = { frame, ground: createPlane(48, 48, 1), salient: empty, head: empty, occupied: empty, horizon: 0 };
  const { placed } = arrange(actors, null, stage, 1, 0);
  if (actors.some(({ subject }) => subject.position !== null && subject.position !== "center")) return placed;
  const cut = {
    left: actors.length === 1 && actors[0].cut.left,
    right: actors.length === 1 && actors[0].cut.right,
    bottom: actors.some((actor) => actor.cut.bottom),
  };
  wrapRows(placed, frame);
  const all = union(placed.flatMap(({ boxes }) => boxes));
  const largest = Math.max(...actors.map(({ subject }) => SCALE[subject.scale]));
  // In a wide frame lettering finds its place at the side.
  const room = texts.length > 0 && frame.width < 1.3 * frame.height ? 0.78 : 1;
  const fill = cut.bottom ? FILL.half : FILL.height;
  const fits = Math.min((FILL.width * frame.width) / all.width, (fill * room * frame.height) / all.height);
  const zoom = Math.min(fits * largest, (0.96 * frame.height) / all.height);
  const width = all.width * zoom;
  const height = all.height * zoom;
  const x = cut.left && !cut.right ? 0 : cut.right && !cut.left ? frame.width - width : (frame.width - width) / 2;
  const lift = texts.length === 0 ? 0.02 : textIsHigh(texts) ? 0.09 : -0.09;
  const y = cut.bottom ? frame.height - height : (frame.height - height) / 2 + lift * frame.height;
  return placed.map((one) => ({
    ...one,
    boxes: one.boxes.map((box) => ({
      x: Math.round(x + (box.x - all.x) * zoom),
      y: Math.round(y + (box.y - all.y) * zoom),
      width: Math.round(box.width * zoom),
      height: Math.round(box.height * zoom),
    })),
  }));
}

/** A long row becomes two or three shorter ones, each in the middle, where that lets everything be larger. */
function wrapRows(placed: Placed[], frame: Size): void {
  const boxes = placed.flatMap((one) => one.boxes);
  const { width, height } = union(boxes);
  const fit = (rows: number) =>
    Math.min((FILL.width * frame.width * rows) / width, (FILL.height * frame.height) / (1.1 * height * rows));
  const rows = [1, 2, 3].reduce((best, n) => (boxes.length >= 2 * n && fit(n) > 1.15 * fit(best) ? n : best), 1);
  if (rows === 1) return;
  const inOrder = boxes.toSorted((a, b) => a.x - b.x);
  const perRow = Math.ceil(inOrder.length / rows);
  for (let row = 0; row < rows; row++) {
    const members = inOrder.slice(row * perRow, (row + 1) * perRow);
    const { x, width: own } = union(members);
    for (const box of members) {
      box.x += -x - own / 2;
      box.y += row * 1.1 * height;
    }
  }
}

function textIsHigh(texts: Pick<PlanText, "position">[]): boolean {
  return texts.every(({ position }) => !position?.startsWith("bottom"));
}

function union(boxes: Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
