import { createClient, InferenceError, inference, RequirementsNotMetException } from "@inferencesh/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createReve } from "../engines/reve.ts";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

// npm @inferencesh/sdk as published: nothing but its base URL and key is ours.

interface Update {
  status: number;
  progress: number;
}

const COMPLETED = 10;
const FAILED = 11;
const CANCELLED = 12;

let server: TestServer;
let client: ReturnType<typeof inference>;
beforeAll(async () => {
  const reve = createReve({ apiKey: null, baseUrl: "https://api.reve.test" });
  server = await startServer({ dependencies: { engines: [createTestEngine(), reve] } });
  client = inference({ apiKey: KEY, baseUrl: server.url });
});
afterAll(() => server.close());

const params = (prompt: string, images: unknown[] = [PNG_DATA_URI]) => ({
  app: "reve/remix",
  input: { prompt, images },
});

async function bytesOf(uri: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(uri)).arrayBuffer());
}

describe("run", () => {
  test("with streaming tells of rising progress and gives the whole task", async () => {
    const statuses: number[] = [];
    const progress: number[] = [];
    const fields = new Set<string>();
    const task = await client.run(params("sleep 900"), {
      onUpdate: (update: Update) => statuses.push(update.status),
      onPartialUpdate: (update: Update, changed: string[]) => {
        progress.push(update.progress);
        for (const field of changed) fields.add(field);
      },
    });
    expect(task).toMatchObject({ status: COMPLETED, output: { image: expect.stringContaining(server.url) } });
    expect(await bytesOf(task.output.image)).toEqual(PNG);
    expect(statuses.at(-1)).toBe(COMPLETED);
    expect(new Set(progress).size).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect([...fields]).toEqual(expect.arrayContaining(["status", "progress", "logs"]));
  });

  test("with polling ends as well", async () => {
    const statuses: number[] = [];
    const task = await client.run(params("sleep 300"), {
      stream: false,
      pollIntervalMs: 25,
      onUpdate: (update: Update) => statuses.push(update.status),
    });
    expect(task).toMatchObject({ status: COMPLETED, output: { image: expect.any(String) } });
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
  });

  test.each([true, false])("of what is done at once ends too (stream: %s)", async (stream) => {
    const runs = Array.from({ length: 5 }, () => client.run(params("at once"), { stream, pollIntervalMs: 10 }));
    expect((await Promise.all(runs)).map(({ status }: Update) => status)).toEqual(Array(5).fill(COMPLETED));
  });

  test.each([true, false])("that fails rejects with the task's error (stream: %s)", async (stream) => {
    const failing = client.run(params("fail"), { stream, pollIntervalMs: 10 });
    await expect(failing).rejects.toThrow("this prompt is refused");
  });

  test("fire and forget gives the task as accepted; watch follows it later", async () => {
    const accepted = await client.run(params("sleep 300"), { wait: false });
    expect(accepted).toMatchObject({ status: 2, output: null });
    expect(await client.tasks.watch(accepted).done).toMatchObject({ id: accepted.id, status: COMPLETED });
    expect(await client.tasks.watch(accepted).done).toMatchObject({ id: accepted.id, status: COMPLETED });
  });

  test("a repeated request is not answered with the end that it had, which polling would wait for ever after", async () => {
    const repeating = createClient({
      apiKey: KEY,
      baseUrl: server.url,
      headers: { "Idempotency-Key": "the same" },
    });
    const uploaded = await client.files.upload(PNG_DATA_URI);
    const same = params("at once", [uploaded.uri]);
    const first = await repeating.run(same, { stream: false, pollIntervalMs: 10 });
    expect(first.status).toBe(COMPLETED);
    expect(await repeating.run(same, { stream: false, pollIntervalMs: 10 })).toMatchObject({ id: first.id });
    expect(await repeating.run(same)).toMatchObject({ id: first.id, status: COMPLETED });
  });
});

describe("what a run does not survive is told, and never waited for", () => {
  test.each([true, false])("a server that shuts down under it (stream: %s)", async (stream) => {
    const other = await startServer();
    const running = inference({ apiKey: KEY, baseUrl: other.url }).run(params("sleep 20000"), {
      stream,
      pollIntervalMs: 10,
      onUpdate: ({ status }: Update) => {
        if (status === 7) void other.close();
      },
      onPartialUpdate: ({ status }: Update) => {
        if (status === 7) void other.close();
      },
    });
    await expect(running).rejects.toThrow();
  });

  test.each([true, false])("cancelling (stream: %s)", async (stream) => {
    const accepted = await client.run(params("sleep 20000"), { wait: false });
    const watching = client.tasks.watch(accepted, { stream, pollIntervalMs: 10 }).done;
    await client.cancel(accepted.id);
    await expect(watching).rejects.toThrow("task cancelled");
    expect((await client.getTask(accepted.id)).data).toMatchObject({ status: CANCELLED });
  });
});

test("an EventSource hears the task to its end", async () => {
  const { id } = await client.run(params("sleep 300"), { wait: false });
  const source = await client.streamTask(id);
  if (source === null) throw new Error("no EventSource");
  const heard: { status?: number; data?: { status: number } }[] = [];
  await new Promise<void>((resolve, reject) => {
    source.onerror = (event) => reject(new Error(event.message));
    source.onmessage = ({ data }) => {
      heard.push(JSON.parse(data));
      if (heard.at(-1)?.status === COMPLETED) resolve();
    };
  }).finally(() => source.close());
  expect(heard.length).toBeGreaterThan(2);
  expect(heard[1].data?.status).toBeGreaterThan(1);
});

test("logs, timings and deletion", async () => {
  const { id } = await client.run(params("sleep 300"));
  const { data: logs } = await client.tasks.getLogs(id);
  expect(logs).toMatchObject({ task_id: id, status: COMPLETED, events: expect.any(Array) });
  expect(logs.logs.map(({ content }: { content: string }) => content)).toContain("25% compose");
  const { data: timings } = await client.tasks.getTimings(id);
  expect(timings).toMatchObject({ task_id: id, total_duration_ms: expect.any(Number) });
  expect(timings.groups.map(({ label }: { label: string }) => label)).toContain("compose");
  await client.tasks.delete(id);
  await expect(client.getTask(id)).rejects.toThrow("HTTP 404");
});

test("Blobs, data URIs and base64 are uploaded, wherever they stand in the input", async () => {
  // Shorter base64 is no file to the SDK, which sends it as it is.
  const padded = Buffer.concat([PNG, Buffer.alloc(2)]).toString("base64");
  const images = [new Blob([PNG], { type: "image/png" }), PNG_DATA_URI, padded, { uri: PNG_DATA_URI }];
  const task = await client.run(params("at once", images));
  expect(task.input.images).toHaveLength(4);
  for (const uri of task.input.images) {
    expect(uri).toContain(`${server.url}/files/`);
    expect((await bytesOf(uri)).subarray(0, PNG.length)).toEqual(PNG);
  }
});

test("files and apps are read, and a file is deleted", async () => {
  const file = await client.uploadFile(new File([PNG], "cat.png", { type: "image/png" }));
  expect((await client.files.get(file.id)).data).toMatchObject({ filename: "cat.png", content_type: "image/png" });
  await client.files.delete(file.id);
  await expect(client.files.get(file.id)).rejects.toThrow("HTTP 404");
  const { data: app } = await client.apps.getByName("reve/remix");
  expect(app).toMatchObject({ namespace: "reve", name: "remix", version: { input_schema: { type: "object" } } });
});

test("a key is made, works, and is deleted", async () => {
  const { data: key } = await client.apiKeys.create({ name: "for a colleague" });
  const colleague = inference({ apiKey: key.key, baseUrl: server.url });
  expect(await colleague.run(params("at once"))).toMatchObject({ status: COMPLETED });
  await client.apiKeys.delete(key.id);
  await expect(colleague.apps.getByName("reve/remix")).rejects.toMatchObject({ statusCode: 401 });
});

describe("errors are the SDK's own", () => {
  test.each([
    ["a wrong key", 401, () => inference({ apiKey: "inf_no", baseUrl: server.url }).getTask("task_x"), "inf_no"],
    ["an unknown task", 404, () => client.getTask("task_none"), "task_none"],
    ["an unknown app", 404, () => client.run({ app: "reve/create", input: {} }), "reve/create"],
    ["an input that is wrong", 422, () => client.run(params("", [])), "/input/images"],
    ["a stream of no task", null, () => client.tasks.watch({ id: "task_none", status: 2 }).done, "HTTP 404"],
  ])("%s: %s", async (_, status, act, told) => {
    const error: unknown = await act().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(status === null ? Error : InferenceError);
    expect(error).toMatchObject({
      ...(status === null ? {} : { statusCode: status, responseBody: expect.stringContaining('"code"') }),
      message: expect.stringContaining(told),
    });
  });

  test("an engine without its key: RequirementsNotMetException that names the secret", async () => {
    const error: unknown = await client
      .run({ app: "reve/remix@reve-remix@20250915", input: { prompt: "0", images: [PNG_DATA_URI] } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RequirementsNotMetException);
    expect(error).toMatchObject({
      statusCode: 412,
      errors: [{ type: "secret", key: "REVE_API_KEY", message: expect.stringContaining("REVE_API_KEY") }],
    });
  });

  test("a failed task is one that the list of statuses knows", async () => {
    const { id } = await client.run(params("fail"), { wait: false });
    await client.tasks.watch({ id, status: 2 }).done.catch(() => undefined);
    expect((await client.getTask(id)).data).toMatchObject({ status: FAILED, error: "this prompt is refused" });
  });
});
