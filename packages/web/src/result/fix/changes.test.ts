import type { Plan } from "@pastiche/client";
import { expect, test } from "vitest";
import { canReorder, duplicated, overridesFor, placed, reordered, reworded, takenAway } from "./changes.ts";
import { angleTo, around, resized, turned } from "./geometry.ts";

const subject: Plan["subjects"][number] = {
  reference: 0,
  phrase: "the bear",
  relation: null,
  target: null,
  position: null,
  scale: "normal",
  count: 1,
  flip: false,
  opacity: 1,
  box: { x: 100, y: 200, width: 200, height: 300 },
  copies: [],
  source: { x: 0, y: 0, width: 400, height: 600 },
  rotation: 0,
  as: "cutout",
  grounded: true,
  z: 1,
};
const plan: Plan = {
  engine: "compose@1",
  seed: 0,
  size: { width: 1000, height: 800 },
  references: [{ index: 0, role: "subject", phrase: "the bear" }],
  layout: "scene",
  backdrop: null,
  crop: null,
  subjects: [subject, { ...subject, reference: 1, z: 2 }],
  looks: [],
  texts: [
    {
      content: "HELLO",
      position: "top",
      box: { x: 400, y: 10, width: 200, height: 50 },
      font: "Inter",
      colour: "#ffffff",
    },
  ],
  unsupported: [],
};
const bear = { kind: "subject", at: 0, copy: 0 } as const;
const moved = placed(plan, bear, { x: 150, y: 200, width: 200, height: 300 });

test("of the subjects only what was changed is sent, with the frame that it was changed in; texts stay where they are", () => {
  const place = { box: { x: 150, y: 200, width: 200, height: 300 }, copies: [], source: subject.source };
  expect(overridesFor(plan, moved, null)).toEqual({ size: plan.size, subjects: [place, null], texts: plan.texts });
});

test("what was sent before is sent again", () => {
  const first = overridesFor(plan, moved, null);
  const second = overridesFor(moved, takenAway(moved, { kind: "text", at: 0 }), first);
  expect(second).toEqual({ ...first, texts: [] });
});

test("boxes that were sent for another frame are sent as they are now", () => {
  const earlier = { size: { width: 500, height: 400 }, subjects: [{ box: { x: 1, y: 1, width: 1, height: 1 } }, null] };
  expect(overridesFor(plan, plan, earlier).subjects?.[0]?.box).toEqual(subject.box);
});

test("the last of a subject is made invisible, a copy is gone", () => {
  const two = duplicated(plan, bear);
  expect(two.subjects[0].copies).toEqual([{ x: 150, y: 218, width: 200, height: 300 }]);
  expect(takenAway(two, bear).subjects[0]).toMatchObject({ box: { x: 150, y: 218 }, copies: [], opacity: 1 });
  expect(takenAway(plan, bear).subjects[0]).toMatchObject({ box: subject.box, opacity: 0 });
});

test("behind everything is behind the scene's own thing", () => {
  expect(reordered(plan, 1, -1).subjects.map(({ z }) => z)).toEqual([2, 1]);
  expect(reordered(plan, 0, -1).subjects.map(({ z }) => z)).toEqual([-1, 1]);
  expect(canReorder(plan, 1, 1)).toBe(false);
  expect(canReorder({ ...plan, layout: "backdrop" }, 0, -1)).toBe(false);
});

test("other words keep their size about their middle, as far as the picture goes", () => {
  const widthOf = (words: string) => words.length;
  expect(reworded(plan, 0, "HI", widthOf).texts[0].box).toEqual({ x: 460, y: 10, width: 80, height: 50 });
  expect(reworded(plan, 0, "x".repeat(50), widthOf).texts[0].box).toMatchObject({ x: 20, width: 960 });
});

test("a corner is drawn away from the opposite one, which stays, however the box is turned", () => {
  const box = { x: 0, y: 0, width: 100, height: 50 };
  expect(resized(box, 0, { x: 1, y: 1 }, { x: 200, y: 100 }, false)).toEqual({ x: 0, y: 0, width: 200, height: 100 });
  const larger = resized(box, 90, { x: 1, y: 1 }, { x: -25, y: 175 }, false);
  const topLeft = ({ x, y, width, height }: typeof box) => {
    const corner = turned({ x: -width / 2, y: -height / 2 }, 90);
    return [x + width / 2 + corner.x, y + height / 2 + corner.y].map(Math.round);
  };
  expect(topLeft(larger)).toEqual(topLeft(box));
  expect(larger.width / larger.height).toBeCloseTo(2);
});

test("the handle points to the pointer, in steps where asked", () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  expect(angleTo(box, { x: 150, y: 50 }, false)).toBe(90);
  expect(angleTo(box, { x: 70, y: -50 }, true)).toBe(15);
  expect([around(190), around(-180), around(540)]).toEqual([-170, 180, 180]);
});
