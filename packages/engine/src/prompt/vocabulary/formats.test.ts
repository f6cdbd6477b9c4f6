import { expect, test } from "vitest";
import { parsePrompt } from "../parsePrompt.ts";

test("the frame that words ask for is read, and no portrait, landscape or square that a picture shows", () => {
  const formats: [string, string | null][] = [
    ["the cat from 0 on the sofa from 1, make it portrait for a phone story", "9:16"],
    ["for an Instagram story, portrait: 0", "9:16"],
    ["0 as a cartoon, square", "1:1"],
    ["a square crop of 0", "1:1"],
    ["side by side: 1 and 0, square format", "1:1"],
    ["portrait format, the dog from 0 on the beach from 1", "2:3"],
    ["the dog from 0 on the beach from 1, in landscape format", "3:2"],
    ["make 0 a vertical poster", "2:3"],
    ["a wide banner with the shoe from 0", "16:9"],
    ["the fox from 0 in 1, in 4:3", "4:3"],
    ["0 in 7:5", null],
    ["a portrait of the woman in 0", null],
    ["the dog from 0 in the landscape from 1", null],
    ["the statue from 0 on the square from 1", null],
    ["the logo from 0 on the phone screen in 1", null],
  ];
  for (const [prompt, format] of formats) expect(parsePrompt(prompt, 2).format, prompt).toBe(format);
});
