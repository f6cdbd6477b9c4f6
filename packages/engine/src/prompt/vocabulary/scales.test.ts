import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readScale } from "./scales.ts";

test("sizes are read in words and by comparison", () => {
  expect(readScale(tokenise("twice as big", 1), 0)?.value).toBe("large");
  expect(readScale(tokenise("half the size", 1), 0)?.value).toBe("small");
});
