import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import { KEY, startServer, Task, type TestServer } from "../testing/test-server.ts";

const Problem = z.looseObject({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const input = { images: [PNG_DATA_URI], prompt: "the cat from 0" };
const run = (body: unknown, headers: Record<string, string> = {}, path = "/apps/run") =>
  server.call("POST", path, { body, headers });
const problemOf = async (response: Response) => Problem.parse(await response.json());

describe("running a task", () => {
  test("without waiting answers with the task as accepted, and never with its end", async () => {
    const task = await server.run("at once");
    expect(task).toMatchObject({ status: 2, status_text: "queued", output: null, error: "", progress: 0 });
    expect(task.id).toMatch(/^task_[a-z0-9]{24}$/);
    const ended = await server.ended(task.id);
    expect(ended).toMatchObject({ status: 9, status_text: "completed", progress: 100 });
    expect(ended.output?.output_meta.outputs).toEqual([
      { type: "image", width: 1, height: 1, count: 1 },
      { type: "raw", cost: 1 },
    ]);
  });

  test.each([
    ["wait in the body", "/run", { wait: true }, {}],
    ["wait in the query", "/v1/apps/run?wait=true", {}, {}],
    ["Prefer: wait", "/v1/run", {}, { prefer: "respond-async, wait=20" }],
  ])("with %s is held until the end", async (_, path, body, headers: Record<string, string>) => {
    const response = await run({ app: "reve/remix", input, ...body }, headers, path);
    const { data } = z.object({ data: Task }).parse(await response.json());
    expect(data.status_text).toBe("completed");
    const picture = await fetch(data.output?.image ?? "");
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
  });

  test.each(["wait=maybe", "wait=", "wait=true&wait=false"])(
    "?%s is refused, before anything is begun",
    async (query) => {
      const response = await run({ app: "reve/remix", input }, {}, `/apps/run?${query}`);
      expect(response.status).toBe(422);
      expect(await problemOf(response)).toMatchObject({ code: "validation_failed", errors: [{ pointer: "/wait" }] });
    },
  );

  test("?wait=false does not hold", async () => {
    const response = await run({ app: "reve/remix", input }, {}, "/apps/run?wait=false");
    expect((await response.json()).data).toMatchObject({ status_text: "queued" });
  });

  test("with Prefer: wait answers with the task as it stands when the time is up", async () => {
    const response = await run({ app: "reve/remix", input: { ...input, prompt: "sleep 3000" } }, { prefer: "wait=1" });
    const { data } = z.object({ data: Task }).parse(await response.json());
    expect(data.status_text).toBe("running");
    await server.call("POST", `/tasks/${data.id}/cancel`);
  });

  test("a refusal of the engine fails the task with its words", async () => {
    const { id } = await server.run("fail");
    expect(await server.ended(id)).toMatchObject({ status: 10, error: "this prompt is refused", output: null });
  });

  test("an engine that breaks fails the task, and the server goes on", async () => {
    const { id } = await server.run("break");
    expect(await server.ended(id)).toMatchObject({ status: 10, error: "The engine noop failed: something broke" });
    expect((await server.call("GET", "/readyz")).status).toBe(200);
  });

  test("app may name the version and the function", async () => {
    const task = await server.run("at once", { app: "reve/remix@noop@1:run" });
    expect(task).toMatchObject({ app: "reve/remix", version: "noop@1", function: "run" });
  });

  test("a field that no input has is ignored, and named", async () => {
    const response = await run({ app: "reve/remix", input: { ...input, strength: 3 } });
    expect(await response.json()).toMatchObject({
      messages: [{ level: "warning", code: "unknown_field", message: expect.stringContaining("input.strength") }],
    });
  });

  test("logs tell of progress and timings of the phases", async () => {
    const { id } = await server.run("sleep 600");
    const ended = await server.ended(id);
    expect(ended.logs.map(({ content }) => content)).toContain("25% compose");
    const Timings = z.looseObject({ groups: z.array(z.looseObject({ label: z.string(), duration_ms: z.number() })) });
    const { groups } = await server.data(Timings, "GET", `/tasks/${id}/timings`);
    expect(groups.map(({ label }) => label)).toEqual(["queued", "preparing", "compose", "uploading"]);
    const Logs = z.object({
      task_id: z.string(),
      status: z.number(),
      status_text: z.string(),
      events: z.array(z.unknown()),
      logs: z.array(z.unknown()),
    });
    expect((await server.data(Logs, "GET", `/tasks/${id}/logs`)).logs).toHaveLength(ended.logs.length);
  });
});

describe("the envelope and the numbering", () => {
  test.each([
    [{}, 9],
    [{ "x-api-version": "1" }, 9],
    [{ "x-api-version": "2" }, 10],
    [{ "x-api-version": "3" }, 10],
    [{ "x-client-source": "inference-sdk-js/0.5.13" }, 10],
    [{ "user-agent": "inference-sdk-py/0.6.2" }, 10],
  ])("%o hears %i for completed", async (headers: Record<string, string>, status) => {
    const answer: unknown = await (await run({ app: "reve/remix", input, wait: true }, headers)).json();
    const version = headers["x-api-version"] ?? "1";
    if (version === "1") expect(answer).toMatchObject({ success: true, status: 200, messages: [], data: { status } });
    if (version === "2") expect(answer).toMatchObject({ status, status_text: "completed" });
    if (version === "3") {
      expect(answer).toMatchObject({ data: { status }, messages: [] });
      expect(answer).not.toHaveProperty("success");
    }
  });

  test("an error carries the envelope's fields, and in versions 2 and 3 only the problem", async () => {
    const enveloped = await server.call("GET", "/tasks/task_none");
    expect(enveloped.headers.get("content-type")).toContain("application/problem+json");
    expect(await enveloped.json()).toMatchObject({
      success: false,
      status: 404,
      code: "not_found",
      error: { code: "not_found", message: expect.stringContaining("task_none") },
    });
    const bare = await server.call("GET", "/tasks/task_none", { headers: { "x-api-version": "2" } });
    const problem: unknown = await bare.json();
    expect(problem).toMatchObject({ status: 404, code: "not_found", title: "Not found" });
    expect(problem).not.toHaveProperty("success");
  });
});

describe("what is wrong is refused with a reason", () => {
  const remix = (changes: Record<string, unknown>) => ({ app: "reve/remix", input: { ...input, ...changes } });

  test.each([
    ["no images", remix({ images: [] }), "/input/images"],
    ["seven images", remix({ images: Array(7).fill(PNG_DATA_URI) }), "/input/images"],
    ["an empty prompt", remix({ prompt: "" }), "/input/prompt"],
    ["a long prompt", remix({ prompt: "x".repeat(2561) }), "/input/prompt"],
    ["another ratio", remix({ aspect_ratio: "5:4" }), "/input/aspect_ratio"],
    ["an unknown version", remix({ version: "reve-remix@1999" }), "/input/version"],
    ["text for an image", remix({ images: [PNG_DATA_URI, "a cat"] }), "/input/images/1"],
    ["a data URI of no picture", remix({ images: ["data:image/png;base64,AAAA"] }), "/input/images/0"],
    ["a private address", remix({ images: ["http://169.254.169.254/latest/meta-data"] }), "/input/images/0"],
    ["a private address in disguise", remix({ images: ["http://0x7f.1/"] }), "/input/images/0"],
    ["no input", { app: "reve/remix" }, "/input"],
    ["a private webhook", { ...remix({}), webhook: "http://127.0.0.1/hook" }, "/webhook"],
    ["a webhook that is no URL", { ...remix({}), webhook: "nowhere" }, "/webhook"],
    ["another function", { ...remix({}), function: "train" }, "/function"],
  ])("%s: 422", async (_, body, pointer) => {
    const response = await run(body);
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem.code).toBe("validation_failed");
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test("an unknown version is told those that exist", async () => {
    const { detail } = await problemOf(await run(remix({ version: "best" })));
    expect(detail).toContain('"best"');
    expect(detail).toContain("latest, noop@1");
  });

  test.each([
    [
      "a body that is not JSON",
      400,
      "invalid_request",
      { method: "POST", path: "/run", type: "application/json", text: "{" },
    ],
    [
      "a body that is nested too deep",
      400,
      "invalid_request",
      { method: "POST", path: "/run", type: "application/json", text: `${"[".repeat(50_000)}${"]".repeat(50_000)}` },
    ],
    ["another media type", 415, "unsupported_media", { method: "POST", path: "/run", type: "text/xml", text: "<a/>" }],
    ["an unknown route", 404, "not_found", { method: "GET", path: "/nowhere" }],
    ["a path that cannot be decoded", 400, "invalid_request", { method: "GET", path: "/tasks/%E0%A4%A" }],
    ["an unknown app", 404, "not_found", { method: "GET", path: "/apps/reve/create" }],
    ["null bytes", 404, "not_found", { method: "GET", path: "/tasks/%00" }],
  ])(
    "%s: %i",
    async (_, status, code, {
      method,
      path,
      type,
      text,
    }: { method: string; path: string; type?: string; text?: string }) => {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${KEY}`, ...(type === undefined ? {} : { "content-type": type }) },
        body: text,
      });
      expect(response.status).toBe(status);
      expect((await problemOf(response)).code).toBe(code);
    },
  );

  test("an unknown API version: 400", async () => {
    const response = await server.call("GET", "/apps/reve/remix", { headers: { "x-api-version": "7" } });
    expect(response.status).toBe(400);
  });

  test("a body above the limit: 413 that names the limit and the size", async () => {
    const response = await fetch(`${server.url}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: new Uint8Array(64 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
    expect((await problemOf(response)).detail).toBe("The body may have at most 67108864 bytes; 67108865 were received");
  });

  test.each([[undefined], ["Bearer inf_wrong"], ["Basic abc"]])("the key %s: 401", async (authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${server.url}/apps/reve/remix`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect((await problemOf(response)).code).toBe("unauthorized");
  });
});

describe("idempotency", () => {
  const repeat = (key: string, body: unknown) => run(body, { "idempotency-key": key });
  const idOf = async (response: Response) => z.object({ data: Task }).parse(await response.json()).data.id;

  test("the same key and body give the same task, at once and later", async () => {
    const body = { app: "reve/remix", input };
    const first = await idOf(await repeat("one", body));
    await server.ended(first);
    const again = await repeat("one", body);
    const { data } = z.object({ data: Task }).parse(await again.json());
    expect(data).toMatchObject({ id: first, status_text: "queued", output: null });
  });

  test("the same key with another body: 422", async () => {
    await repeat("two", { app: "reve/remix", input });
    const other = await repeat("two", { app: "reve/remix", input: { ...input, seed: 3 } });
    expect(other.status).toBe(422);
  });

  test("many at once make one task; those in flight are told so", async () => {
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => repeat("three", { app: "reve/remix", input })),
    );
    const ids = new Set<string>();
    for (const response of responses) {
      if (response.status === 409) expect((await problemOf(response)).code).toBe("conflict");
      else ids.add(await idOf(response));
    }
    expect(ids.size).toBe(1);
  });
});

test("the app tells its schemas", async () => {
  const App = z.looseObject({
    namespace: z.string(),
    input_schema: z.unknown(),
    version: z.looseObject({ output_schema: z.unknown() }),
  });
  const app = await server.data(App, "GET", "/apps/reve/remix");
  expect(app.input_schema).toMatchObject({
    required: ["images", "prompt"],
    properties: { images: { type: "array", maxItems: 6, items: { type: "string", format: "file" } } },
  });
  expect(app.version.output_schema).toMatchObject({ properties: { image: { format: "file" } } });
});
