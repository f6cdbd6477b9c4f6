import type { Plan } from "@pastiche/contract";
import { expect, test } from "vitest";
import { createPlane, createRaster, cropRaster, type Raster, toOklab } from "../pixels/index.ts";
import { paintBackdrop } from "./backdrop.ts";
import { compose } from "./compose.ts";
import { harmonise, sceneLight } from "./harmonise.ts";
import { printOf, printShadow } from "./inset.ts";
import { fitSubject, lay } from "./layer.ts";
import { castShadow } from "./shadow.ts";

function flat(width: number, height: number, colour: number[]): Raster {
  const out = createRaster(width, height);
  for (let i = 0; i < out.data.length; i += 4) out.data.set(colour, i);
  return out;
}

const at = ({ width, data }: Raster, x: number, y: number) => [
  ...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
];

test("an opaque layer replaces what is under it to the byte, and a clear one changes nothing", () => {
  const picture = flat(8, 8, [10, 20, 30, 255]);
  lay(picture, flat(2, 2, [201, 99, 7, 255]), 3, 3);
  lay(picture, flat(2, 2, [255, 255, 255, 0]), 0, 0);
  expect(at(picture, 4, 4)).toEqual([201, 99, 7, 255]);
  expect(at(picture, 0, 0)).toEqual([10, 20, 30, 255]);
});

test("a half-clear layer on nothing keeps its own colour and alpha", () => {
  const picture = createRaster(4, 4);
  lay(picture, flat(4, 4, [200, 100, 50, 128]), 0, 0);
  expect(at(picture, 1, 1)).toEqual([200, 100, 50, 128]);
});

test("a layer that reaches over the edge is cut there", () => {
  const picture = flat(4, 4, [0, 0, 0, 255]);
  lay(picture, flat(4, 4, [255, 255, 255, 255]), -2, 2);
  expect(at(picture, 1, 3)).toEqual([255, 255, 255, 255]);
  expect(at(picture, 2, 3)).toEqual([0, 0, 0, 255]);
});

test("a crop beyond the picture is clear there", () => {
  const crop = cropRaster(flat(4, 4, [9, 9, 9, 255]), { x: 2, y: -1, width: 4, height: 3 });
  expect(at(crop, 0, 0)).toEqual([0, 0, 0, 0]);
  expect(at(crop, 1, 1)).toEqual([9, 9, 9, 255]);
  expect(at(crop, 3, 1)).toEqual([0, 0, 0, 0]);
});

const subject = {
  reference: 0,
  phrase: "",
  relation: null,
  target: null,
  position: null,
  scale: "normal" as const,
  count: 1,
  flip: false,
  tint: null,
  opacity: 1,
  box: null,
  copies: [],
  source: null,
  rotation: 0,
  as: "cutout" as const,
  grounded: true,
  z: 1,
};

test("a flipped subject is mirrored, and opacity scales its alpha", () => {
  const two = createRaster(2, 1);
  two.data.set([255, 0, 0, 255, 0, 0, 255, 255]);
  const box = { x: 0, y: 0, width: 2, height: 1 };
  const open = { left: false, right: false };
  const out = fitSubject(two, box, box, { ...subject, flip: true, opacity: 0.5 }, open);
  expect([...out.data]).toEqual([0, 0, 255, 128, 255, 0, 0, 128]);
});

test("a side that ends in mid-air is softened", () => {
  const box = { x: 0, y: 0, width: 100, height: 4 };
  const out = fitSubject(flat(100, 4, [9, 9, 9, 255]), box, box, subject, { left: true, right: false });
  expect(out.data[3]).toBeLessThan(60);
  expect(out.data[99 * 4 + 3]).toBe(255);
});

test("by day harmonising moves a subject towards its scene, within its cap, and leaves alpha, black and white alone", () => {
  const scene = flat(200, 200, [200, 200, 200, 255]);
  const layer = flat(50, 50, [120, 90, 60, 255]);
  layer.data.set([0, 0, 0, 255, 255, 255, 255, 255, 7, 7, 7, 0], 0);
  const out = harmonise(layer, scene, { x: 75, y: 75, width: 50, height: 50 }, sceneLight(scene));
  const before = toOklab(layer).L.data;
  const after = toOklab(out).L.data;
  expect(after[100]).toBeGreaterThan(before[100]);
  for (let p = 0; p < before.length; p++) expect(Math.abs(after[p] - before[p])).toBeLessThan(0.07);
  expect(at(out, 0, 0)[0]).toBeLessThan(4);
  expect(at(out, 1, 0)[1]).toBeGreaterThan(250);
  expect(at(out, 2, 0)[3]).toBe(0);
});

test("at night a subject is exposed as its scene is, in its light, down to two stops and no further", () => {
  const exposed = (scene: Raster) => {
    const layer = flat(50, 50, [200, 60, 50, 255]);
    layer.data.fill(235, 0, 50 * 10 * 4);
    return harmonise(layer, scene, { x: 75, y: 75, width: 50, height: 50 }, sceneLight(scene));
  };
  const [white, red] = [
    at(exposed(flat(200, 200, [30, 40, 70, 255])), 10, 5),
    at(exposed(flat(200, 200, [30, 40, 70, 255])), 10, 40),
  ];
  expect(white[1]).toBeLessThan(140);
  expect(white[1]).toBeGreaterThan(100);
  expect(white[2]).toBeGreaterThan(white[0] + 8);
  expect(red[0]).toBeGreaterThan(2.5 * red[1]);
  const black = at(exposed(flat(200, 200, [2, 2, 2, 255])), 10, 5);
  expect(black[1]).toBeGreaterThan(95);
});

test("a dark floor in daylight is no night, and a lawn no green light", () => {
  const floor = flat(200, 200, [40, 44, 42, 255]);
  floor.data.fill(240, 0, 200 * 40 * 4);
  expect(sceneLight(floor).darkness).toBe(0);
  const night = flat(200, 200, [30, 40, 70, 255]);
  expect(sceneLight(night, { relit: true }).darkness).toBeLessThan(0.5 * sceneLight(night).darkness);
  const lawn = sceneLight(flat(200, 200, [110, 160, 40, 255]));
  expect([lawn.a, lawn.b].map(Math.abs)).toEqual([0, 0]);
  expect(sceneLight(flat(200, 200, [210, 190, 150, 255])).b).toBeGreaterThan(0.015);
});

test("a shadow darkens the ground at the foot, leans away from the light, and leaves what is far alone", () => {
  const light = (direction: number) => {
    const picture = flat(300, 300, [200, 200, 200, 255]);
    castShadow(picture, flat(60, 100, [0, 0, 0, 255]), { x: 120, y: 100, width: 60, height: 100 }, direction, 1);
    return picture;
  };
  const fromRight = light(1);
  expect(at(fromRight, 150, 200)[0]).toBeLessThan(150);
  expect(at(fromRight, 150, 290)).toEqual([200, 200, 200, 255]);
  expect(at(fromRight, 290, 20)).toEqual([200, 200, 200, 255]);
  const sum = (picture: Raster, x0: number) => {
    let total = 0;
    for (let y = 150; y < 205; y++) for (let x = x0; x < x0 + 40; x++) total += at(picture, x, y)[0];
    return total;
  };
  expect(sum(fromRight, 80)).toBeLessThan(sum(fromRight, 180));
  expect(sum(light(-1), 80)).toBeGreaterThan(sum(light(-1), 180));
});

test("the ground beneath what stands on two feet is dark too, and what slants away from its lowest corner does not float", () => {
  const shaded = (opaque: (x: number, y: number) => boolean) => {
    const picture = flat(300, 300, [200, 200, 200, 255]);
    const layer = createRaster(100, 100);
    for (let p = 0; p < 1e4; p++) if (opaque(p % 100, Math.floor(p / 100))) layer.data[p * 4 + 3] = 255;
    castShadow(picture, layer, { x: 100, y: 100, width: 100, height: 100 }, 0, 1);
    return picture;
  };
  const table = shaded((x, y) => y < 84 || x < 14 || x >= 86);
  expect(at(table, 150, 192)[0]).toBeLessThan(125);
  expect(at(table, 107, 202)[0]).toBeLessThan(122);
  expect(at(table, 150, 230)[0]).toBeGreaterThan(185);
  const slanted = shaded((x, y) => y < 100 - 0.2 * x);
  expect(at(slanted, 185, 186)[0]).toBeLessThan(140);
});

test("a shadow at the frame's edge stays inside the picture", () => {
  const picture = flat(50, 50, [200, 200, 200, 255]);
  castShadow(picture, flat(40, 40, [0, 0, 0, 255]), { x: -10, y: 20, width: 40, height: 40 }, 0.5, 1);
  expect(picture.data).toHaveLength(50 * 50 * 4);
});

test("a plain backdrop is its colour to the byte; a gradient runs from its first colour to its last without bands", () => {
  const plain = paintBackdrop({ kind: "plain", colours: ["#f4a0b0"], name: "pink" }, 4, 4);
  expect(at(plain, 3, 3)).toEqual([0xf4, 0xa0, 0xb0, 255]);
  const { width, data } = paintBackdrop(
    { kind: "gradient", colours: ["#0000ff", "#800080"], name: "gradient" },
    32,
    512,
  );
  const row = (y: number) => {
    let red = 0;
    for (let x = 0; x < width; x++) red += data[(y * width + x) * 4];
    return red / width;
  };
  expect(row(0)).toBeLessThan(2);
  expect(row(511)).toBeGreaterThan(125);
  for (let y = 1; y < 512; y++) expect(Math.abs(row(y) - row(y - 1))).toBeLessThan(2.5);
});

test("an inset shows its part of the reference inside a white border", () => {
  const picture = flat(200, 200, [50, 90, 50, 255]);
  const box = { x: 60, y: 60, width: 80, height: 80 };
  const print = printOf(flat(100, 100, [200, 0, 0, 255]), { x: 10, y: 10, width: 50, height: 50 }, box, box, subject);
  const shadow = printShadow(print, box, box);
  lay(picture, shadow.raster, shadow.x, shadow.y);
  lay(picture, print, box.x, box.y);
  expect(at(picture, 60, 100)).toEqual([255, 255, 255, 255]);
  expect(at(picture, 100, 100)).toEqual([200, 0, 0, 255]);
  expect(at(picture, 0, 0)).toEqual([50, 90, 50, 255]);
});

/** A brown thing in the middle of a grey picture, cut out as surely as told. */
function referenceOf(confidence: number) {
  const raster = flat(200, 200, [120, 124, 120, 255]);
  const lifted = createRaster(200, 200);
  const box = { x: 60, y: 60, width: 80, height: 100 };
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      for (const picture of [raster, lifted]) picture.data.set([110, 60, 30, 255], (y * 200 + x) * 4);
    }
  }
  const saliency = createPlane(20, 20);
  return { raster, saliency, cutOut: { raster: lifted, confidence, saliency, box } };
}

test("snow falls around the scene's own thing too where it was cut out for sure", async () => {
  const plan: Plan = {
    engine: "compose@1",
    seed: 3,
    size: { width: 200, height: 200 },
    references: [
      { index: 0, role: "subject", phrase: "" },
      { index: 1, role: "scene", phrase: "" },
    ],
    layout: "scene",
    backdrop: null,
    crop: { x: 0, y: 0, width: 200, height: 200 },
    cells: [],
    subjects: [{ ...subject, relation: "beside", target: 1, box: { x: 4, y: 120, width: 40, height: 50 } }],
    looks: ["snow"],
    texts: [],
    shadow: true,
    light: 0,
    score: null,
    unsupported: [],
  };
  const middle = async (confidence: number) => {
    const options = { transparent: false, layered: false, pause: async () => {}, show: async () => {} };
    const { picture } = await compose(plan, [referenceOf(0.9), referenceOf(confidence)], options);
    let sum = 0;
    for (let y = 100; y < 150; y++) for (let x = 70; x < 130; x++) sum += at(picture, x, y)[2] / 3000;
    return sum;
  };
  expect(await middle(0.9)).toBeLessThan((await middle(0.1)) - 25);
});
