import { expect, test } from "vitest";
import { createPlane } from "../pixels/index.ts";
import { evenContour } from "./evenContour.ts";
import { SURE } from "./hints.ts";

const SIDE = 60;

/** A square from 15 to 45 with a strip of 3 to its right and a notch of 1 in its upper side. */
function subject(beliefInStrip: number, beliefInNotch: number) {
  const mask = createPlane(SIDE, SIDE);
  const belief = createPlane(SIDE, SIDE);
  for (let y = 15; y < 45; y++) {
    for (let x = 15; x < 45; x++) {
      mask.data[y * SIDE + x] = belief.data[y * SIDE + x] = 1;
    }
  }
  for (let y = 30; y < 33; y++) {
    for (let x = 45; x < 57; x++) {
      mask.data[y * SIDE + x] = 1;
      belief.data[y * SIDE + x] = beliefInStrip;
    }
  }
  for (let y = 15; y < 20; y++) {
    mask.data[y * SIDE + 30] = 0;
    belief.data[y * SIDE + 30] = beliefInNotch;
  }
  return { mask, belief, strip: 31 * SIDE + 52, notch: 17 * SIDE + 30 };
}

test("a spur goes and a nick is filled where the network sees it so", () => {
  const { mask, belief, strip, notch } = subject(0.2, 0.8);
  evenContour(mask, belief);
  expect([mask.data[strip], mask.data[notch]]).toEqual([0, 1]);
  expect(mask.data[16 * SIDE + 16]).toBe(1);
});

test("an antenna stays, and so does a slot", () => {
  const { mask, belief, strip, notch } = subject(0.9, 0.2);
  evenContour(mask, belief);
  expect([mask.data[strip], mask.data[notch]]).toEqual([1, 0]);
});

test("what a person kept or dropped stays so", () => {
  const { mask, belief, strip, notch } = subject(0.2, 0.8);
  const push = new Float32Array(SIDE * SIDE);
  push[strip] = SURE;
  push[notch] = -SURE;
  evenContour(mask, belief, push);
  expect([mask.data[strip], mask.data[notch]]).toEqual([1, 0]);
});

test("what joins two parts stays, however little the network sees in it", () => {
  const { mask, belief, strip } = subject(0.2, 0.8);
  for (let y = 22; y < 41; y++) {
    for (let x = 56; x < 60; x++) mask.data[y * SIDE + x] = belief.data[y * SIDE + x] = 1;
  }
  evenContour(mask, belief);
  expect(mask.data[strip]).toBe(1);
});

test("two parts are joined where the network sees something between them", () => {
  const { mask, belief } = subject(0.2, 0.2);
  const gap = 30 * SIDE + 30;
  for (let y = 28; y < 33; y++) mask.data.fill(0, y * SIDE, y * SIDE + SIDE);
  for (const seen of [0.3, 0.7]) {
    const halves = { ...mask, data: mask.data.slice() };
    for (let y = 28; y < 33; y++) belief.data.fill(seen, y * SIDE + 15, y * SIDE + 45);
    evenContour(halves, belief);
    expect(halves.data[gap]).toBe(seen > 0.5 ? 1 : 0);
  }
});
