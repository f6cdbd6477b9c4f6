import type { Box } from "@pastiche/contract";
import type { Size } from "./size.ts";

/** Space between the cells and around them, as a share of the shorter side. */
const GUTTER = 0.012;

/**
 * Cells of a collage: rows (or columns) that fill the whole frame, each picture's share of its row by its own ratio.
 * Of all ways to break the pictures into lines, in order, the one that crops least is taken.
 */
export function layCollage(pictures: Size[], frame: Size, arrangement: "grid" | "row" | "column"): Box[] {
  const gutter = Math.round(GUTTER * Math.min(frame.width, frame.height));
  const candidates = breaks(pictures.length, arrangement);
  let best: Box[] = [];
  let least = Infinity;
  for (const { lines, upright } of candidates) {
    const cells = layLines(pictures, lines, frame, gutter, upright);
    const loss = cells.reduce((sum, cell, i) => sum + cropLoss(pictures[i], cell), 0);
    if (loss < least - 1e-9) {
      least = loss;
      best = cells;
    }
  }
  return best;
}

/** Every way to break n pictures into lines of consecutive ones; upright lines are columns. */
function breaks(n: number, arrangement: "grid" | "row" | "column"): { lines: number[]; upright: boolean }[] {
  if (arrangement === "row") return [{ lines: [n], upright: false }];
  if (arrangement === "column") return [{ lines: [n], upright: true }];
  const splits: number[][] = [];
  for (let bits = 0; bits < 1 << (n - 1); bits++) {
    const lines = [1];
    for (let i = 0; i < n - 1; i++) {
      if (bits & (1 << i)) lines.push(1);
      else lines[lines.length - 1]++;
    }
    splits.push(lines);
  }
  return splits.flatMap((lines) => [
    { lines, upright: false },
    { lines, upright: true },
  ]);
}

function layLines(pictures: Size[], lines: number[], frame: Size, gutter: number, upright: boolean): Box[] {
  const long = (upright ? frame.height : frame.width) - gutter;
  const deep = (upright ? frame.width : frame.height) - gutter;
  const aspectOf = (p: Size) => (upright ? p.height / p.width : p.width / p.height);
  let at = 0;
  const rows = lines.map((count) => {
    const row = pictures.slice(at, (at += count)).map(aspectOf);
    return { row, depth: 1 / row.reduce((a, b) => a + b, 0) };
  });
  const depthSum = rows.reduce((sum, { depth }) => sum + depth, 0);
  const cells: Box[] = [];
  let across = 0;
  for (const { row, depth } of rows) {
    const sum = row.reduce((a, b) => a + b, 0);
    const nextAcross = across + depth / depthSum;
    let along = 0;
    for (const aspect of row) {
      const nextAlong = along + aspect / sum;
      const [a0, a1] = edges(along, nextAlong, long, gutter);
      const [d0, d1] = edges(across, nextAcross, deep, gutter);
      cells.push(
        upright ? { x: d0, y: a0, width: d1 - d0, height: a1 - a0 } : { x: a0, y: d0, width: a1 - a0, height: d1 - d0 },
      );
      along = nextAlong;
    }
    across = nextAcross;
  }
  return cells;
}

function edges(from: number, to: number, length: number, gutter: number): [number, number] {
  return [Math.round(from * length) + gutter, Math.round(to * length)];
}

/** Share of the picture that its cell cuts away; small cells cost too, so that no picture becomes a stamp. */
function cropLoss(picture: Size, cell: Box): number {
  const scale = Math.max(cell.width / picture.width, cell.height / picture.height);
  const lost = 1 - (cell.width * cell.height) / (picture.width * picture.height * scale * scale);
  return lost + 0.02 * Math.sqrt((1024 * 1024) / (cell.width * cell.height));
}
