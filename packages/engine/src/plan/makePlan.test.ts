import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { parsePrompt } from "../prompt/parsePrompt.ts";
import { makePlan } from "./makePlan.ts";
import type { Reference } from "./reference.ts";

const options = { aspectRatio: null, seed: 0, effort: 1, transparent: false };
const scene: Reference = { raster: createRaster(600, 400), saliency: createPlane(30, 20), cutOut: null };

/** A rectangle that is cut out of a picture of 400 × 400. */
function lifted(width: number, height: number, confidence = 0.9): Reference {
  const box = { x: 200 - width / 2, y: 200 - height / 2, width, height };
  const raster = createRaster(400, 400);
  for (let y = box.y; y < box.y + height; y++) {
    for (let x = box.x; x < box.x + width; x++) raster.data.set([90, 120, 150, 255], (y * 400 + x) * 4);
  }
  const saliency = createPlane(20, 20);
  return { raster, saliency, cutOut: { raster, confidence, saliency, box } };
}

const planOf = (prompt: string, references: Reference[]) =>
  makePlan(parsePrompt(prompt, references.length), references, options);
const subjectsOf = (prompt: string, references: Reference[]) => planOf(prompt, references).subjects;

test("what is held lies upon its holder, though its lower edge is higher", () => {
  const [woman, duck] = subjectsOf("the woman from 0 holding the duck from 1 in the park from 2", [
    lifted(120, 320),
    lifted(200, 200),
    scene,
  ]);
  if (!woman.box || !duck.box) throw new Error("not placed");
  expect(duck.z).toBeGreaterThan(woman.z);
  expect(duck.box.y + duck.box.height).toBeLessThan(woman.box.y + woman.box.height);
  const overlap =
    Math.min(woman.box.x + woman.box.width, duck.box.x + duck.box.width) - Math.max(woman.box.x, duck.box.x);
  expect(overlap).toBeGreaterThan(0.2 * woman.box.width);
});

test("of two that only stand there the nearer is laid later", () => {
  const [bear, robot] = subjectsOf("the bear from 0 at the bottom and the robot from 1 at the top of 2", [
    lifted(200, 200),
    lifted(200, 200),
    scene,
  ]);
  expect(bear.z).toBeGreaterThan(robot.z);
});

test("what cannot be told from its surroundings comes as a print, larger than it would stand there, and on no ground", () => {
  const [sure] = subjectsOf("the bear from 0 in the park from 1", [lifted(200, 200), scene]);
  const {
    subjects: [print],
    unsupported,
  } = planOf("the bear from 0 in the park from 1", [lifted(200, 200, 0.1), scene]);
  expect(unsupported).toEqual(["reference 0: a framed print, since it could not be cut out whole"]);
  expect([sure.as, print.as]).toEqual(["cutout", "inset"]);
  expect(print.grounded).toBe(false);
  expect(print.box?.height).toBeGreaterThan(1.2 * (sure.box?.height ?? 0));
});
