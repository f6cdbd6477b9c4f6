/**
 * Makes the gallery: remixes of the example photographs, one for each thing that the engine does, and a contact sheet of
 * them all with their prompts.
 *
 *   npm run gallery [-- --only NAME]      writes docs/gallery/NAME.jpg and docs/gallery.jpg
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { type RemixRequest, remix } from "@pastiche/engine";
import sharp from "sharp";

/** The front wheel's hub is as grey as the rug it stands on: one dot tells that it belongs to the car. */
const HUB = { keep: [{ x: 625, y: 1165 }] };

interface Piece extends Omit<RemixRequest, "images"> {
  name: string;
  references: string[];
}

const PIECES: Piece[] = [
  { name: "on-the-table", references: ["bear", "table"], prompt: "the bear from 0 on the table from 1" },
  {
    name: "beside",
    references: ["car", "bear"],
    prompt: "the toy car from 0 next to the bear from 1",
    hints: [HUB, null],
  },
  { name: "behind", references: ["robot", "sloth"], prompt: "the robot from 0 behind the sloth from 1" },
  {
    name: "left-of",
    references: ["sloth", "table"],
    prompt: "Put the sloth from <img>0</img> to the left of the candle in <img>1</img>",
  },
  { name: "in-the-cup", references: ["bear", "coffee"], prompt: "the bear from 0 in the cup from 1" },
  {
    name: "shoulder",
    references: ["robot", "astronaut"],
    prompt: "a tiny robot from 0 on the shoulder of the astronaut in 1",
  },
  { name: "packshot", references: ["backpack"], prompt: "the backpack from 0 on a plain white background" },
  {
    name: "gradient",
    references: ["robot"],
    prompt: "remove the background of 0 and put it on a blue to purple gradient",
    aspectRatio: "3:4",
  },
  {
    name: "poster",
    references: ["sneaker"],
    prompt: 'the sneaker from 0 on a pastel pink background with the headline "WALK ON AIR"',
    aspectRatio: "3:4",
  },
  {
    name: "headline",
    references: ["rocket"],
    prompt: 'poster with the headline "LIFT OFF" over the launch from 0',
    aspectRatio: "2:3",
  },
  {
    name: "trio",
    references: ["bear", "sloth", "robot", "wolf"],
    prompt: "the bear from 0, the sloth from 1 and the robot from 2 on the lawn from 3",
  },
  {
    name: "copies",
    references: ["car", "table"],
    prompt: "3 copies of the car from 0 on the table from 1",
    hints: [HUB, null],
  },
  {
    name: "tint",
    references: ["backpack", "table"],
    prompt: "a red version of the backpack from 0 on the table from 1",
  },
  {
    name: "pattern",
    references: ["sneaker", "table"],
    prompt: "the sneaker from 0 wrapped in the pattern from 1, on a grey background",
  },
  { name: "watercolor", references: ["coffee"], prompt: "0 as a watercolor painting", aspectRatio: "4:3" },
  { name: "sketch", references: ["cat"], prompt: "turn the photo 0 into a black and white pencil sketch" },
  { name: "oil", references: ["bear", "table"], prompt: "the bear from 0 on the table from 1 as an oil painting" },
  { name: "comic", references: ["astronaut"], prompt: "0 as a comic" },
  { name: "night", references: ["sloth"], prompt: "0 at night" },
  {
    name: "sunset",
    references: ["astronaut", "rocket"],
    prompt: "the astronaut from 0 in front of the rocket from 1 at sunset",
    aspectRatio: "16:9",
  },
  { name: "snow", references: ["wolf"], prompt: "0 in the snow", aspectRatio: "9:16" },
  { name: "fog", references: ["bear"], prompt: "0 on a foggy morning" },
  { name: "rain", references: ["car"], prompt: "the car in 0 in the rain", aspectRatio: "3:4" },
  {
    name: "vintage",
    references: ["backpack"],
    prompt: 'a 1950s advertisement for the backpack from 0, titled "Every Day an Adventure"',
    aspectRatio: "4:3",
  },
  {
    name: "caption",
    references: ["cat"],
    prompt: "0 in black and white, write 'Stay curious' at the bottom right",
  },
  { name: "style", references: ["bear", "coffee"], prompt: "Make [0] look like [1]" },
  { name: "palette", references: ["sloth", "rocket"], prompt: "image 0 with the colours of image 1" },
  { name: "blurred", references: ["backpack"], prompt: "blur the background of 0" },
  {
    name: "collage",
    references: ["astronaut", "rocket", "coffee", "cat", "wolf"],
    prompt: "a collage of 0, 1, 2, 3 and 4",
    aspectRatio: "3:2",
  },
  { name: "side-by-side", references: ["bear", "sneaker"], prompt: "side by side: 0 and 1" },
];

const folder = new URL("../docs/gallery/", import.meta.url);
await mkdir(folder, { recursive: true });
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : null;
for (const { name, references, ...request } of PIECES) {
  if (only && only !== name) continue;
  const images = await Promise.all(references.map((reference) => readFile(`examples/${reference}.jpg`)));
  const { image, width, height, timings, plan } = await remix({ ...request, images });
  await writeFile(new URL(`${name}.jpg`, folder), await sharp(image).jpeg({ quality: 84, mozjpeg: true }).toBuffer());
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
  return sharp(canvas.toBuffer("image/png")).jpeg({ quality: 86, mozjpeg: true }).toBuffer();
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
