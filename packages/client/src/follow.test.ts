import { expect, test } from "vitest";
import { COMPLETED, json, lines, loopback, task } from "../test/loopback.ts";
import { follow } from "./follow.ts";
import { createTransport } from "./transport.ts";

const transportTo = (baseUrl: string) =>
  createTransport({
    baseUrl,
    apiKey: null,
    fetch,
    timeoutMs: 1000,
    retries: { maxRetries: 1, minDelayMs: 1, maxDelayMs: 1 },
  });

const collect = async (tasks: AsyncIterable<{ progress: number }>) => {
  const seen: number[] = [];
  for await (const { progress } of tasks) seen.push(progress);
  return seen;
};

test("a stream without heartbeats is taken for dead; asking for the task brings what it held back", async () => {
  await using server = await loopback({
    "GET /tasks/task_1/stream": (_, response) => lines(response, [task({ progress: 5 })], { open: true }),
    "GET /tasks/task_1": (_, response) => json(response, 200, task(COMPLETED)),
  });
  expect(await collect(follow(transportTo(server.url), { id: "task_1" }, { silenceMs: 50 }))).toEqual([5, 100]);
});

test("heartbeats keep a stream alive for as long as a queue is long", async () => {
  await using server = await loopback({
    "GET /tasks/task_1/stream": (_, response) => {
      lines(response, [task()], { open: true });
      const beats = setInterval(() => response.write('{"type":"heartbeat"}\n'), 20);
      setTimeout(() => {
        clearInterval(beats);
        response.end(`${JSON.stringify(task(COMPLETED))}\n`);
      }, 300);
    },
  });
  expect(await collect(follow(transportTo(server.url), { id: "task_1" }, { silenceMs: 100 }))).toEqual([0, 100]);
  expect(server.received).toHaveLength(1);
});

test("streams that are cut again and again are opened again as long as each brings something", async () => {
  await using server = await loopback({
    "GET /tasks/task_1/stream": (_, response, times) =>
      lines(response, [times < 6 ? task({ progress: times }) : task(COMPLETED)]),
    "GET /tasks/task_1": (_, response, times) => json(response, 200, task({ progress: times })),
  });
  expect(await collect(follow(transportTo(server.url), { id: "task_1" }))).toEqual([1, 2, 3, 4, 5, 100]);
});

test("a long wait in a queue is no failure, though a proxy cuts every stream after its heartbeat", async () => {
  await using server = await loopback({
    "GET /tasks/task_1/stream": (_, response, times) =>
      lines(response, times < 6 ? [task(), { type: "heartbeat" }] : [task(COMPLETED)]),
    "GET /tasks/task_1": (_, response) => json(response, 200, task()),
  });
  expect(await collect(follow(transportTo(server.url), { id: "task_1" }))).toEqual([0, 100]);
});

test("an ended task is followed by one line alone", async () => {
  await using server = await loopback({
    "GET /tasks/task_1/stream": (_, response) => lines(response, [task(COMPLETED)]),
  });
  expect(await collect(follow(transportTo(server.url), { id: "task_1" }))).toEqual([100]);
});

test("a task that is not there is told at once", async () => {
  await using server = await loopback({});
  await expect(collect(follow(transportTo(server.url), { id: "task_1" }))).rejects.toMatchObject({
    status: 404,
    code: "not_found",
  });
  expect(server.received).toHaveLength(1);
});
