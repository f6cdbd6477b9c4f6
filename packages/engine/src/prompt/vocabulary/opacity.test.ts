import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readOpacity } from "./opacity.ts";

test("what is transparent by 40 percent is opaque by 60", () => {
  expect(readOpacity(tokenise("40% transparent", 1), 0)?.value).toBe(0.6);
  expect(readOpacity(tokenise("at 30% opacity", 1), 0)?.value).toBe(0.3);
});
