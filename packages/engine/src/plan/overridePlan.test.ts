import type { Plan } from "@pastiche/contract";
import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { overridePlan } from "./overridePlan.ts";
import type { Reference } from "./reference.ts";

const cutOut = (box: { x: number; y: number; width: number; height: number }): Reference => ({
  raster: createRaster(400, 400),
  saliency: createPlane(4, 4),
  cutOut: { raster: createRaster(400, 400), box, confidence: 0.9, saliency: createPlane(4, 4) },
});
const source = { x: 100, y: 100, width: 100, height: 200 };
const references = [cutOut(source), cutOut(source)];

const subject: Plan["subjects"][number] = {
  reference: 0,
  phrase: "the bear",
  relation: "on",
  target: 1,
  position: null,
  scale: "normal",
  count: 1,
  flip: false,
  tint: null,
  opacity: 1,
  box: { x: 200, y: 300, width: 50, height: 100 },
  copies: [],
  source,
  rotation: 0,
  as: "cutout",
  grounded: true,
  z: 1,
};
const plan: Plan = {
  engine: "compose@1",
  seed: 1,
  size: { width: 1000, height: 800 },
  references: [
    { index: 0, role: "subject", phrase: "the bear" },
    { index: 1, role: "scene", phrase: "the table" },
  ],
  layout: "scene",
  backdrop: null,
  crop: { x: 0, y: 40, width: 400, height: 320 },
  cells: [],
  subjects: [subject],
  looks: ["sepia"],
  texts: [{ content: "A", position: null, box: null, font: null, colour: null }],
  shadow: true,
  light: 0.5,
  score: 0.9,
  unsupported: [],
};

test("nothing changed changes nothing, and a plan that is sent back whole is the same plan", () => {
  expect(overridePlan(plan, {}, references)).toEqual(plan);
  const { subjects, texts, looks, crop, shadow, light, size } = plan;
  const again = overridePlan(plan, { subjects, texts, looks, crop, shadow, light, size }, references);
  expect(again).toEqual({ ...plan, score: null });
});

test("a subject stands exactly where a person put it, and what was not changed stays", () => {
  const box = { x: -20, y: 700, width: 300, height: 250 };
  const copies = [{ x: 1, y: 2, width: 3, height: 4 }];
  const changed = overridePlan(plan, { subjects: [{ box, copies, rotation: -30, opacity: 0.5, z: -2 }] }, references);
  expect(changed.subjects).toEqual([{ ...subject, box, copies, count: 2, rotation: -30, opacity: 0.5, z: -2 }]);
  expect(changed.score).toBeNull();
  expect({ ...changed, subjects: [], score: null }).toEqual({ ...plan, subjects: [], score: null });
});

test("boxes drawn in another frame are scaled, never stretched, and stay on their spot of the ground", () => {
  const changes = {
    size: { width: 500, height: 800 },
    subjects: [{ box: { x: 200, y: 300, width: 100, height: 100 } }],
  };
  expect(overridePlan(plan, changes, references).subjects[0].box).toEqual({ x: 450, y: 300, width: 100, height: 100 });
});

test("when more is lifted than before, what was lifted before stays where it was, even turned and mirrored", () => {
  const mended = [cutOut({ x: 100, y: 100, width: 200, height: 200 }), references[1]];
  const box = { x: 200, y: 300, width: 50, height: 100 };
  const boxWith = (more: object) =>
    overridePlan(plan, { subjects: [{ box, source, ...more }] }, mended).subjects[0].box;
  expect(boxWith({})).toEqual({ x: 200, y: 300, width: 100, height: 100 });
  expect(boxWith({ flip: true })).toEqual({ x: 150, y: 300, width: 100, height: 100 });
  // The middle moves by 25 px to its right, which is down.
  expect(boxWith({ rotation: 90 })).toEqual({ x: 175, y: 325, width: 100, height: 100 });
  expect(boxWith({ source: null })).toEqual(box);
});

test("a crop keeps the frame's ratio inside of the picture", () => {
  const crop = (x: number, y: number, width: number, height: number) =>
    overridePlan(plan, { crop: { x, y, width, height } }, references).crop;
  expect(crop(100, 100, 100, 200)).toEqual({ x: 100, y: 160, width: 100, height: 80 });
  expect(crop(300, 300, 1000, 1000)).toEqual({ x: 300, y: 310, width: 100, height: 80 });
});

test("texts, looks and light are replaced as wholes; what finds no place is said", () => {
  const changes = {
    texts: [],
    looks: [],
    light: -1,
    shadow: false,
    subjects: [null, { opacity: 0 }],
    backdrop: { kind: "plain" as const, colours: ["#ffffff"], name: "white" },
  };
  expect(overridePlan(plan, changes, references)).toMatchObject({
    texts: [],
    looks: [],
    light: -1,
    shadow: false,
    subjects: [subject],
    backdrop: null,
    unsupported: [expect.stringContaining("plan.subjects 1"), expect.stringContaining("plan.backdrop")],
  });
});
