import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readPosition, readRelation } from "./places.ts";

test("the longest place wins", () => {
  expect(readRelation(tokenise("in front of", 1), 0)?.value).toBe("in-front-of");
  expect(readRelation(tokenise("to the left of", 1), 0)?.value).toBe("left-of");
  expect(readPosition(tokenise("in the lower right-hand corner", 1), 0)?.value).toBe("bottom-right");
  expect(readPosition(tokenise("high in the sky", 1), 0)?.value).toBe("top");
});
