import { expect, test } from "vitest";
import { createPlane, type Plane } from "../pixels/index.ts";
import { type Piece, place, type Stage } from "./place.ts";
import { wishOf } from "./wish.ts";

const frame = { width: 1000, height: 1000 };

function fill(value: (u: number, v: number) => number): Plane {
  const plane = createPlane(50, 50);
  for (let y = 0; y < 50; y++)
    for (let x = 0; x < 50; x++) plane.data[y * 50 + x] = value((x + 0.5) / 50, (y + 0.5) / 50);
  return plane;
}

const stage: Stage = {
  frame,
  ground: createPlane(50, 50, 1),
  salient: createPlane(50, 50),
  head: createPlane(50, 50),
  occupied: createPlane(50, 50),
  horizon: 0,
};
const piece: Piece = {
  heightPx: 400,
  aspect: 0.8,
  standing: true,
  position: null,
  cut: { left: false, right: false, bottom: false },
  wishes: [],
  upon: false,
};

test("a standing thing stands below the horizon, on ground, inside the frame", () => {
  const ground = fill((u, v) => (v > 0.6 && u > 0.5 ? 1 : 0));
  const { box } = place(piece, { ...stage, ground, horizon: 0.6 }, 1, 0);
  expect(box.y + box.height).toBeGreaterThan(600);
  expect(box.x + box.width / 2).toBeGreaterThan(550);
  expect(box.x + box.width).toBeLessThanOrEqual(1000);
});

test("what the scene is about stays in sight", () => {
  const salient = fill((u, v) => (u < 0.5 && v > 0.3 && v < 0.9 ? 1 : 0));
  const { box } = place(piece, { ...stage, salient }, 1, 0);
  expect(box.x).toBeGreaterThan(480);
});

test("a thing keeps away from what stands already", () => {
  const occupied = fill((u) => (u > 0.45 ? 1 : 0));
  const { box } = place(piece, { ...stage, occupied }, 1, 0);
  expect(box.x + box.width).toBeLessThan(480);
});

test("several that stand beside a thing keep to their side of it but for a sixth, however small they become", () => {
  const wish = { x: -100, base: 800, heightPx: 400, anchorLies: 1 as const };
  const row = { ...piece, aspect: 2.6, wishes: [wish] };
  const { box } = place(row, stage, 1, 0);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThan(wish.x + 0.5 * 2.6 * 400 + box.width / 6);
});

test("nothing covers a head but what is put upon it", () => {
  const head = fill((u, v) => (Math.abs(u - 0.5) < 0.12 && v > 0.2 && v < 0.5 ? 1 : 0));
  const wish = { x: 500, base: 620, heightPx: 300, anchorLies: 0 as const };
  const inFront = { ...piece, aspect: 1, standing: false, wishes: [wish] };
  const above = place(inFront, { ...stage, head }, 1, 0).box;
  expect(above.y).toBeGreaterThan(420);
  expect(place({ ...inFront, upon: true }, { ...stage, head }, 1, 0).box.y).toBe(320);
});

test.each([
  ["top-left", 0, 0],
  ["top-right", 1, 0],
  ["bottom-left", 0, 1],
  ["bottom-right", 1, 1],
  ["center", 0.5, 0.5],
  ["top", 0.5, 0],
  ["right", 1, 0.5],
] as const)("%s is where it says", (position, u, v) => {
  const { box } = place({ ...piece, heightPx: 200, standing: false, position }, stage, 1, 0);
  const towards = (at: number, from: number, length: number) => {
    const middle = (from + length / 2) / 1000;
    return at === 0 ? middle < 0.25 : at === 1 ? middle > 0.7 : Math.abs(middle - 0.5) < 0.1;
  };
  expect(towards(u, box.x, box.width)).toBe(true);
  expect(towards(v, box.y, box.height)).toBe(true);
});

test("a subject that its photograph cuts off below stands on the frame's lower edge", () => {
  const { box } = place({ ...piece, cut: { left: true, right: false, bottom: true } }, stage, 1, 0);
  expect(box.y + box.height).toBe(1000);
  expect(box.x).toBe(0);
});

test("more effort never scores less, and the same seed gives the same place", () => {
  const salient = fill((u, v) => Math.max(0, Math.sin(9 * u) * Math.cos(7 * v)));
  const ground = fill((u, v) => (v > 0.5 ? Math.abs(Math.sin(5 * u)) : 0));
  const bumpy = { ...stage, salient, ground, horizon: 0.5 };
  const scores = [1, 2, 3, 4, 5].map((effort) => place(piece, bumpy, effort, 7).score);
  for (let i = 1; i < 5; i++) expect(scores[i]).toBeGreaterThanOrEqual(scores[i - 1]);
  expect(scores[4]).toBeGreaterThan(scores[0]);
  expect(place(piece, bumpy, 3, 7)).toEqual(place(piece, bumpy, 3, 7));
});

test("relations put a thing where their words say", () => {
  const anchor = { box: { x: 400, y: 300, width: 200, height: 400 }, phrase: "the man", outline: null };
  const thing = { aspect: 1, heightPx: 150, phrase: "the hat" };
  const at = (relation: Parameters<typeof wishOf>[0]) => {
    const wish = wishOf(relation, thing, anchor);
    if (!wish) throw new Error(`no wish for ${relation}`);
    const { x, base, heightPx } = wish.at[0];
    return { left: x - heightPx / 2, right: x + heightPx / 2, top: base - heightPx, base, behind: wish.behindAnchor };
  };
  expect(at("left-of").right).toBeLessThan(400);
  expect(at("right-of").left).toBeGreaterThan(600);
  expect(at("left-of").base).toBe(700);
  expect(at("above").base).toBeLessThan(300);
  expect(at("below").top).toBeGreaterThan(700);
  expect(at("behind").behind).toBe(true);
  expect(at("in-front-of").base).toBeGreaterThan(700);
  expect(at("on").base).toBeGreaterThan(300);
  expect(at("on").base).toBeLessThan(400);
  expect(at("held-by").top).toBeGreaterThan(300);
  expect(at("held-by").base).toBeLessThan(700);
});

test("on a table and in a park leave the place open; in a cup does not", () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const thing = { aspect: 1, heightPx: 50, phrase: "the bear" };
  expect(wishOf("on", thing, { box, phrase: "the table", outline: null })).toBeNull();
  expect(wishOf("in", thing, { box, phrase: "the park", outline: null })).toBeNull();
  expect(wishOf("in", thing, { box, phrase: "the cups", outline: null })?.behindAnchor).toBe(true);
});

test("what is in a container is as wide as the opening lets it be, and hidden more by one that is seen from the side", () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const thing = { aspect: 1, heightPx: 500, phrase: "the bear" };
  const inside = (down: number) => {
    const rim = { x: 60, y: 30, across: 40, down };
    const wish = wishOf("in", thing, { box, phrase: "the bowl", outline: null, rim })?.at[0];
    if (!wish) throw new Error("no wish");
    return { ...wish, hidden: (wish.base - 30 - down) / wish.heightPx };
  };
  expect(inside(30).x).toBe(60);
  expect(inside(30).heightPx).toBe(60);
  expect(inside(30).hidden).toBeGreaterThan(0.2);
  expect(inside(4).hidden).toBeGreaterThan(inside(30).hidden);
});

test("a small thing on somebody sits on the shoulder, where the outline is", () => {
  const box = { x: 0, y: 0, width: 100, height: 200 };
  const outline = new Float32Array(32).fill(0.4).fill(0, 12, 20);
  const wish = wishOf("on", { aspect: 1, heightPx: 30, phrase: "the robot" }, { box, phrase: "the woman", outline });
  expect(wish?.at[0].base).toBeCloseTo(0.43 * 200, 0);
  expect(wish?.at[0].x).toBeGreaterThan(65);
});

test("a corner that was asked for is kept, whatever lies there", () => {
  const salient = fill((u) => (u > 0.4 ? 1 : 0));
  const { box } = place({ ...piece, position: "bottom-right" }, { ...stage, salient }, 1, 0);
  expect(box.x + box.width / 2).toBeGreaterThan(650);
});

test("a flag beside somebody moves neither hat nor shoulder", () => {
  const box = { x: 0, y: 0, width: 320, height: 300 };
  // A flag at the left, a head from column 14 to 22, a shoulder beyond it, and an arm that ends at column 28.
  const outline = new Float32Array(32).fill(1).fill(0.2, 0, 4).fill(0.5, 8, 28).fill(0.04, 14, 22);
  const on = (phrase: string) =>
    wishOf("on", { aspect: 1, heightPx: 30, phrase }, { box, phrase: "the woman", outline })?.at[0];
  expect(on("the hat")?.x).toBe(180);
  expect(on("the robot")?.x).toBeGreaterThan(220);
  expect(on("the robot")?.x).toBeLessThan(280);
  expect(on("the robot")?.base).toBeCloseTo(0.53 * 300, 0);
});

test("another seed is another place, and seed 0 the best one", () => {
  const boxes = [0, 1, 2, 3, 4, 5].map((seed) => place(piece, stage, 1, seed).box);
  expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThan(3);
  expect(place(piece, stage, 1, 0).score).toBeGreaterThanOrEqual(place(piece, stage, 1, 3).score);
});
