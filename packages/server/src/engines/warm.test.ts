import { setTimeout as sleep } from "node:timers/promises";
import type { Seen } from "@pastiche/engine";
import { expect, test } from "vitest";
import { createWarm } from "./warm.ts";

const HOUR = 3_600_000;
const seen = (floats: number): Seen => ({
  saliency: { width: floats, height: 1, data: new Float32Array(floats) },
  cutOut: null,
  raster: null,
  pixels: 0,
  measure: null,
  stage: null,
});
const found = (...names: string[]) => new Map(names.map((name) => [name, seen(25)]));

test("a session gets back what it kept, and nobody else does", () => {
  const warm = createWarm({ maxBytes: 1000 });
  warm.keep("a", found("one", "two"), HOUR);
  expect([...warm.of("a").keys()]).toEqual(["one", "two"]);
  expect(warm.of("b").size).toBe(0);
  warm.forget("a");
  expect(warm.of("a").size).toBe(0);
  warm.close();
});

test("when memory is short the session that was idle longest goes, and of a large one the oldest pictures", () => {
  const warm = createWarm({ maxBytes: 300 });
  warm.keep("a", found("1"), HOUR);
  warm.keep("b", found("2"), HOUR);
  warm.keep("a", warm.of("a"), HOUR);
  warm.keep("c", found("3", "4"), HOUR);
  expect(["a", "b", "c"].map((session) => warm.of(session).size)).toEqual([1, 0, 2]);
  warm.keep("c", found("5", "6", "7", "8"), HOUR);
  expect([...warm.of("c").keys()]).toEqual(["6", "7", "8"]);
  warm.close();
});

test("a session that is idle is forgotten", async () => {
  const warm = createWarm({ maxBytes: 300 });
  warm.keep("a", found("1"), 20);
  await sleep(60);
  expect(warm.of("a").size).toBe(0);
  warm.close();
});
