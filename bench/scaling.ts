/**
 * Measures test_time_scaling: the gallery's prompts in which something is placed, at 1 to 5 times as many candidates. Prints
 * the plan's own score for each, and the mean for each N; with SHEET, also writes 1 beside 5 for the eye to judge.
 *
 *   npm run bench:scaling [-- SHEET.png]
 */
import { readFile } from "node:fs/promises";
import { remix, type Seen } from "@pastiche/engine";
import sharp, { type OverlayOptions } from "sharp";
import { PIECES, type Piece } from "./pieces.ts";

const EFFORTS = [1, 2, 3, 4, 5];
const CELL_PX = 400;
const GAP_PX = 8;
const seen = new Map<string, Seen>();
const [sheet] = process.argv.slice(2);
const totals = EFFORTS.map(() => 0);
const pairs: Uint8Array[][] = [];
for (const piece of PIECES) {
  const results = await scaled(piece);
  const scores = results.map(({ plan }) => plan.score);
  if (!scores.every((score) => score !== null)) continue;
  scores.forEach((score, i) => {
    totals[i] += score;
  });
  pairs.push([results[0].image, results[EFFORTS.length - 1].image]);
  console.log(`${piece.name.padEnd(14)} ${scores.map((score) => score.toFixed(4)).join("  ")}`);
}
const means = Object.fromEntries(EFFORTS.map((effort, i) => [effort, Number((totals[i] / pairs.length).toFixed(4))]));
console.log(JSON.stringify({ prompts: pairs.length, means }));
if (sheet) await writeSheet(sheet);

/** Nothing to place is seen in the first. */
async function scaled({ references, name: _, ...request }: Piece) {
  const images = await Promise.all(references.map((reference) => readFile(`examples/${reference}.jpg`)));
  const results = [await remix({ ...request, images }, { seen })];
  if (results[0].plan.score === null) return results;
  for (const testTimeScaling of EFFORTS.slice(1))
    results.push(await remix({ ...request, images, testTimeScaling }, { seen }));
  return results;
}

async function writeSheet(path: string): Promise<void> {
  const step = CELL_PX + GAP_PX;
  const cells: OverlayOptions[] = [];
  for (const [row, pair] of pairs.entries()) {
    for (const [column, image] of pair.entries()) {
      const input = await sharp(image).resize(CELL_PX, CELL_PX, { fit: "inside" }).toBuffer();
      cells.push({ input, left: ((row % 2) * 2 + column) * step, top: Math.floor(row / 2) * step });
    }
  }
  const height = Math.ceil(pairs.length / 2) * step;
  await sharp({ create: { width: 4 * step, height, channels: 3, background: "#f4f2ee" } })
    .composite(cells)
    .png()
    .toFile(path);
}
