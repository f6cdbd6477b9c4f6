import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";

const Key = z.looseObject({ id: z.string(), key: z.string() });
const Problem = z.looseObject({ code: z.string(), detail: z.string() });
const Data = z.object({ data: z.looseObject({ id: z.string() }) });

let server: TestServer;
let now = Date.parse("2026-11-22T10:00:00Z");
beforeEach(async () => {
  // Without a cost of its own, so that the price list speaks.
  const engine = createTestEngine();
  const priced = {
    ...engine,
    run: async (...args: Parameters<typeof engine.run>) => ({ ...(await engine.run(...args)), cost: undefined }),
  };
  server = await startServer({ dependencies: { clock: () => now++, engines: [priced] } });
});
afterEach(() => server.close());

/** Calls with a key made for it. */
async function keyWith(limits: object) {
  const { id, key } = await server.data(Key, "POST", "/apikeys", { name: "limited", ...limits });
  const call = (method: string, path: string, body?: object) =>
    server.call(method, path, { body, headers: { authorization: `Bearer ${key}` } });
  const run = (prompt: string, more = {}) =>
    call("POST", "/apps/run?wait=true", { app: "reve/remix", input: { images: [PNG_DATA_URI], prompt, ...more } });
  return { id, call, run };
}

const problem = async (response: Response) => Problem.parse(await response.json());

test("a key starts so many tasks in any minute, is told where it stands, and when to come again", async () => {
  const { run, call } = await keyWith({ rate: 2 });
  const first = await run("at once");
  expect(first.status).toBe(200);
  expect(first.headers.get("ratelimit-policy")).toBe('"runs";q=2;w=60');
  expect(first.headers.get("ratelimit")).toBe('"runs";r=1;t=60');
  now += 30_000;
  expect((await run("at once")).headers.get("x-ratelimit-remaining")).toBe("0");

  const refused = await run("at once");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("30");
  expect(refused.headers.get("ratelimit")).toBe('"runs";r=0;t=30');
  const reset = Number(refused.headers.get("x-ratelimit-reset"));
  expect(Math.abs(reset - (now + 30_000) / 1000)).toBeLessThan(2);
  expect(await problem(refused)).toMatchObject({
    code: "rate_limited",
    detail: expect.stringContaining("2 tasks a minute"),
  });

  // Reading is free, and no other key is held up.
  expect((await call("GET", "/usage")).status).toBe(200);
  expect((await (await keyWith({})).run("at once")).headers.get("ratelimit")).toBeNull();
  now += 30_000;
  expect((await run("at once")).status).toBe(200);
  expect((await run("at once")).status).toBe(429);
});

test("what a run will cost is told before, charged after, and refused once the budget does not hold it", async () => {
  const { id, call, run } = await keyWith({ budget: 150 });
  const input = { images: [PNG_DATA_URI], prompt: "at once", test_time_scaling: 3, upscale_factor: 2 };
  const estimated = z.object({ data: z.unknown() });
  expect(estimated.parse(await (await call("POST", "/apps/reve/remix/estimate", { input })).json()).data).toEqual({
    version: "noop@1",
    credits: 90,
    breakdown: [
      { label: "remix (noop@1) × 3", credits: 90 },
      { label: "upscale × 2", credits: 0 },
    ],
  });
  expect((await run("at once", { test_time_scaling: 3 })).status).toBe(200);
  expect((await run("fail")).status).toBe(200);
  expect((await run("at once")).status).toBe(200);

  const usage = z.object({ data: z.looseObject({}) });
  expect(usage.parse(await (await call("GET", "/usage")).json()).data).toMatchObject({
    key_id: id,
    tasks: 3,
    credits: 120,
    budget: 150,
    credits_remaining: 30,
    days: [{ day: "2026-11-22", completed: 2, failed: 1, cancelled: 0, credits: 120 }],
  });

  const refused = await run("at once", { test_time_scaling: 2 });
  expect(refused.status).toBe(429);
  expect(await problem(refused)).toMatchObject({
    code: "credits_exhausted",
    detail: expect.stringMatching(/costs 60 credits.*budget of 150, 120 are spent/),
  });
  await server.data(Key, "POST", `/apikeys/${id}`, { budget: 200 });
  expect((await run("at once", { test_time_scaling: 2 })).status).toBe(200);
});

test("a budget is not overdrawn by many requests at once", async () => {
  const { run } = await keyWith({ budget: 90 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => run("at once")));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(3).fill(200), ...Array(7).fill(429)]);
});

test("of a key with a limit so many run at once, and the others wait", async () => {
  const { call } = await keyWith({ concurrency: 1 });
  const start = async () => {
    const input = { images: [PNG_DATA_URI], prompt: "sleep 300" };
    return Data.parse(await (await call("POST", "/apps/run", { app: "reve/remix", input })).json()).data.id;
  };
  const ids = [await start(), await start(), await start()];
  const Status = z.object({ data: z.object({ status_text: z.string() }) });
  const standing = async () =>
    Promise.all(
      ids.map(async (id) => Status.parse(await (await call("GET", `/tasks/${id}/status`)).json()).data.status_text),
    );
  let most = 0;
  for (let statuses = await standing(); statuses.some((one) => one !== "completed"); statuses = await standing()) {
    most = Math.max(most, statuses.filter((one) => one !== "completed" && one !== "queued").length);
  }
  expect(most).toBe(1);
});

test("limits that are none are refused by name", async () => {
  const response = await server.call("POST", "/apikeys", {
    body: { name: "x", rate: 0, concurrency: -1, budget: "much" },
  });
  const { errors } = z.object({ errors: z.array(z.object({ pointer: z.string() })) }).parse(await response.json());
  expect(response.status).toBe(422);
  expect(errors.map(({ pointer }) => pointer)).toEqual(["/rate", "/concurrency", "/budget"]);
});
