import { expect, test } from "vitest";
import type { IntentSubject } from "../prompt/intent.ts";
import { chooseHeights, heightBeside } from "./heights.ts";
import { realHeight } from "./realHeight.ts";

const frame = { width: 1000, height: 1000 };

function figure(phrase: string, scale: IntentSubject["scale"] = "normal") {
  const subject = {
    reference: 0,
    phrase,
    relation: null,
    target: null,
    position: null,
    scale,
    count: 1,
    flip: false,
    tint: null,
    opacity: 1,
  };
  return { subject, aspect: 0.5, half: false, as: "cutout" as const };
}

test("the height of a thing is known by its last noun, in the singular or plural", () => {
  expect(realHeight("the old men's red car")).toBe(1.5);
  expect(realHeight("three Dogs")).toBe(0.6);
  expect(realHeight("the whatsit")).toBeNull();
});

test("a toy is small, whatever it is a likeness of", () => {
  expect(realHeight("the toy car")).toBeLessThanOrEqual(0.2);
  expect(realHeight("the plush bear")).toBeLessThanOrEqual(0.2);
});

test("things of known size stand in their order of size, yet all are seen", () => {
  const [man, dog, house] = chooseHeights([figure("the man"), figure("the dog"), figure("the house")], frame);
  expect(house).toBeGreaterThan(man);
  expect(man).toBeGreaterThan(dog);
  expect(dog).toBeGreaterThan(150);
});

test("the prompt's own words of size go before", () => {
  const [man, dog] = chooseHeights([figure("the man", "tiny"), figure("the dog", "huge")], frame);
  expect(dog).toBeGreaterThan(3 * man);
});

test("beside a thing of known size a subject is sized by it", () => {
  const anchor = { box: { x: 0, y: 0, width: 300, height: 600 }, phrase: "the man", outline: null };
  const beside = (phrase: string) => heightBeside({ ...figure(phrase), heightPx: 400 }, anchor);
  expect(beside("the cat")).toBeLessThan(300);
  expect(beside("the woman")).toBeCloseTo(600, 0);
  expect(beside("the whatsit")).toBe(400);
});
