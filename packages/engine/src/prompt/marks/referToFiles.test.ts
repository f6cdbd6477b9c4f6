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

test("pictures that are not meant have nothing to do", () => {
  expect(partsOf("the sneaker on the dune", ["sneaker.jpg", "Dune.jpg", "bear.jpg", "can.jpg"])).toEqual([
    "subject: the sneaker",
    "scene: the dune",
    "unused: ",
    "unused: ",
  ]);
  expect(partsOf("the duck on the table at night", ["night.jpg", "table.jpg", "duck.jpg"])).toEqual([
    "unused: ",
    "scene: the table",
    "subject: the duck",
  ]);
});

test("a name in two cases is one word or two", () => {
  expect(partsOf("the sneaker beside the ladybird", ["sneaker.jpg", "LadyBird.jpg"])).toEqual([
    "subject: the sneaker",
    "scene: the ladybird",
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
  ["the duck on the table at night", ["night.jpg", "IMG_1.jpg"]],
])("%s: nothing is read into the names %j", ([prompt, names]) => {
  expect(planPrompt(prompt, names.length, names)).toEqual(planPrompt(prompt, names.length));
});
