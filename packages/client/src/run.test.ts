import { describe, expect, test } from "vitest";
import { COMPLETED, json, lines, loopback, problem, task } from "../test/loopback.ts";
import { InferenceError, inference } from "./index.ts";

const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const PARAMS = { app: "reve/remix", input: { prompt: "0 at night", images: ["https://example.com/a.png"] } } as const;
const params = { ...PARAMS, input: { ...PARAMS.input, images: [...PARAMS.input.images] } };
const retries = { maxRetries: 3, minDelayMs: 5 };
const clientOf = (server: { url: string }) => inference({ apiKey: "inf_test", baseUrl: server.url, retries });
const accept: Parameters<typeof loopback>[0] = { "POST /apps/run": (_, response) => json(response, 200, task()) };

describe("a run", () => {
  test("resolves to the completed task, after each of its updates", async () => {
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1/stream": (_, response) =>
        lines(response, [
          task(),
          { type: "heartbeat" },
          { data: { id: "task_1", status: 7, status_text: "running", progress: 40 }, fields: ["status", "progress"] },
          task(COMPLETED),
        ]),
    });
    const heard: number[] = [];
    const result = await clientOf(server).run(params, { onUpdate: ({ progress }) => heard.push(progress) });
    expect(result.output.image).toBe("http://files/1");
    expect(heard).toEqual([0, 40, 100]);
  });

  test("sends its key, its version and its params; what is on the web is not touched", async () => {
    await using server = await loopback(accept);
    await clientOf(server).run({ ...params, webhook: "https://example.com/hook", metadata: { a: 1 } }, { wait: false });
    const [{ headers, body }] = server.to("/apps/run");
    expect(headers).toMatchObject({ authorization: "Bearer inf_test", "x-api-version": "1" });
    expect(JSON.parse(body.toString())).toEqual({ ...params, webhook: "https://example.com/hook", metadata: { a: 1 } });
  });

  test("uploads what is not on the web, each file once, and asks for the schema once", async () => {
    await using server = await loopback(accept);
    const client = clientOf(server);
    const bytes = Buffer.from(GIF, "base64");
    const images = [GIF, GIF, new Blob([bytes]), `data:image/gif;base64,${GIF}`, "https://example.com/a.png"];
    await client.run({ app: "reve/remix@compose", input: { prompt: GIF, images } }, { wait: false });
    await client.run(params, { wait: false });
    const { input } = JSON.parse(server.to("/apps/run")[0].body.toString());
    expect(input.prompt).toBe(GIF);
    expect(new Set(input.images.slice(0, 4)).size).toBe(3);
    expect(input.images[1]).toMatch(/\/files\/file_\d\.bin$/);
    expect(input.images[4]).toBe("https://example.com/a.png");
    expect(server.to("/put").map(({ headers, body }) => [headers["content-type"], body.equals(bytes)])).toEqual(
      Array(3).fill(["image/gif", true]),
    );
    expect(server.to("/apps/reve/remix")).toHaveLength(1);
  });

  test("does not start when a file is missing: the error names the field", async () => {
    await using server = await loopback(accept);
    const run = clientOf(server).run({ ...params, input: { ...params.input, images: ["/no/such/bear.jpg"] } });
    await expect(run).rejects.toMatchObject({ code: "invalid_file", errors: [{ pointer: "/input/images/0" }] });
    expect(server.to("/apps/run")).toHaveLength(0);
  });
});

describe("retries", () => {
  test("429, 503 and a cut connection are tried again under one idempotency key, no sooner than asked", async () => {
    await using server = await loopback({
      "POST /apps/run": ({ headers }, response, times) => {
        if (times === 1) return problem(response, 503, { code: "overloaded", detail: "full" }, { "Retry-After": "1" });
        if (times === 2) return problem(response, 429, { code: "rate_limited", detail: "too fast" });
        if (times === 3) return void response.destroy();
        json(response, 200, task({ metadata: { key: headers["idempotency-key"] } }));
      },
    });
    const started = Date.now();
    await clientOf(server).run(params, { wait: false });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    const keys = server.to("/apps/run").map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("an idempotency key that is given is the one that is sent", async () => {
    await using server = await loopback(accept);
    await clientOf(server).run(params, { wait: false, idempotencyKey: "mine" });
    expect(server.to("/apps/run")[0].headers["idempotency-key"]).toBe("mine");
  });

  test("a second attempt that finds the first still at work waits for it", async () => {
    await using server = await loopback({
      "POST /apps/run": (_, response, times) =>
        times === 1 ? problem(response, 409, { code: "conflict", detail: "in flight" }) : json(response, 200, task()),
    });
    expect((await clientOf(server).run(params, { wait: false })).id).toBe("task_1");
  });

  test("are bounded: a server that stays full, or is not there, rejects", async () => {
    await using server = await loopback({
      "POST /apps/run": (_, response) => problem(response, 503, { code: "overloaded", detail: "The queue is full" }),
    });
    await expect(clientOf(server).run(params)).rejects.toMatchObject({ code: "overloaded", status: 503 });
    expect(server.to("/apps/run")).toHaveLength(4);
    const nowhere = inference({ apiKey: "inf_test", baseUrl: "http://127.0.0.1:9", retries });
    await expect(nowhere.run(params)).rejects.toMatchObject({ code: "connection_failed", status: undefined });
  });

  test("a server that is silent is a time-out", async () => {
    await using server = await loopback({ "GET /tasks/task_1": () => undefined });
    const client = inference({
      apiKey: "inf_test",
      baseUrl: server.url,
      timeoutMs: 30,
      retries: { maxRetries: 1, minDelayMs: 5 },
    });
    await expect(client.tasks.get("task_1")).rejects.toMatchObject({ code: "timeout" });
    expect(server.to("/tasks/task_1")).toHaveLength(2);
  });
});

describe("a stream", () => {
  test("yields the task each time it changes, then ends", async () => {
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1/stream": (_, response) => lines(response, [task(), task({ progress: 50 }), task(COMPLETED)]),
    });
    const seen: unknown[] = [];
    for await (const { progress, output } of clientOf(server).run(params, { stream: true }))
      seen.push([progress, output]);
    expect(seen).toEqual([
      [0, null],
      [50, null],
      [100, COMPLETED.output],
    ]);
  });

  test("that breaks within a line is resumed, and misses nothing", async () => {
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1": (_, response) => json(response, 200, task({ progress: 60 })),
      "GET /tasks/task_1/stream": (_, response, times) => {
        if (times > 1) return lines(response, [task({ progress: 60 }), task(COMPLETED)]);
        lines(response, [task({ progress: 30 })], { open: true });
        response.write('{"data": {"id": "task_1", "prog');
        setTimeout(() => response.destroy(), 20);
      },
    });
    const seen: number[] = [];
    for await (const { progress } of clientOf(server).run(params, { stream: true })) seen.push(progress);
    expect(seen).toEqual([0, 30, 60, 100]);
  });

  test("that always closes early, bringing nothing, rejects with the task as last seen", async () => {
    await using server = await loopback({
      ...accept,
      // A place in the queue that moves is no news of the task: it must not keep the client trying for ever.
      "GET /tasks/task_1": (_, response, times) => json(response, 200, task({ queue_position: times })),
      "GET /tasks/task_1/stream": (_, response) => lines(response, [task({ queue_position: null })]),
    });
    await expect(clientOf(server).run(params)).rejects.toMatchObject({
      code: "connection_failed",
      task: { id: "task_1" },
    });
    expect(server.to("/tasks/task_1/stream")).toHaveLength(4);
  });

  test("left early closes its connection and lets the task run", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1/stream": (_, response) => {
        closed = new Promise((resolve) => response.on("close", resolve));
        lines(response, [task({ progress: 10 })], { open: true });
      },
    });
    for await (const { progress } of clientOf(server).run(params, { stream: true })) if (progress === 10) break;
    await closed;
    expect(server.to("/tasks/task_1/cancel")).toHaveLength(0);
  });
});

describe("an abort", () => {
  const cancel: Parameters<typeof loopback>[0] = {
    "POST /tasks/task_1/cancel": (_, response) => json(response, 200, task({ status: 11, status_text: "cancelled" })),
  };

  test("while the task runs cancels it on the server, and rejects with the signal's reason", async () => {
    const controller = new AbortController();
    await using server = await loopback({
      ...accept,
      ...cancel,
      "GET /tasks/task_1/stream": (_, response) => lines(response, [task({ progress: 10 })], { open: true }),
    });
    const run = clientOf(server).run(params, {
      signal: controller.signal,
      onUpdate: ({ progress }) => void (progress === 10 && controller.abort(new Error("enough"))),
    });
    await expect(run).rejects.toThrow("enough");
    expect(server.to("/tasks/task_1/cancel")).toHaveLength(1);
  });

  test("before the task was named still cancels it", async () => {
    const controller = new AbortController();
    await using server = await loopback({
      ...cancel,
      "POST /apps/run": async (_, response) => {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 30));
        json(response, 200, task());
      },
    });
    await expect(clientOf(server).run(params, { signal: controller.signal })).rejects.toThrow("aborted");
    expect(server.to("/tasks/task_1/cancel")).toHaveLength(1);
  });

  test("from within a loop that is left at once cancels too", async () => {
    const controller = new AbortController();
    await using server = await loopback({ ...accept, ...cancel });
    for await (const _ of clientOf(server).run(params, { stream: true, signal: controller.signal })) {
      controller.abort();
      break;
    }
    expect(server.to("/tasks/task_1/cancel")).toHaveLength(1);
  });

  test("before the start sends nothing", async () => {
    await using server = await loopback(accept);
    await expect(clientOf(server).run(params, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect(server.received).toHaveLength(0);
  });
});

describe("an error", () => {
  test("of validation carries status, code, fields and the request's id, and reads well", async () => {
    await using server = await loopback({
      "POST /apps/run": (_, response) =>
        problem(
          response,
          422,
          {
            code: "validation_failed",
            detail: "The input is not valid",
            errors: [{ pointer: "/input/seed", detail: "must be at least 0, received -1" }],
          },
          { "X-Request-Id": "req_7" },
        ),
    });
    const error = await clientOf(server)
      .run(params)
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({
      code: "validation_failed",
      status: 422,
      errors: [{ pointer: "/input/seed", detail: "must be at least 0, received -1" }],
      requestId: "req_7",
      message: "The input is not valid; /input/seed: must be at least 0, received -1",
    });
  });

  test("of a failed task carries the task, in both manners of running", async () => {
    const failed = task({ status: 10, status_text: "failed", error: "image 0 is not a picture" });
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1/stream": (_, response) => lines(response, [failed]),
    });
    const expected = {
      code: "task_failed",
      message: "Task task_1 failed: image 0 is not a picture",
      task: { id: "task_1" },
    };
    await expect(clientOf(server).run(params)).rejects.toMatchObject(expected);
    const seen: string[] = [];
    const iterate = async () => {
      for await (const one of clientOf(server).run(params, { stream: true })) seen.push(one.status_text);
    };
    await expect(iterate()).rejects.toMatchObject(expected);
    expect(seen).toEqual(["queued", "failed"]);
  });

  test("of a cancelled task has its own code", async () => {
    const cancelled = task({ status: 11, status_text: "cancelled" });
    await using server = await loopback({
      ...accept,
      "GET /tasks/task_1/stream": (_, response) => lines(response, [cancelled]),
    });
    await expect(clientOf(server).run(params)).rejects.toMatchObject({
      code: "task_cancelled",
      task: { id: "task_1" },
    });
  });

  test("of a proxy that answers HTML is told by its status", async () => {
    await using server = await loopback({
      "GET /tasks/task_1": (_, response) =>
        void response.writeHead(500, { "Content-Type": "text/html" }).end("<h1>Oops</h1>"),
    });
    await expect(clientOf(server).tasks.get("task_1")).rejects.toMatchObject({
      code: "internal_error",
      message: "GET /tasks/task_1 answered 500 Internal Server Error",
    });
  });

  test("without a key, or with a base URL that is none, comes when the client is made", () => {
    expect(() => inference({ apiKey: " " })).toThrow("No API key: set INFERENCE_API_KEY");
    expect(() => inference({ apiKey: "inf_…" })).toThrow('"inf_…" begins no API key');
    expect(() => inference({ apiKey: "inf_x", baseUrl: "localhost:4700" })).toThrow('received "localhost:4700"');
  });
});

test("an output is downloaded with the key from the server itself, without it from anywhere else", async () => {
  const answer: Parameters<typeof loopback>[0] = {
    "GET /files/a.png": (_, response) => void response.writeHead(200).end("bytes"),
  };
  await using server = await loopback(answer);
  await using elsewhere = await loopback(answer);
  const client = clientOf(server);
  expect(Buffer.from(await client.files.download(`${server.url}/files/a.png`)).toString()).toBe("bytes");
  await client.files.download(`${elsewhere.url}/files/a.png`);
  expect(server.received[0].headers.authorization).toBe("Bearer inf_test");
  expect(elsewhere.received[0].headers.authorization).toBeUndefined();
});
