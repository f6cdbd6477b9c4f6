import { expect, test } from "vitest";
import { correctSpelling, correctWish } from "./spelling.ts";

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

test("slips in words that ask for a look or for what cannot be done are mended, and real words are left", () => {
  expect(["smilling", "simling", "snwo", "snwoing", "vintage", "winetr", "foogy", "younegr"].map(correctWish)).toEqual([
    "smiling",
    "smiling",
    "snow",
    "snowing",
    "vintage",
    "winter",
    "foggy",
    "younger",
  ]);
  for (const real of ["sailing", "winner", "showing", "train", "snob", "storey", "contract", "carton", "dream", "clod"])
    expect(correctWish(real)).toBe(real);
});
