/**
 * Makes the gallery: remixes of the example photographs, one for each thing that the engine does, and a contact sheet of
 * them all with their prompts.
 *
 *   npm run gallery [-- --only NAME]      writes docs/gallery/NAME.jpg and docs/gallery.jpg
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { remix } from "@pastiche/engine";
import sharp from "sharp";
import { PIECES } from "./pieces.ts";

const folder = new URL("../docs/gallery/", import.meta.url);
await mkdir(folder, { recursive: true });
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : null;
for (const { name, references, ...request } of PIECES) {
  if (only && only !== name) continue;
  const images = await Promise.all(references.map((reference) => readFile(`examples/${reference}.jpg`)));
  const { image, width, height, timings, plan } = await remix({ ...request, images });
  // Small enough that all of them together stay under 3 MB in the repository.
  const small = sharp(image).resize(896, 896, { fit: "inside" }).jpeg({ quality: 76, mozjpeg: true });
  await writeFile(new URL(`${name}.jpg`, folder), await small.toBuffer());
  const ms = timings.reduce((sum, step) => sum + step.ms, 0);
  console.log(`${name.padEnd(14)} ${width} × ${height}  ${ms} ms  ${plan.unsupported.join("; ")}`);
}
await writeFile(new URL("../docs/gallery.jpg", import.meta.url), await contactSheet());
console.log(`docs/gallery.jpg: ${PIECES.length} remixes`);

/** Six in a row, each fitted into a square over its prompt. */
async function contactSheet(): Promise<Buffer> {
  const columns = 6;
  const cell = 300;
  const caption = 58;
  const gap = 16;
  const rows = Math.ceil(PIECES.length / columns);
  const canvas = createCanvas(columns * (cell + gap) + gap, rows * (cell + caption + gap) + gap);
  const draw = canvas.getContext("2d");
  draw.fillStyle = "#f4f2ee";
  draw.fillRect(0, 0, canvas.width, canvas.height);
  const font = import.meta.resolve("@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2");
  GlobalFonts.registerFromPath(fileURLToPath(font), "Caption");
  draw.font = "13.5px Caption";
  draw.fillStyle = "#2a2825";
  for (const [i, { name, prompt, hints }] of PIECES.entries()) {
    const x = gap + (i % columns) * (cell + gap);
    const y = gap + Math.floor(i / columns) * (cell + caption + gap);
    const image = await loadImage(await readFile(new URL(`${name}.jpg`, folder)));
    const scale = Math.min(cell / image.width, cell / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    draw.drawImage(image, x + (cell - width) / 2, y + (cell - height), width, height);
    for (const [line, text] of wrap(
      hints ? `${prompt} (and one dot on a wheel)` : prompt,
      (part) => draw.measureText(part).width,
      cell,
    ).entries()) {
      draw.fillText(text, x, y + cell + 20 + line * 18);
    }
  }
  return sharp(canvas.toBuffer("image/png")).jpeg({ quality: 80, mozjpeg: true }).toBuffer();
}

function wrap(text: string, measure: (text: string) => number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const joined = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && measure(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}
