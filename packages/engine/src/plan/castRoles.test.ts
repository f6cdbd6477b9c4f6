import { expect, test } from "vitest";
import { createPlane } from "../pixels/index.ts";
import type { Intent } from "../prompt/intent.ts";
import { parsePrompt } from "../prompt/parsePrompt.ts";
import { castRoles } from "./castRoles.ts";

const open: Intent = {
  references: [0, 1].map((index) => ({ index, role: null, phrase: "" })),
  layout: null,
  arrangement: null,
  order: [],
  format: null,
  backdrop: null,
  subjects: [],
  unnamed: null,
  staying: [],
  views: [],
  looks: [],
  texts: [],
  transparent: false,
  shadow: null,
  unsupported: [],
};
const wide = createPlane(10, 10, 0.55);
const compact = createPlane(10, 10);
compact.data.fill(1, 40, 60);

test("with no role given the most compact subject is lifted into the widest view", () => {
  const { references, subjects } = castRoles(open, [wide, compact]);
  expect(references.map(({ role }) => role)).toEqual(["scene", "subject"]);
  expect(subjects).toMatchObject([{ reference: 1, target: 0 }]);
});

test("what was said of a thing without naming its reference is asked of the one that is placed", () => {
  const intent = parsePrompt("put two copies of the tiny bear at the right behind the table, mirrored", 2);
  const { references, subjects } = castRoles(intent, [wide, compact]);
  expect(subjects).toMatchObject([
    {
      reference: 1,
      phrase: "the bear",
      relation: "behind",
      target: 0,
      position: "right",
      scale: "tiny",
      count: 2,
      flip: true,
    },
  ]);
  expect(references[0]).toMatchObject({ role: "scene", phrase: "the table" });
});

test("where the prompt names the scene, what it left open is a subject", () => {
  const references = [
    { index: 0, role: null, phrase: "" },
    { index: 1, role: "scene" as const, phrase: "the beach" },
  ];
  const cast = castRoles({ ...open, references }, [wide, compact]);
  expect(cast.references[0].role).toBe("subject");
});

test("of pictures that look alike the last is the scene, and one that is cut out already never", () => {
  const roles = (intent: Intent) => intent.references.map(({ role }) => role);
  const slightlyWider = createPlane(10, 10);
  slightlyWider.data.fill(1, 36, 62);
  expect(roles(castRoles(open, [slightlyWider, compact]))).toEqual(["subject", "scene"]);
  expect(roles(castRoles(open, [compact, slightlyWider]))).toEqual(["subject", "scene"]);
  expect(roles(castRoles(open, [slightlyWider, compact], [false, true]))).toEqual(["scene", "subject"]);
});

test("a single picture with no role is the scene", () => {
  expect(castRoles({ ...open, references: open.references.slice(0, 1) }, [compact]).references[0].role).toBe("scene");
});

test("what the prompt said stays", () => {
  const said: Intent = { ...open, references: [{ index: 0, role: "style", phrase: "" }] };
  expect(castRoles(said, [wide])).toBe(said);
});
