import { expect, test } from "vitest";
import { parsePrompt } from "../prompt/parsePrompt.ts";
import { chooseView } from "./chooseView.ts";

const NO_HINTS = [false, false, false];

function laid(confidence: (number | null)[], isHinted = NO_HINTS) {
  const intent = chooseView(parsePrompt("the shoe from 0 and 1 on the table from 2", 3), confidence, isHinted);
  return {
    subject: intent.subjects[0].reference,
    roles: intent.references.map(({ role }) => role),
    told: intent.unsupported[0],
  };
}

test("of two pictures of one thing the one that is cut out clearly more surely is laid", () => {
  expect(laid([0.4, 0.8, null])).toMatchObject({ subject: 1, roles: ["unused", "subject", "scene"] });
  expect(laid([0.4, 0.8, null]).told).toContain("the shoe in 0:");
});

test("the first one is laid where they are alike, and where a person gave hints for it", () => {
  expect(laid([0.78, 0.8, null])).toMatchObject({ subject: 0, roles: ["subject", "unused", "scene"] });
  expect(laid([0.4, 0.8, null], [true, false, false])).toMatchObject({ subject: 0 });
  expect(laid([0.78, 0.8, null]).told).toContain("the shoe in 1:");
});

test("of three pictures the surest is laid", () => {
  const intent = parsePrompt("0, 1 and 2 show the same shoe. put it on a white background", 3);
  expect(intent.views).toHaveLength(2);
  expect(chooseView(intent, [0.3, 0.5, 0.9], NO_HINTS).subjects[0].reference).toBe(2);
});
