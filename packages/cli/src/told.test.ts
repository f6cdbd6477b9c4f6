import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Told, tell } from "./told.ts";

const told: Told = {
  path: "out.png",
  width: 4,
  height: 3,
  seed: 7,
  ms: 1500,
  timings: [],
  plan: { unsupported: ["driving: this engine does not change a pose"] },
};
const file = { path: "out.png", format: "png" } as const;
const flags = { output: "out.png" };

let out: string[];
let err: string[];
beforeEach(() => {
  out = [];
  err = [];
  vi.spyOn(console, "log").mockImplementation((line) => out.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => err.push(line));
});
afterEach(() => vi.restoreAllMocks());

const LINE = "out.png  4 × 3  1.50 s";
const NOT_DONE = "not done: driving: this engine does not change a pose";

test("a person reads what was made, and what was not done", () => {
  tell(told, flags, file);
  expect({ out, err }).toEqual({ out: [LINE], err: [NOT_DONE] });
});

test("a person is told which outline to look at", () => {
  const references = [{ index: 0, confidence: 0.41 }, { index: 1, confidence: 0.9 }, { index: 2 }];
  tell({ ...told, plan: { unsupported: [], references } }, flags, file);
  expect(err).toEqual(["look at it: the outline of 0 is a guess, and a dot may mend it"]);
});

test("a plan has the standard output for itself", () => {
  tell(told, { ...flags, plan: true }, file);
  expect(JSON.parse(out.join("\n"))).toEqual(told.plan);
  expect(err).toEqual([LINE, NOT_DONE]);
});

test("so has a picture", () => {
  tell(told, flags, { ...file, path: null });
  expect({ out, err }).toEqual({ out: [], err: [LINE, NOT_DONE] });
});

test("--json is one object with everything in it, and no other word", () => {
  tell(told, { ...flags, json: true }, file);
  expect(out.map((line) => JSON.parse(line))).toEqual([told]);
  expect(err).toEqual([]);
});

test("a server's engine may have no plan", () => {
  tell({ ...told, plan: null }, flags, file);
  expect({ out, err }).toEqual({ out: [LINE], err: [] });
});
