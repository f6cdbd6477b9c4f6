import { expect, test } from "vitest";
import { nameReferences } from "./references.ts";
import { tokenise } from "./tokenise.ts";

const named = (prompt: string, references = 3) =>
  nameReferences(tokenise(prompt, references), references)
    .filter((token) => token.kind === "reference")
    .map((token) => token.references);

test("every notation names the reference", () => {
  const notations =
    "1|'1'|[1]|#1|(1)|{1}|`1`|“1”|<img>1</img>|<ref>1</ref>|<frame>1</frame>|image 1|reference 1|photo 1|image1|the second image|the 2nd photo";
  for (const notation of notations.split("|"))
    expect(named(`the dog from ${notation} on the beach`), notation).toEqual([[1]]);
});

test("numbers that count or measure name nothing", () => {
  for (const prompt of "3 dogs|a 1950s car|at 2 o'clock|30% larger|4k|2 for 1|16:9|0.5 opacity|1/2 the size|$2|a 2-door car|2 or 1 cats|f/2|image 5|[4]|top 2 list".split(
    "|",
  ))
    expect(named(prompt, 4), prompt).toEqual([]);
});

test("lists, ranges and all of them are read", () => {
  expect(named("0, 1 and 2")).toEqual([[0], [1], [2]]);
  expect(named("images 0-2")).toEqual([[0, 1, 2]]);
  expect(named("both photos", 2)).toEqual([[0, 1]]);
  expect(named("image one on image two", 2)).toEqual([[0], [1]]);
  expect(named("image zero on image one", 2)).toEqual([[0], [1]]);
});
