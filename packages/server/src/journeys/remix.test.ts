import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createCompose } from "../engines/compose.ts";
import { pictureTypeOf } from "../files/kind.ts";
import { startServer, Task, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  const onError = (error: Error) => {
    throw error;
  };
  server = await startServer({ dependencies: { engines: [createCompose({ workers: 1, onError })] } });
});
afterAll(() => server.close());

const photo = async (name: string) =>
  (await readFile(new URL(`../../../../examples/${name}`, import.meta.url))).toString("base64");

async function submit(): Promise<string> {
  const images = [await photo("bear.jpg"), await photo("table.jpg")];
  const input = { images, prompt: "the bear from 0 on the table from 1", aspect_ratio: "3:2" };
  return (await server.data(Task, "POST", "/run", { app: "reve/remix", input })).id;
}

test("two photographs become one while the API goes on answering", async () => {
  const id = await submit();
  const slowest: number[] = [];
  const ended = server.ended(id);
  let over = false;
  ended.finally(() => {
    over = true;
  });
  while (!over) {
    const before = performance.now();
    await server.call("GET", "/healthz");
    slowest.push(performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const task = await ended;
  expect(task).toMatchObject({ status_text: "completed", error: "" });
  expect(task.output).toMatchObject({ plan: { engine: "compose@1", layout: "scene" } });
  const picture = new Uint8Array(await (await fetch(task.output?.image ?? "")).arrayBuffer());
  expect(pictureTypeOf(picture)).toBe("image/png");
  expect(slowest.toSorted((a, b) => a - b)[Math.floor(slowest.length / 2)]).toBeLessThan(250);
  const Timings = z.looseObject({ groups: z.array(z.looseObject({ label: z.string() })) });
  const { groups } = await server.data(Timings, "GET", `/tasks/${id}/timings`);
  expect(groups.map(({ label }) => label)).toContain("compose");
});

test("cancelling stops the thread's work", async () => {
  const id = await submit();
  while ((await server.data(Task, "GET", `/tasks/${id}`)).status_text !== "running") {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await server.call("POST", `/tasks/${id}/cancel`);
  const before = performance.now();
  expect(await server.ended(id)).toMatchObject({ status_text: "cancelled" });
  expect(performance.now() - before).toBeLessThan(3000);
});
