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

test("slips in a wish hide neither a look nor a limit, and what references show keeps its name", () => {
  const intent = parsePrompt("the corgi from 0, smilling, in snwo", 1);
  expect(intent.looks).toEqual(["snow"]);
  expect(intent.unsupported).toEqual(["smiling: this engine does not change a face"]);
  expect(parsePrompt("the snwo from 0 on the table from 1", 2)).toMatchObject({ looks: [], unsupported: [] });
});

test("a thing that is asked for and that no reference shows is named", () => {
  const unseen: [string, number, string[]][] = [
    ["0 with a hat", 1, ["a hat"]],
    ["the bear from 0 holding a red balloon on the table from 1", 2, ["a red balloon"]],
    ["the dog from 0 wearing sunglasses", 1, ["sunglasses"]],
    ["0 and 3 dogs on 1", 2, ["3 dogs"]],
    ["a dragon beside 0 in 1, with clouds and two swans", 2, ["a dragon", "clouds", "two swans"]],
    ["the dog from 0 with a vintage hat and a red scarf", 1, ["a hat", "a red scarf"]],
  ];
  for (const [prompt, references, phrases] of unseen)
    expect(limits(prompt, references), prompt).toEqual(phrases.map((phrase) => `${phrase}: no reference shows it`));
  for (const prompt of [
    "0 with a hat",
    "0 is a man with a hat, put him on the beach from 1",
    "image 0 shows a man holding a balloon; put him on the beach from 1",
    "0 wearing a hat from 1",
    'the dog from 0 with the headline "a hat" on a red background, with colours of 1',
    "0 and 1 with its logo, with a red background, with a bit of fog",
  ])
    expect(limits(prompt), prompt).toEqual([]);
});

test("a number of a picture that was not given is named with those that were", () => {
  expect(limits("the bear from 5 on the table from 1")).toEqual(["5: there are only references 0 to 1"]);
  expect(limits("image 0 in the style of 3", 1)).toEqual(["3: there is only reference 0"]);
  expect(limits("the dog [4] and the cat in 2 on the sofa from 1")).toEqual([
    "4: there are only references 0 to 1",
    "2: there are only references 0 to 1",
  ]);
  for (const prompt of ["0 beside 1, open from 5 to 9", "0 and 1 from 9 am, split in 2"])
    expect(limits(prompt), prompt).toEqual([]);
});
