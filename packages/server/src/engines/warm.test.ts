import { setTimeout as sleep } from "node:timers/promises";
import type { Seen } from "@pastiche/engine";
import { expect, test } from "vitest";
import { shared, Used } from "./shared.ts";
import { createWarm } from "./warm.ts";

const HOUR = 3_600_000;
const seen = (floats: number): Seen => ({
  raster: null,
  pixels: 0,
  saliency: { width: floats, height: 1, data: new Float32Array(floats) },
  cutOut: null,
  measure: null,
  stage: null,
});
const found = (...names: string[]) => new Map(names.map((name) => [name, seen(25)]));
const names = (warm: ReturnType<typeof createWarm>) => [...warm.all().keys()];

test("what was used last stands last, and when memory is short what was idle longest goes", () => {
  const warm = createWarm({ maxBytes: 300, idleMs: HOUR });
  warm.keep(found("1", "2", "3"), null);
  warm.keep(found("1"), null);
  expect(names(warm)).toEqual(["2", "3", "1"]);
  warm.keep(found("4"), null);
  expect(names(warm)).toEqual(["3", "1", "4"]);
  warm.keep(new Map([["large", seen(1000)]]), null);
  expect(names(warm)).toEqual(["3", "1", "4"]);
  warm.close();
});

test("what was not looked at takes no place", () => {
  const warm = createWarm({ maxBytes: 300, idleMs: HOUR });
  warm.keep(new Map([["words alone", { ...seen(1), saliency: null }]]), null);
  expect(names(warm)).toEqual([]);
  warm.close();
});

test("what two requests found in one picture is put together", () => {
  const warm = createWarm({ maxBytes: 1000, idleMs: HOUR });
  const stage = { of: "x", raster: { width: 1, height: 1, data: new Uint8ClampedArray(4) } };
  warm.keep(found("1"), null);
  warm.keep(new Map([["1", { ...seen(1), saliency: null, stage }]]), null);
  expect(warm.all().get("1")).toMatchObject({ saliency: { width: 25 }, stage });
  warm.close();
});

test("a session that ends takes along what it was the last to use", () => {
  const warm = createWarm({ maxBytes: 1000, idleMs: HOUR });
  warm.keep(found("1", "2"), { id: "a", idleMs: HOUR });
  warm.keep(found("2"), null);
  warm.forget("a");
  expect(names(warm)).toEqual(["2"]);
  warm.close();
});

test("what is idle is dropped, in a session after the session's own time", async () => {
  const warm = createWarm({ maxBytes: 1000, idleMs: 20 });
  warm.keep(found("1"), null);
  warm.keep(found("2"), { id: "a", idleMs: HOUR });
  await sleep(60);
  expect(names(warm)).toEqual(["2"]);
  warm.close();
});

test("what is kept lies in memory that threads share, once, and what was used is known", () => {
  const [[, own]] = found("1");
  const once = shared(own);
  expect(once.saliency?.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(once.saliency?.data).toEqual(own.saliency?.data);
  expect(shared(once).saliency?.data).toBe(once.saliency?.data);
  const map = new Used(found("1", "2"));
  map.set("2", own);
  map.set("3", own);
  expect(map.used().map(([name]) => name)).toEqual(["2", "3"]);
});
