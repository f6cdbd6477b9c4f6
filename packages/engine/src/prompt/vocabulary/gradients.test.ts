import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { readGradient } from "./gradients.ts";

test("a gradient has its colours before, after, or on both sides of what fades", () => {
  const name = (text: string) => readGradient(tokenise(text, 1), 0)?.value.name;
  expect(name("blue to purple gradient")).toBe("blue to purple");
  expect(name("gradient from red to gold to teal")).toBe("red to gold to teal");
  expect(name("red fading into navy")).toBe("red to navy");
  expect(name("gradient")).toBe("gradient");
  expect(name("red carpet")).toBeUndefined();
});
