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

test("slips in short words of place, colour and size are mended where no other word is meant", () => {
  const slips = "lefft rght frnt whte tiyn gaint botom holdig bllue cloours stye copise".split(" ");
  expect(slips.map(correctSpelling)).toEqual(
    "left right front white tiny giant bottom holding blue colors style copies".split(" "),
  );
  for (const real of "let font back pin hue diving corner lace while night eight copse color bellow".split(" "))
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
