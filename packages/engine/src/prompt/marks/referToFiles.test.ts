import { expect, test } from "vitest";
import { planPrompt } from "../planPrompt.ts";

const partsOf = (prompt: string, names: (string | null)[]) =>
  planPrompt(prompt, names.length, names).references.map(({ role, phrase }) => `${role}: ${phrase}`);

test("nouns that are names of files mean those pictures, in whatever order they come", () => {
  expect(partsOf("the sneaker on the dune", ["Dune.jpg", "sneaker.jpg"])).toEqual([
    "scene: the dune",
    "subject: the sneaker",
  ]);
  expect(partsOf("a bear and a tiny robot on the table", ["bear.png", "table_2.webp", "IMG_1-robots.jpg"])).toEqual([
    "subject: a bear",
    "scene: the table",
    "subject: a tiny robot",
  ]);
});

test("one picture without a telling name is what is left over", () => {
  expect(partsOf("the toy car on the beach", ["IMG_0042.jpg", "toyCar.jpg"])).toEqual([
    "scene: ",
    "subject: the toy car",
  ]);
});

test.for<[string, (string | null)[]]>([
  ["the bear from 0 on the table from 1", ["table.jpg", "bear.jpg"]],
  ['the words "BEAR TABLE" over it', ["bear.jpg", "table.jpg"]],
  ["put the photo on the picture", ["photo.jpg", "picture.jpg"]],
  ["the bear on the table", ["bear1.jpg", "bear2.jpg"]],
  ["the bear on the table", [null, null]],
  ["the wolf at night", ["wolf.jpg", "IMG_0042.jpg"]],
  ["the bear, the wolf and the table", ["bear.jpg", "a.jpg", "b.jpg"]],
])("%s: nothing is read into the names %j", ([prompt, names]) => {
  expect(planPrompt(prompt, names.length, names)).toEqual(planPrompt(prompt, names.length));
});
