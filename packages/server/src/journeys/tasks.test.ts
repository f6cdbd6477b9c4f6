import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY, startServer, Task, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ dependencies: { engines: [createTestEngine(2)] } });
});
afterAll(() => server.close());

const cancel = (id: string) => server.data(Task, "POST", `/tasks/${id}/cancel`);

async function running(prompt: string): Promise<string> {
  const { id } = await server.run(prompt);
  for (;;) {
    const task = await server.data(Task, "GET", `/tasks/${id}`);
    if (task.status_text === "running") return id;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("cancelling", () => {
  test("a running task is stopped at once", async () => {
    const id = await running("sleep 20000");
    const before = performance.now();
    expect(["cancelling", "cancelled"]).toContain((await cancel(id)).status_text);
    expect(await server.ended(id)).toMatchObject({ status: 11, error: "cancelled by the caller" });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test("a waiting task never runs", async () => {
    const busy = [await running("sleep 20000"), await running("sleep 20000")];
    const { id } = await server.run("at once");
    expect(await server.data(Task, "GET", `/tasks/${id}`)).toMatchObject({ status_text: "queued", queue_position: 0 });
    expect(await cancel(id)).toMatchObject({ status_text: "cancelled", events: [{ status: 2 }, { status: 11 }] });
    await Promise.all(busy.map(cancel));
  });

  test("an ended task stays as it is, and that is no error", async () => {
    const { id } = await server.run("at once");
    const ended = await server.ended(id);
    expect(await cancel(id)).toEqual(ended);
  });

  test("a deadline cancels", async () => {
    const body = { app: "reve/remix", input: (await server.run("at once")).input };
    const response = await server.call("POST", "/run?wait=true", {
      body: { ...body, input: { ...body.input, prompt: "sleep 20000" } },
      headers: { "cancel-after": "100ms" },
    });
    const { data } = z.object({ data: Task }).parse(await response.json());
    expect(data).toMatchObject({ status_text: "cancelled", error: "cancelled: its deadline passed" });
  });

  test("a caller that goes away cancels only where it said so", async () => {
    const { input } = await server.run("at once");
    for (const [headers, left] of [
      [{}, "running"],
      [{ "cancel-on-disconnect": "true" }, "cancelled"],
    ] as const) {
      const gone = new AbortController();
      const request = fetch(`${server.url}/run`, {
        method: "POST",
        signal: gone.signal,
        headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
        body: JSON.stringify({ app: "reve/remix", wait: true, input: { ...input, prompt: `sleep 5000 ${left}` } }),
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      gone.abort();
      await expect(request).rejects.toThrow();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await server.call("GET", "/readyz").then((response) => response.json())).toMatchObject({ running: 1 });
  });
});

describe("deleting", () => {
  test("a task takes its events and files along", async () => {
    const { id } = await server.run("at once");
    const { output, input } = await server.ended(id);
    expect((await server.call("DELETE", `/tasks/${id}`)).status).toBe(204);
    expect((await server.call("GET", `/tasks/${id}`)).status).toBe(404);
    expect((await fetch(output?.image ?? "")).status).toBe(404);
    expect((await fetch(input.images[0])).status).toBe(404);
  });

  test("a running task is stopped first", async () => {
    const { id } = await server.run("sleep 20000");
    expect((await server.call("DELETE", `/tasks/${id}`)).status).toBe(204);
    expect((await server.call("GET", `/tasks/${id}`)).status).toBe(404);
  });
});

test("status is short, and tells the word and the number", async () => {
  const { id } = await server.run("at once");
  await server.ended(id);
  const Status = z.strictObject({
    id: z.string(),
    status: z.literal(9),
    status_text: z.literal("completed"),
    progress: z.literal(100),
    updated_at: z.iso.datetime(),
  });
  await server.data(Status, "GET", `/tasks/${id}/status`);
});

test("another key's task does not exist", async () => {
  const { id } = await server.run("at once");
  const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "another" });
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/status"],
    ["GET", "/stream"],
    ["POST", "/cancel"],
    ["DELETE", ""],
  ]) {
    const response = await fetch(`${server.url}/tasks/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
    });
    expect([method, path, response.status]).toEqual([method, path, 404]);
  }
});

test("a full queue refuses with 503 and says when to come back", async () => {
  const small = await startServer({
    environment: { PASTICHE_MAX_QUEUE: "3" },
    dependencies: { engines: [createTestEngine(1)] },
  });
  const responses: Response[] = [];
  for (let i = 0; i < 8; i++) {
    responses.push(
      await small.call("POST", "/run", {
        body: { app: "reve/remix", input: { images: [PNG_DATA_URI], prompt: "sleep 20000" } },
      }),
    );
  }
  const last = responses[7];
  expect(responses.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(4);
  expect(last.status).toBe(503);
  expect(last.headers.get("retry-after")).toBe("5");
  expect(await last.json()).toMatchObject({
    code: "overloaded",
    detail: expect.stringContaining("at most 3 tasks may wait"),
  });
  await small.close();
});

test("metadata comes back as it was sent, and tells how long the task is kept", async () => {
  const metadata = { order: 7, expires_in: "1h", deadline: "2100-01-01T00:00:00Z" };
  expect(await server.run("at once", { metadata })).toMatchObject({ metadata });
  for (const expires_in of ["soon", -5, 0, true]) {
    const input = { images: [PNG_DATA_URI], prompt: "at once" };
    const response = await server.call("POST", "/run", {
      body: { app: "reve/remix", input, metadata: { expires_in } },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/metadata/expires_in" }] });
  }
});
