import { expect, test } from "vitest";
import { fitted, settled, zoomed } from "./view.ts";

const picture = { width: 1000, height: 500 };
const frame = { width: 500, height: 500 };

test("a picture that is fitted is whole, in the middle, and never enlarged", () => {
  expect(fitted(picture, frame, 0)).toEqual({ scale: 0.5, x: 0, y: 125 });
  expect(fitted(picture, { width: 3000, height: 3000 }, 0)).toEqual({ scale: 1, x: 1000, y: 1250 });
});

test("what is under the pointer stays under it", () => {
  const view = { scale: 1, x: -200, y: 0 };
  const about = { x: 100, y: 40 };
  const at = (point: number, from: number, scale: number) => (point - from) / scale;
  const next = zoomed(view, 2, about, picture, frame);
  expect(at(about.x, next.x, next.scale)).toBe(at(about.x, view.x, view.scale));
  expect(at(about.y, next.y, next.scale)).toBe(at(about.y, view.y, view.scale));
});

test("a picture cannot be pushed out of its frame", () => {
  expect(settled({ scale: 1, x: -5000, y: 900 }, picture, frame)).toEqual({ scale: 1, x: -625, y: 0 });
});
