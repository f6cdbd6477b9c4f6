import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readBackdrop } from "./backdrops.ts";

test("backdrops are plain colours or gradients of two or three", () => {
  expect(readBackdrop(tokenise("on a plain white background", 1), 0)?.value).toMatchObject({
    kind: "plain",
    name: "white",
  });
  expect(readBackdrop(tokenise("on a blue to purple gradient", 1), 0)?.value).toMatchObject({
    kind: "gradient",
    name: "blue to purple",
  });
  expect(readBackdrop(tokenise("a gradient from red to gold to teal", 1), 0)?.value.colours).toHaveLength(3);
  expect(readBackdrop(tokenise("on a red carpet", 1), 0)).toBeNull();
});
