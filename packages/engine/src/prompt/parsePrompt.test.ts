import { readFileSync } from "node:fs";
import { Plan } from "@pastiche/contract";
import { RemixError } from "@pastiche/contract/errors";
import { describe, expect, test } from "vitest";
import { compareLine, readLines } from "./expectations.ts";
import { parsePrompt } from "./parsePrompt.ts";
import { planPrompt } from "./planPrompt.ts";

const lines = readLines(readFileSync(new URL("./prompts.fixture.jsonl", import.meta.url), "utf8"));

describe("every prompt of the fixture is read right", () => {
  test.each(lines.map((line) => [line.prompt, line] as const))("%s", (_, line) => {
    expect(compareLine(line)).toEqual([]);
  });
});

test("a tag beyond the pictures given is refused with the number and the limit", () => {
  for (const tag of ["<img>2</img>", "<ref>7</ref>", "<frame>-1</frame>", "<IMG> 99999999999999999999 </IMG>"]) {
    const read = () => parsePrompt(`the dog from ${tag} on the beach from 1`, 2);
    expect(read).toThrow(RemixError);
    expect(read).toThrow(/images 0 to 1 were given/);
  }
  try {
    parsePrompt("<img>3</img>", 1);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: "validation_failed", status: 422, errors: [{ pointer: "/input/prompt" }] });
  }
});

test("a bare number beyond the pictures given is only a number", () => {
  const intent = parsePrompt("the dog from 0 on the beach from 1, image 5, #4, [3]", 2);
  expect(intent.references.map((reference) => reference.role)).toEqual(["subject", "scene"]);
});

test("with no reference named, two pictures stay open for saliency", () => {
  const intent = parsePrompt("put the bear on the table", 2);
  expect(intent.references.map((reference) => reference.role)).toEqual([null, null]);
  expect(intent.layout).toBeNull();
});

test("a collage follows the words: sides, what is above what, else the order in which they were named", () => {
  const orders: [string, number[]][] = [
    ["side by side: 1 and 0", [1, 0]],
    ["0 right, 1 left", [1, 0]],
    ["0 below 1 in a column", [1, 0]],
    ["stack 1 on top of 0 as a collage", [1, 0]],
    ["a collage of 0 and 1", [0, 1]],
    ["collage", [0, 1]],
  ];
  for (const [prompt, order] of orders) {
    const intent = parsePrompt(prompt, 2);
    expect(intent.layout, prompt).toBe("collage");
    expect(intent.order, prompt).toEqual(order);
  }
});

describe("any text gives an intent, before the test's own time is up", () => {
  const adversarial: [string, string][] = [
    ["empty", ""],
    ["one quote", '"'],
    ["open tags", "<img>".repeat(512)],
    ["open tags with spaces", "<img>          ".repeat(170)],
    ["single quotes", " '".repeat(1280)],
    ["single quotes before letters", " 'a".repeat(853)],
    ["apostrophes", "'s".repeat(1280)],
    ["digits", "0".repeat(2560)],
    ["digits and points", "1.".repeat(1280)],
    ["references", "0 ".repeat(1280)],
    ["the same phrase", "on the left of the ".repeat(134)],
    ["colours", "red and ".repeat(320)],
    ["gradients", "gradient from red to ".repeat(121)],
    ["fillers", "dog shown seen found in ".repeat(106)],
    ["text cues", "that says A ".repeat(213)],
    ["write", "write ".repeat(426)],
    ["with", "0 with ".repeat(365)],
    ["in", "in ".repeat(853)],
    ["commas", ",".repeat(2560)],
    ["emoji", "🐻‍❄️".repeat(400)],
    ["lone surrogates", "\ud83d".repeat(2560)],
    ["combining marks", "e\u0301".repeat(1280)],
    ["right to left", "الكلب من 0 على الشاطئ من 1 ".repeat(90)],
    ["Chinese", "把0的狗放到1的海滩上。".repeat(190)],
    ["control characters", "\u0000\u0007\u001b[0m".repeat(400)],
    ["words of objects' prototypes", "constructor __proto__ toString hasOwnProperty ".repeat(55)],
    ["one long word", "a".repeat(2560)],
    ["hash", "#".repeat(2560)],
    ["brackets", "[(".repeat(1280)],
  ];
  test.each(adversarial)("%s", (_, prompt) => {
    for (const references of [1, 2, 6]) {
      const intent = parsePrompt(prompt.slice(0, 2560), references);
      expect(intent.references).toHaveLength(references);
    }
  });

  test("random shuffles of the grammar's own words", () => {
    const words = [...new Set(lines.flatMap((line) => line.prompt.split(/\s+/)))].filter((word) => !word.includes("<"));
    let state = 1;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    for (let round = 0; round < 500; round++) {
      const prompt = Array.from(
        { length: 1 + Math.floor(next() * 40) },
        () => words[Math.floor(next() * words.length)],
      );
      const intent = parsePrompt(prompt.join(" "), 1 + (round % 6));
      Plan.parse(planPrompt(prompt.join(" "), 1 + (round % 6)));
      const known = new Set(intent.references.map((reference) => reference.index));
      for (const subject of intent.subjects) {
        expect(known.has(subject.reference)).toBe(true);
        expect(subject.target).not.toBe(subject.reference);
        expect(subject.count).toBeLessThanOrEqual(12);
      }
    }
  });
});
