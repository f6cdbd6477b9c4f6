import { expect, test } from "vitest";
import { correctSpelling } from "../tokens/spelling.ts";
import { tokenise } from "../tokens/tokens.ts";
import { ACTIONS } from "./actions.ts";
import { readBackdrop } from "./backdrops.ts";
import { readColour } from "./colours.ts";
import { readLook } from "./looks.ts";
import { readCount, readOpacity, readScale } from "./measures.ts";
import { readPosition, readRelation } from "./places.ts";

const at0 = <T>(read: (tokens: ReturnType<typeof tokenise>, at: number) => { value: T } | null, text: string) =>
  read(tokenise(text, 1), 0)?.value ?? null;

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

test("a shade keeps the colour's plain name and moves what is shown", () => {
  expect(at0(readColour, "pastel pink")?.name).toBe("pink");
  expect(at0(readColour, "gray")?.name).toBe("grey");
  expect(at0(readColour, "#F80")).toEqual({ name: "#f80", hex: "#ff8800" });
  expect(at0(readColour, "dark blue")?.hex).not.toBe(at0(readColour, "blue")?.hex);
});

test("backdrops are plain colours or gradients of two or three", () => {
  expect(at0(readBackdrop, "on a plain white background")).toMatchObject({ kind: "plain", name: "white" });
  expect(at0(readBackdrop, "on a blue to purple gradient")).toMatchObject({ kind: "gradient", name: "blue to purple" });
  expect(at0(readBackdrop, "a gradient from red to gold to teal")?.colours).toHaveLength(3);
  expect(at0(readBackdrop, "on a red carpet")).toBeNull();
});

test("the longest place wins", () => {
  expect(at0(readRelation, "in front of")).toBe("in-front-of");
  expect(at0(readRelation, "to the left of")).toBe("left-of");
  expect(at0(readPosition, "in the lower right-hand corner")).toBe("bottom-right");
  expect(at0(readPosition, "high in the sky")).toBe("top");
});

test("sizes, counts and opacity are read in words and figures", () => {
  expect(at0(readScale, "twice as big")).toBe("large");
  expect(at0(readScale, "half the size")).toBe("small");
  expect(at0(readCount, "3 copies of")).toEqual({ count: 3, before: true });
  expect(at0(readCount, "a dozen of")).toEqual({ count: 12, before: true });
  expect(at0(readOpacity, "40% transparent")).toBe(0.6);
});

test("an adjective is a look only where it stands alone or before light", () => {
  expect(at0(readLook, "warm light")).toBe("warm");
  expect(at0(readLook, "warm coat")).toBeNull();
  expect(at0(readLook, "black and white")).toBe("black-and-white");
});

test("placements need no pose, deeds do", () => {
  expect(ACTIONS.get("sitting")).toMatchObject({ relation: "on", supported: true });
  expect(ACTIONS.get("rode")).toMatchObject({ relation: "on", supported: false, name: "riding" });
  expect(ACTIONS.get("wearing")).toMatchObject({ relation: "on", inverse: true, supported: true });
});
