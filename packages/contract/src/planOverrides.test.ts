import { expect, test } from "vitest";
import type { Plan } from "./plan.ts";
import { PlanOverrides } from "./planOverrides.ts";
import { RemixInput } from "./remix.ts";

const plan: Plan = {
  engine: "compose@1",
  seed: 7,
  size: { width: 1024, height: 768 },
  references: [{ index: 0, role: "subject", phrase: "the bear", confidence: 0.8 }],
  layout: "backdrop",
  backdrop: { kind: "plain", colours: [], name: "transparent" },
  crop: null,
  cells: [],
  subjects: [
    {
      reference: 0,
      phrase: "the bear",
      relation: null,
      target: null,
      position: null,
      scale: "normal",
      count: 1,
      flip: false,
      tint: null,
      opacity: 1,
      box: { x: -10, y: 20, width: 300.5, height: 400 },
      copies: [],
      source: { x: 0, y: 0, width: 600, height: 800 },
      rotation: 0,
      as: "cutout",
      grounded: true,
      z: 1,
    },
  ],
  looks: ["sepia"],
  texts: [{ content: "HELLO", position: "top", box: null, font: null, colour: "#ffffff" }],
  shadow: true,
  light: -0.2,
  score: 0.5,
  unsupported: ["driving: this engine does not change a pose"],
};

test("a whole plan may be sent back: what nobody can override is left out", () => {
  const input = RemixInput.parse({ prompt: "0", images: ["a"], plan });
  expect(input.plan).toMatchObject({ subjects: [{ box: plan.subjects[0].box, z: 1 }], texts: plan.texts, light: -0.2 });
  expect(Object.keys(input.plan ?? {})).not.toContain("seed");
  expect(Object.keys(input.plan?.subjects?.[0] ?? {})).not.toContain("phrase");
});

test.each([
  [{ subjects: [{ box: { x: 0, y: 0, width: 0, height: 5 } }] }, "subjects.0.box.width"],
  [{ subjects: [null, { box: { x: Number.NaN, y: 0, width: 5, height: 5 } }] }, "subjects.1.box.x"],
  [{ subjects: [{ box: { x: 0, y: 1e9, width: 5, height: 5 } }] }, "subjects.0.box.y"],
  [{ subjects: [{ rotation: 181 }] }, "subjects.0.rotation"],
  [{ subjects: [{ copies: Array(12).fill({ x: 0, y: 0, width: 5, height: 5 }) }] }, "subjects.0.copies"],
  [{ texts: [{ content: "" }] }, "texts.0.content"],
  [{ texts: [{ content: "x".repeat(2561) }] }, "texts.0.content"],
  [{ texts: Array(25).fill({ content: "x" }) }, "texts"],
  [{ texts: [{ content: "x", colour: "red" }] }, "texts.0.colour"],
  [{ looks: ["glorious"] }, "looks.0"],
  [{ light: 2 }, "light"],
])("%j is refused at its place", (overrides, place) => {
  const { error } = PlanOverrides.safeParse(overrides);
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([place]);
});
