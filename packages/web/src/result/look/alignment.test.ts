import type { Plan } from "@pastiche/client";
import { expect, test } from "vitest";
import { layOver } from "./alignment.ts";

const plan: Plan = {
  engine: "compose@1",
  seed: 0,
  size: { width: 800, height: 800 },
  references: [
    { index: 0, role: "subject", phrase: "" },
    { index: 1, role: "scene", phrase: "" },
  ],
  layout: "scene",
  backdrop: null,
  crop: { x: 400, y: 0, width: 800, height: 800 },
  subjects: [],
  looks: [],
  texts: [],
  unsupported: [],
};

test("the scene lies over itself: the part that is shown fills the result", () => {
  // 3200 × 1600, of which the engine saw 1600 × 800.
  expect(layOver({ width: 3200, height: 1600 }, 1, { width: 1600, height: 1600 }, plan)).toEqual({
    left: -0.5,
    top: -0,
    width: 2,
    height: 1,
  });
});

test("any other picture lies whole in the middle", () => {
  const lay = { left: 0, top: 0.25, width: 1, height: 0.5 };
  expect(layOver({ width: 400, height: 200 }, 0, { width: 800, height: 800 }, plan)).toEqual(lay);
  expect(layOver({ width: 400, height: 200 }, 1, { width: 800, height: 800 }, undefined)).toEqual(lay);
});
