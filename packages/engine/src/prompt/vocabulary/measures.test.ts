import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokens.ts";
import { readCount, readOpacity, readScale } from "./measures.ts";

test("sizes, counts and opacity are read in words and figures", () => {
  expect(readScale(tokenise("twice as big", 1), 0)?.value).toBe("large");
  expect(readScale(tokenise("half the size", 1), 0)?.value).toBe("small");
  expect(readCount(tokenise("3 copies of", 1), 0)?.value).toEqual({ count: 3, before: true });
  expect(readCount(tokenise("a dozen of", 1), 0)?.value).toEqual({ count: 12, before: true });
  expect(readOpacity(tokenise("40% transparent", 1), 0)?.value).toBe(0.6);
});
