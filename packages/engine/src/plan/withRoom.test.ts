import type { Box } from "@pastiche/contract";
import { expect, test } from "vitest";
import { type View, withRoom } from "./withRoom.ts";

const picture = { width: 1600, height: 500 };
const placed = [{ boxes: [], behindScene: false, grounded: true }];
const frame = (x: number) => ({ x, y: 0, width: 280, height: 500 });

/** The scene's thing stands from 600 to 1000, and what is placed has room only where it is not. */
function viewed(crop: Box): View {
  const shown = Math.max(0, Math.min(1000, crop.x + crop.width) - Math.max(600, crop.x)) / crop.width;
  return { crop, placed, score: 1 - shown, shown, cut: 0 };
}

test("a panorama in a tall frame is shown where there is room for what is placed", () => {
  const { crop, score } = withRoom(viewed(frame(660)), picture, viewed, { related: false });
  expect(crop.x + crop.width <= 600 || crop.x >= 1000).toBe(true);
  expect(score).toBe(1);
});

test("what something stands in relation to is not cut off for the sake of room", () => {
  const cutting = (crop: Box) => ({ ...viewed(crop), cut: crop.x === 660 ? 0 : 0.8 });
  expect(withRoom(cutting(frame(660)), picture, cutting, { related: true }).crop.x).toBe(660);
});

test("where there is room, or the frame grows, or there is nowhere to go, nothing else is tried", () => {
  const never = () => {
    throw new Error("tried");
  };
  const roomy = { ...viewed(frame(660)), score: 0.9 };
  expect(withRoom(roomy, picture, never, { related: true })).toBe(roomy);
  const grown = viewed({ x: 600, y: -100, width: 400, height: 700 });
  expect(withRoom(grown, picture, never, { related: true })).toBe(grown);
  const whole = viewed({ x: 0, y: 0, width: 1500, height: 500 });
  expect(withRoom(whole, picture, never, { related: true })).toBe(whole);
});
