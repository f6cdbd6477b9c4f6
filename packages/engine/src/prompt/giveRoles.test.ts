import { expect, test } from "vitest";
import { giveRoles } from "./giveRoles.ts";
import { parsePrompt } from "./parsePrompt.ts";

test("the one thing to be placed gets all that was said of it, whichever reference it is", () => {
  const intent = parsePrompt("put three small bears on the left of the table", 2);
  const { references, subjects } = giveRoles(intent, ["scene", "subject"]);
  expect(subjects).toEqual([
    {
      reference: 1,
      phrase: "bears",
      relation: "in",
      target: 0,
      position: "left",
      scale: "small",
      count: 3,
      flip: false,
      tint: null,
      opacity: 1,
    },
  ]);
  expect(references.map(({ phrase }) => phrase)).toEqual(["the table", "bears"]);
});

test("of several things only the relation is shared", () => {
  const { subjects } = giveRoles(parsePrompt("the tiny bear and the dog behind the sofa", 3), [
    "subject",
    "scene",
    "subject",
  ]);
  expect(subjects).toMatchObject([
    { reference: 0, relation: "behind", target: 1, scale: "normal" },
    { reference: 2, relation: "behind", target: 1, scale: "normal" },
  ]);
});

test("a relation that was not said is in the scene", () => {
  expect(giveRoles(parsePrompt("combine these", 2), ["subject", "scene"]).subjects).toMatchObject([
    { reference: 0, relation: "in", target: 1 },
  ]);
});

test("what is worn is placed on who wears it", () => {
  const { unnamed } = parsePrompt("the man wearing the red hat", 2);
  expect(unnamed).toMatchObject({ subject: { phrase: "the red hat", relation: "on" }, scenePhrase: "the man" });
});
