import { describe, expect, test } from "vitest";
import { tokenise } from "./tokenise.ts";

const texts = (prompt: string) =>
  tokenise(prompt, 2)
    .filter((token) => token.kind === "text")
    .map((token) => token.raw);

describe("quoted texts", () => {
  test.each([
    ['say "Hi there"', ["Hi there"]],
    ["say 'Don't stop' now", ["Don't stop"]],
    ["say “Hi” and „Hallo“ and «Salut»", ["Hi", "Hallo", "Salut"]],
    ["the dogs' beach isn't 1's", []],
    ["rock 'n' roll in the '90s", []],
    ["the dog from '0'", []],
    ['the number "1" at the top with the text "1"', ["1", "1"]],
    ['an open " quote', []],
  ])("%s", (prompt, expected) => {
    expect(texts(prompt)).toEqual(expected);
  });
});
