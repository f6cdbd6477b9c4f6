import { expect, test } from "vitest";
import { correctSpelling } from "./spelling.ts";

test("slips in words that carry a role are mended, and real words are left", () => {
  expect(["backgroud", "pallete", "stlye", "watercolour", "aquarel", "colour"].map(correctSpelling)).toEqual([
    "background",
    "palette",
    "style",
    "watercolor",
    "aquarelle",
    "color",
  ]);
  for (const real of ["college", "cottage", "pallet", "cartoon", "lantern", "village", "still"])
    expect(correctSpelling(real)).toBe(real);
});
