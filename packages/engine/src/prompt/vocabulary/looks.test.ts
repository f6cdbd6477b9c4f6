import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readLook } from "./looks.ts";

test("an adjective is a look only where it stands alone or before light", () => {
  expect(readLook(tokenise("warm light", 1), 0)?.value).toBe("warm");
  expect(readLook(tokenise("warm coat", 1), 0)).toBeNull();
  expect(readLook(tokenise("black and white", 1), 0)?.value).toBe("black-and-white");
});
