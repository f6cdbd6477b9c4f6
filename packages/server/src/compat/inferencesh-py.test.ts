import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createReve } from "../engines/reve.ts";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

// PyPI inferencesh 0.6 cannot run here. What it does with each answer and line is written down in the contract, and done
// here by hand over the wire.

const HEADERS = { authorization: `Bearer ${KEY}`, "user-agent": "inference-sdk-py/0.6.2" };
const COMPLETED = 10;
const FAILED = 11;
const CANCELLED = 12;
const READ_TIMEOUT_MS = 60_000;
const RECONNECTS = 5;

let server: TestServer;
beforeAll(async () => {
  const reve = createReve({ apiKey: null, baseUrl: "https://api.reve.test" });
  server = await startServer({ dependencies: { engines: [createTestEngine(), reve] } });
});
afterAll(() => server.close());

const Answer = z.looseObject({
  success: z.boolean(),
  data: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).nullish(),
});

/** As its `_request`: an answer counts only with `success: true`, and an error's words are those of `error.message`. */
async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await server.call(method, path, { body, headers: HEADERS });
  const answer = Answer.parse(await response.json());
  if (!answer.success) throw new Error(answer.error?.message ?? "request failed");
  return answer.data;
}

/** The fields that its models know; it drops every other. */
const PythonTask = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  status: z.int(),
  input: z.unknown(),
  output: z.looseObject({ image: z.string() }).nullable(),
  error: z.string(),
  logs: z.array(z.object({ log_type: z.int(), content: z.string() })),
  events: z.array(z.object({ status: z.int(), event_time: z.iso.datetime() })),
  session_id: z.string().nullable(),
});
type PythonTask = z.infer<typeof PythonTask>;

const isEnd = ({ status }: { status: number }) => status >= COMPLETED;

const run = async (prompt: string) =>
  PythonTask.parse(
    await request("POST", "/apps/run", { app: "reve/remix", input: { prompt, images: [PNG_DATA_URI] } }),
  );

function open(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${server.url}${path}`, { headers: { ...HEADERS, accept: "application/x-ndjson" } }, resolve).on(
      "error",
      reject,
    );
  });
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<Record<string, unknown>> {
  for await (const line of createInterface({ input: response })) {
    if (line !== "") yield z.record(z.string(), z.unknown()).parse(JSON.parse(line));
  }
}

/** As its stream: a line with both `data` and `fields` is a partial update, any other a whole task. */
function unwrap(line: Record<string, unknown>): Record<string, unknown> {
  return "data" in line && "fields" in line ? z.record(z.string(), z.unknown()).parse(line.data) : line;
}

describe("requests", () => {
  test("every answer that succeeds says so, and carries its data", async () => {
    const { id } = await run("at once");
    const calls: [string, string, unknown?][] = [
      ["GET", `/tasks/${id}`],
      ["GET", `/tasks/${id}/status`],
      ["GET", `/tasks/${id}/logs`],
      ["GET", `/tasks/${id}/timings`],
      ["POST", `/tasks/${id}/cancel`],
      ["POST", "/tasks/list", {}],
      ["POST", "/files", { files: [{ filename: "cat.png", content_type: "image/png", size: PNG.length }] }],
      ["POST", "/files/list", {}],
      ["GET", "/apps/reve/remix"],
      ["POST", "/apps/list", {}],
      ["POST", "/apikeys/list", {}],
    ];
    for (const [method, path, body] of calls) {
      await expect(request(method, path, body), `${method} ${path}`).resolves.toEqual(expect.anything());
    }
  });

  test.each([
    ["an unknown task", "GET", "/tasks/task_none", undefined, "task_none"],
    ["an unknown app", "POST", "/apps/run", { app: "a/b", input: {} }, '"a/b"'],
    ["a wrong input", "POST", "/apps/run", { app: "reve/remix", input: { prompt: "" } }, "/input/images"],
    [
      "an engine without its key",
      "POST",
      "/apps/run",
      { app: "reve/remix", input: { prompt: "0", images: [PNG_DATA_URI], version: "latest-fast" } },
      "REVE_API_KEY",
    ],
  ])("%s raises the words of error.message", async (_, method, path, body, told) => {
    await expect(request(method, path, body)).rejects.toThrow(told);
  });

  test("a file is created as one of a list, and put to its upload_url", async () => {
    const files = [{ uri: "", filename: "cat.png", content_type: "image/png", path: "/tmp/cat.png", size: PNG.length }];
    const File = z.looseObject({ id: z.string(), uri: z.string(), upload_url: z.string() });
    const [file] = z.array(File).parse(await request("POST", "/files", { files }));
    const put = await fetch(file.upload_url, { method: "PUT", body: PNG, headers: { "content-type": "image/png" } });
    expect(put.ok).toBe(true);
    const input = { prompt: "at once", images: [file.uri] };
    const { id } = PythonTask.parse(await request("POST", "/apps/run", { app: "reve/remix", input }));
    expect((await server.ended(id)).status_text).toBe("completed");
  });
});

describe("the stream", () => {
  test("is whole tasks and partial updates that cannot be mistaken for each other, and whole at its end", async () => {
    const { id } = await run("sleep 600");
    const lines = [];
    for await (const line of linesOf(await open(`/tasks/${id}/stream`))) lines.push(line);
    const whole = lines.filter((line) => !("data" in line) && !("fields" in line));
    const partial = lines.filter((line) => "data" in line && "fields" in line);
    expect(whole.length + partial.length).toBe(lines.length);
    expect(lines[0]).toBe(whole[0]);
    expect(lines.at(-1)).toBe(whole.at(-1));
    const end = PythonTask.parse(lines.at(-1));
    expect(end).toMatchObject({ id, status: COMPLETED, error: "", output: { image: expect.any(String) } });
    for (const line of partial.map(unwrap)) expect(line).toMatchObject({ id, status: expect.any(Number) });
  });

  test("tells of progress in the logs too, since it drops the field", async () => {
    const { id } = await run("sleep 600");
    let task: Record<string, unknown> = {};
    const seen: string[] = [];
    for await (const line of linesOf(await open(`/tasks/${id}/stream`))) {
      task = { ...task, ...unwrap(line) };
      seen.push(PythonTask.parse(task).logs.at(-1)?.content ?? "");
    }
    expect(new Set(seen)).toEqual(new Set(["", "25% compose", "50% compose", "75% compose"]));
  });

  test.each([
    ["fail", FAILED, "this prompt is refused"],
    ["break", FAILED, "The engine noop failed: something broke"],
  ])("of a task that does %s ends with its error", async (prompt, status, error) => {
    const { id } = await run(prompt);
    let last = {};
    for await (const line of linesOf(await open(`/tasks/${id}/stream`))) last = line;
    expect(last).toMatchObject({ id, status, error, output: null });
  });

  test("broken off five times misses neither a log nor the end", async () => {
    const { id } = await run("sleep 1500");
    let task: PythonTask | null = null;
    for (let attempt = 0; attempt <= RECONNECTS; attempt++) {
      const response = await open(`/tasks/${id}/stream`);
      let lines = 0;
      for await (const line of linesOf(response)) {
        task = PythonTask.parse({ ...task, ...unwrap(line) });
        lines += 1;
        if (attempt < RECONNECTS && lines > 1) break;
      }
      response.destroy();
      if (isEnd(task ?? { status: 0 })) break;
    }
    expect(task).toMatchObject({ id, status: COMPLETED });
    expect(task?.logs.map(({ content }) => content)).toEqual(["25% compose", "50% compose", "75% compose"]);
  });

  test("of a task that is cancelled says so", async () => {
    const { id } = await run("sleep 20000");
    const response = await open(`/tasks/${id}/stream`);
    await request("POST", `/tasks/${id}/cancel`);
    let last = {};
    for await (const line of linesOf(response)) last = line;
    expect(last).toMatchObject({ id, status: CANCELLED });
  });

  test("of a task that takes long is never silent for as long as it waits", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    try {
      const { id } = await run("sleep 20000");
      const response = await open(`/tasks/${id}/stream`);
      const lines = linesOf(response);
      await lines.next();
      vi.advanceTimersByTime(READ_TIMEOUT_MS / 2);
      const heard: unknown[] = [];
      for await (const line of lines) {
        heard.push(line);
        if (line.type === "heartbeat") break;
      }
      expect(heard.at(-1)).toEqual({ type: "heartbeat" });
      response.destroy();
      await request("POST", `/tasks/${id}/cancel`);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is cut, and not ended, when the server goes: it comes back then", async () => {
    const other = await startServer();
    const { id } = await other.run("sleep 20000");
    const response = await fetch(`${other.url}/tasks/${id}/stream`, { headers: HEADERS });
    const cut = expect(response.text()).rejects.toThrow();
    await other.close();
    await cut;
  });
});
