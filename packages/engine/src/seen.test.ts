import { resolve } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { remix } from "./remix.ts";
import type { Seen } from "./request.ts";

const small = (name: string) =>
  sharp(resolve(import.meta.dirname, `../../../examples/${name}.jpg`))
    .resize(128)
    .png()
    .toBuffer();

test("what was seen before is not looked at again, and changes nothing of the result", async () => {
  const images = await Promise.all(["bear", "table"].map(small));
  const seen = new Map<string, Seen>();
  const other = { prompt: "1 at night", images };
  const request = { prompt: "the bear from 0 on the table from 1", images };
  await remix(other, { seen });
  const first = await remix(request, { seen });
  const found = [...seen.values()].flatMap(partsOf);
  const again = await remix(request, { seen: structuredClone(seen) });
  const cold = await remix(request);

  expect(seen.size).toBe(2);
  for (const [i, part] of [...seen.values()].flatMap(partsOf).entries()) expect(part).toBe(found[i]);
  for (const { image } of [first, again]) expect(Buffer.compare(image, cold.image)).toBe(0);
  const cutOutMs = ({ timings }: typeof cold) => timings.find(({ step }) => step === "cutOut")?.ms ?? 0;
  expect(cutOutMs(again)).toBeLessThan(cutOutMs(cold) / 2);
});

function partsOf({ raster, saliency, cutOut, measure, stage }: Seen) {
  return [raster, saliency, cutOut, measure, stage];
}
