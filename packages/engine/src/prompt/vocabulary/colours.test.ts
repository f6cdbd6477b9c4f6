import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readColour } from "./colours.ts";

test("a shade keeps the colour's plain name and moves what is shown", () => {
  expect(readColour(tokenise("pastel pink", 1), 0)?.value.name).toBe("pink");
  expect(readColour(tokenise("gray", 1), 0)?.value.name).toBe("grey");
  expect(readColour(tokenise("#F80", 1), 0)?.value).toEqual({ name: "#f80", hex: "#ff8800" });
  expect(readColour(tokenise("dark blue", 1), 0)?.value.hex).not.toBe(readColour(tokenise("blue", 1), 0)?.value.hex);
});
