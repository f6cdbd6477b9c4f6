import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readCount } from "./counts.ts";

const count = (text: string) => readCount(tokenise(text, 1), 0)?.value;

test("counts are read in words, figures and dozens", () => {
  expect(count("3 copies of")).toEqual({ count: 3, before: true, pair: false });
  expect(count("a dozen of")).toEqual({ count: 12, before: true, pair: false });
  expect(count("half a dozen of")).toEqual({ count: 6, before: true, pair: false });
  expect(count("three times")).toEqual({ count: 3, before: false, pair: false });
});

test("a multiple of the size is no count", () => {
  expect(count("twice the size")).toBeUndefined();
  expect(count("three times as big")).toBeUndefined();
});
