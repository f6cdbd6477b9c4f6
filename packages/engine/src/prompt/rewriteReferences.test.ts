import { expect, test } from "vitest";
import { rewriteReferences } from "./rewriteReferences.ts";

const tagged = (prompt: string, references = 2) =>
  rewriteReferences(prompt, references, (index) => `<img>${index}</img>`);

test.each([
  ["the woman from 0 driving the car from 1", "the woman from <img>0</img> driving the car from <img>1</img>"],
  ["put '0' beside [1]", "put <img>0</img> beside <img>1</img>"],
  ["<img>0</img> at night", "<img>0</img> at night"],
  ["the first image in the style of image 1", "<img>0</img> in the style of <img>1</img>"],
  ["both pictures side by side", "<img>0</img> and <img>1</img> side by side"],
  ["3 dogs from 0 at 10 o'clock, 16:9, 1950s", "3 dogs from <img>0</img> at 10 o'clock, 16:9, 1950s"],
  ['0 with the headline "1 for 1"', '<img>0</img> with the headline "1 for 1"'],
  ["a bear on a table", "a bear on a table"],
])("%s", (prompt, expected) => {
  expect(tagged(prompt)).toBe(expected);
});
