import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type RemixRequest, remix } from "@pastiche/engine";
import sharp from "sharp";
import { expect, test } from "vitest";
import { difference } from "./difference.ts";
import { photograph } from "./photograph.ts";

/** Whole pictures, kept small: UPDATE=1 makes them anew, and then they want looking at. */
const GOLDEN: Record<string, { references: string[] } & Omit<RemixRequest, "images">> = {
  "bear-on-table": { references: ["bear", "table"], prompt: "the bear from 0 on the table from 1" },
  "robot-behind-sloth": { references: ["robot", "sloth"], prompt: "the robot from 0 behind the sloth from 1" },
  "sneaker-poster": {
    references: ["sneaker"],
    prompt: 'the sneaker from 0 on a pastel pink background with the headline "WALK ON AIR"',
    aspectRatio: "3:4",
  },
  "coffee-watercolor": { references: ["coffee"], prompt: "0 as a watercolor painting" },
  "cat-colours-of-rocket": { references: ["cat", "rocket"], prompt: "image 0 with the colours of image 1" },
  collage: { references: ["astronaut", "rocket", "coffee"], prompt: "a collage of 0, 1 and 2", aspectRatio: "3:2" },
};

test.each(Object.entries(GOLDEN))("%s looks as it did", async (name, { references, ...request }) => {
  const images = await Promise.all(references.map(photograph));
  const { image } = await remix({ ...request, images });
  const small = await sharp(image).resize(160, 160, { fit: "inside" }).removeAlpha().png().toBuffer();
  const path = resolve(import.meta.dirname, `golden/${name}.png`);
  if (process.env.UPDATE) await writeFile(path, small);
  expect(await difference(small, await readFile(path))).toBeLessThan(1.5);
});
