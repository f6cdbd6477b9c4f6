/**
 * Times the embedded engine on photographs of 1400 px, and beside each step its floor: what it costs only to read and
 * write the pixels that the step must touch, at the memory bandwidth of this machine. Medians; one line of JSON last.
 *
 *   npm run bench:remix [-- SUBJECT SCENE STYLE]
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";
import { type RemixRequest, type RemixResult, remix, type Seen } from "@pastiche/engine";
import sharp from "sharp";
import { cutOut } from "../packages/engine/src/cutout/cutOut.ts";

const RUNS = 7;
const CORES = Math.min(2, availableParallelism());
const AT_ONCE = 4;
const LONG_EDGE_PX = 1400;
const files = process.argv.slice(2);
const [subject = "examples/sloth.jpg", scene = "examples/table.jpg", style = "examples/coffee.jpg"] = files;

const images = await Promise.all([subject, scene, style].map(atBenchSize));
const two: RemixRequest = { prompt: "the sloth from 0 on the table from 1", images: images.slice(0, 2) };
const styled: RemixRequest = { prompt: "the sloth from 0 on the table from 1 in the style of 2", images };

if (parentPort) {
  // One of the threads that work side by side.
  const port = parentPort;
  port.on("message", async () => {
    await remix(two);
    port.postMessage("done");
  });
} else if (process.env.BENCH_ONCE) {
  // One remix in a process of its own, for its peak memory alone.
  await remix(two);
  console.log(Math.round(process.resourceUsage().maxRSS / 1024));
} else {
  await measure();
}

async function measure(): Promise<void> {
  const bandwidth = bytesPerMs();
  console.log(`memory: ${(bandwidth / 1e6).toFixed(1)} GB/s, a copy's reading and writing counted`);
  const plain = await timed(() => remix(two));
  print("two references to about one megapixel", plain, bandwidth, 0);
  const moved = await redraw();
  print("the same once more from what was kept, its subject moved", moved, bandwidth, 0);
  const withStyle = await timed(() => remix(styled));
  print("with a style reference", withStyle, bandwidth, 1);
  const raster = await rasterOf(images[0]);
  const cutOutMs = await medianMs(() => cutOut(raster));
  const copies = floorMs([[raster.width * raster.height, 3]], bandwidth);
  console.log(
    `cut-out alone of ${raster.width} × ${raster.height}: ${round(cutOutMs)} ms, floor ${copies.toFixed(1)} ms`,
  );
  const overlayMs = await medianMs(() => layOver(two.images));
  const many = await sideBySide();
  console.log(
    `${AT_ONCE} remixes: ${round(many.oneByOneMs)} ms one after another, ${round(many.atOnceMs)} ms at once in ${CORES} threads`,
  );
  const alone = { ...process.env, BENCH_ONCE: "1" };
  const peakMegabytes = Number(execFileSync(process.execPath, [import.meta.filename, ...files], { env: alone }));
  console.log(
    JSON.stringify({
      remixMs: round(plain.ms),
      redrawMs: round(moved.ms),
      styledMs: round(withStyle.ms),
      cutOutMs: round(cutOutMs),
      oneByOneMs: round(many.oneByOneMs),
      atOnceMs: round(many.atOnceMs),
      peakMegabytes,
      sharpOverlayMs: round(overlayMs),
      ratio: Number((plain.ms / overlayMs).toFixed(2)),
    }),
  );
}

/** What a person who drags a subject about waits for. */
async function redraw(): Promise<Timed> {
  const seen = new Map<string, Seen>();
  const { plan } = await remix(two, { seen });
  const box = plan.subjects[0].box ?? { x: 0, y: 0, width: 400, height: 400 };
  let steps = 0;
  return timed(() => {
    steps += 1;
    return remix({ ...two, plan: { subjects: [{ box: { ...box, x: box.x + 9 * steps } }] } }, { seen });
  });
}

interface Timed {
  ms: number;
  steps: [string, number][];
  result: RemixResult;
}

/** Medians of whole remixes and of their steps, after one that loads weights and warms the compiler. */
async function timed(run: () => Promise<RemixResult>): Promise<Timed> {
  let result = await run();
  const whole: number[] = [];
  const steps = new Map<string, number[]>();
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now();
    result = await run();
    whole.push(performance.now() - begun);
    for (const { step, ms } of result.timings) steps.set(step, [...(steps.get(step) ?? []), ms]);
  }
  return { ms: median(whole), steps: [...steps].map(([step, ms]) => [step, median(ms)]), result };
}

async function medianMs(run: () => unknown): Promise<number> {
  await run();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  return median(times);
}

function print(title: string, { ms, steps, result }: Timed, bandwidth: number, styles: number): void {
  const reference = LONG_EDGE_PX * LONG_EDGE_PX;
  const picture = result.width * result.height;
  // Pixels and how often they are read or written at the very least: decoded, looked at, and the matte written; the
  // scene measured; scene and subject resized and laid; each style read, and the picture painted; the picture encoded.
  const passes: Record<string, [number, number][]> = {
    parsePrompt: [],
    cutOut: [[reference, 2 * (2 + styles) + 1]],
    makePlan: [[reference, 1]],
    compose: [
      [reference, 2 + styles],
      [picture, 4 + 2 * styles],
    ],
    finish: [[picture, 2]],
  };
  console.log(`${title}: ${round(ms)} ms, median of ${RUNS}`);
  for (const [step, took] of steps) {
    const floor = floorMs(passes[step] ?? [], bandwidth).toFixed(1);
    console.log(`  ${step.padEnd(12)} ${String(round(took)).padStart(5)} ms, floor ${floor.padStart(4)} ms`);
  }
}

/** Milliseconds for passes over pixels of four bytes. */
function floorMs(passes: [pixels: number, times: number][], bandwidth: number): number {
  return passes.reduce((sum, [pixels, times]) => sum + (pixels * times * 4) / bandwidth, 0);
}

function bytesPerMs(): number {
  const from = new Float64Array(8 * 1024 * 1024);
  const to = new Float64Array(from.length);
  let best = Infinity;
  for (let i = 0; i < 9; i++) {
    const begun = performance.now();
    to.set(from);
    best = Math.min(best, performance.now() - begun);
  }
  return (2 * from.byteLength) / best;
}

/** The same four remixes in one thread one after another, and in as many threads as a server of this machine has cores. */
async function sideBySide(): Promise<{ oneByOneMs: number; atOnceMs: number }> {
  const workers = Array.from({ length: CORES }, () => new Worker(new URL(import.meta.url), { argv: files }));
  const ask = (worker: Worker) => {
    worker.postMessage("go");
    return once(worker, "message");
  };
  const share = async (worker: Worker, count: number) => {
    for (let i = 0; i < count; i++) await ask(worker);
  };
  for (let i = 0; i < 2; i++) await Promise.all(workers.map(ask));
  const oneByOne: number[] = [];
  const atOnce: number[] = [];
  for (let i = 0; i < 3; i++) {
    let begun = performance.now();
    await share(workers[0], AT_ONCE);
    oneByOne.push(performance.now() - begun);
    begun = performance.now();
    await Promise.all(workers.map((worker) => share(worker, AT_ONCE / CORES)));
    atOnce.push(performance.now() - begun);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { oneByOneMs: median(oneByOne), atOnceMs: median(atOnce) };
}

/** The least that a program could do with two photographs: sharp laying one over the other, with no cut-out, plan, light or shadow. */
async function layOver([over, under]: Uint8Array[]): Promise<Buffer> {
  const layer = await sharp(over).resize(480, 480, { fit: "inside" }).png().toBuffer();
  const picture = sharp(under).resize(1024, 1024, { fit: "cover" });
  return picture
    .composite([{ input: layer, left: 64, top: 480 }])
    .png()
    .toBuffer();
}

async function atBenchSize(file: string): Promise<Buffer> {
  const picture = sharp(await readFile(file)).resize(LONG_EDGE_PX, LONG_EDGE_PX, { fit: "cover" });
  return picture.jpeg({ quality: 95 }).toBuffer();
}

async function rasterOf(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function round(ms: number): number {
  return Math.round(ms);
}
