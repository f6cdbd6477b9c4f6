/**
 * Times the embedded engine on two photographs, beside the least that a program could do with them: sharp laying one
 * over the other, with no cut-out, plan, light or shadow. Both in this process, in turn; medians, and the ratio.
 *
 *   npm run bench:remix [-- SUBJECT SCENE]
 */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { remix } from "@pastiche/engine";
import sharp from "sharp";

const RUNS = 7;
const [subject = "examples/sloth.jpg", scene = "examples/table.jpg"] = process.argv.slice(2);
const images = [await readFile(subject), await readFile(scene)];
const prompt = "the sloth from 0 on the table from 1";

// One remix in a process of its own, for its peak memory alone.
if (process.env.BENCH_ONCE) {
  await remix({ prompt, images });
  console.log(Math.round(process.resourceUsage().maxRSS / 1024));
  process.exit();
}

const engine: number[] = [];
const floor: number[] = [];
const steps = new Map<string, number[]>();
for (let run = 0; run <= RUNS; run++) {
  const begun = performance.now();
  const { timings } = await remix({ prompt, images });
  const ended = performance.now();
  await layOver(images);
  const floored = performance.now();
  if (run === 0) continue; // the first loads weights and warms the compiler
  engine.push(ended - begun);
  floor.push(floored - ended);
  for (const { step, ms } of timings) steps.set(step, [...(steps.get(step) ?? []), ms]);
}

console.log(`remix of ${subject} and ${scene} to about one megapixel, median of ${RUNS} runs`);
for (const [step, ms] of steps) console.log(`  ${step.padEnd(12)} ${Math.round(median(ms))} ms`);
const once = { ...process.env, BENCH_ONCE: "1" };
const peakMegabytes = Number(execFileSync(process.execPath, [import.meta.filename, subject, scene], { env: once }));
console.log(
  JSON.stringify({
    remixMs: Math.round(median(engine)),
    sharpOverlayMs: Math.round(median(floor)),
    ratio: Number((median(engine) / median(floor)).toFixed(2)),
    peakMegabytes,
  }),
);

async function layOver([over, under]: Buffer[]): Promise<Buffer> {
  const layer = await sharp(over).resize(480, 480, { fit: "inside" }).png().toBuffer();
  const picture = sharp(under).resize(1024, 1024, { fit: "cover" });
  return picture
    .composite([{ input: layer, left: 64, top: 480 }])
    .png()
    .toBuffer();
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
