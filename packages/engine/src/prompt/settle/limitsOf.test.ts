import { expect, test } from "vitest";
import { parsePrompt } from "../parsePrompt.ts";

const limits = (prompt: string, references = 2) => parsePrompt(prompt, references).unsupported;

test("what would need a picture drawn anew is named with the reason", () => {
  expect(limits("remove the person from 0")).toEqual([
    "removing the person: this engine lays things on a picture and takes nothing out of it",
  ]);
  expect(limits("0 in the style of Van Gogh")).toEqual([
    "Van Gogh: this engine takes a style from a reference picture, not from a name",
  ]);
  expect(limits("swap the faces of 0 and 1")).toEqual([
    "face swap: this engine does not join one face to another head or body",
  ]);
  expect(limits("make her older and smiling")).toEqual([
    "older: this engine does not change anybody's age or body",
    "smiling: this engine does not change a face",
  ]);
});

test("a thing that is removed and then put elsewhere is only moved", () => {
  expect(limits("remove the dog from 0 and put it on the beach from 1")).toEqual([]);
});

test("what the references show and how pictures are exchanged raises no alarm", () => {
  for (const prompt of [
    "replace the background of 0 with 1",
    "remove the background of 0",
    "the smiling woman from 0 on the beach from 1",
    "the Van Gogh painting from 0 on the wall of 1",
    "the mask from 0 on the face of the man in 1",
    "0 in the style of 1",
    'poster of 0 with the text "Smile, older face"',
  ])
    expect(limits(prompt), prompt).toEqual([]);
});
