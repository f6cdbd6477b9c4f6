import { expect, test } from "vitest";
import { createPlane, createRaster } from "../pixels/index.ts";
import { keepToPhrase } from "./phrase.ts";

/** A large red disc on the left, a small blue one on the right, a speck, and a mask that is sure of all three. */
function scene() {
  const image = createRaster(120, 60);
  const mask = createPlane(120, 60);
  for (let y = 0; y < 60; y++) {
    for (let x = 0; x < 120; x++) {
      const red = Math.hypot(x - 30, y - 30) < 22;
      const blue = Math.hypot(x - 90, y - 30) < 13;
      const speck = Math.hypot(x - 60, y - 8) < 3;
      image.data.set([...(red ? [200, 40, 40] : blue ? [40, 60, 210] : [170, 170, 160]), 255], (y * 120 + x) * 4);
      mask.data[y * 120 + x] = red || blue || speck ? 0.9 : 0.1;
    }
  }
  return { image, mask };
}

test.for([
  ["the red ball", "left"],
  ["the ball on the left", "left"],
  ["the big one", "left"],
  ["a blue ball", "right"],
  ["the smallest ball", "right"],
  ["the ball", "both"],
  ["the green ball", "both"],
  ["the ball in the middle", "both"],
  ["the second ball from the left", "right"],
  ["the taller of the two balls", "left"],
  ["the magician's ball with the top hat", "both"],
])("of two balls %j keeps to: %s", ([phrase, which]) => {
  const { image, mask } = scene();
  const out = keepToPhrase(image, mask, phrase);
  expect(out.data[30 * 120 + 30]).toBeCloseTo(which === "right" ? 0.09 : 0.9);
  expect(out.data[30 * 120 + 90]).toBeCloseTo(which === "left" ? 0.09 : 0.9);
});

/** Four grey discs in a row, each a little lower than the one before. */
function row() {
  const image = createRaster(160, 80);
  const mask = createPlane(160, 80);
  for (let y = 0; y < 80; y++) {
    for (let x = 0; x < 160; x++) {
      const disc = Math.floor(x / 40);
      const isOn = Math.hypot(x - disc * 40 - 20, y - 20 - disc * 10) < 12;
      image.data.set([120, 120, 120, 255], (y * 160 + x) * 4);
      mask.data[y * 160 + x] = isOn ? 0.9 : 0.1;
    }
  }
  return { image, mask };
}

test.for([
  ["the second cup from the left", 1],
  ["the third from the right", 1],
  ["the third cup", 2],
  ["the second cup from the bottom", 2],
  ["the rightmost cup", 3],
  ["the cup in front", 3],
  ["the top cup", 0],
] as const)("of four in a row %j keeps to the one at %i", ([phrase, which]) => {
  const { image, mask } = row();
  const out = keepToPhrase(image, mask, phrase);
  const kept = [0, 1, 2, 3].filter((disc) => out.data[(20 + disc * 10) * 160 + disc * 40 + 20] > 0.5);
  expect(kept).toEqual([which]);
});

test("one thing stays what it is, whatever is said of it", () => {
  const { image, mask } = scene();
  for (let i = 0; i < mask.data.length; i++) if (i % 120 > 52) mask.data[i] = 0.1;
  expect(keepToPhrase(image, mask, "the small blue thing on the right")).toBe(mask);
});
