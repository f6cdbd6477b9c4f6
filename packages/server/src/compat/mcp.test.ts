import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema, type Progress } from "@modelcontextprotocol/sdk/types.js";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createCompose } from "../engines/compose.ts";
import { createServer, readConfig } from "../main.ts";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

// The official SDK's own client, over real HTTP.

let server: TestServer;
const testEngine = createTestEngine();
beforeAll(async () => {
  const compose = createCompose({ workers: 1, onError: () => {} });
  server = await startServer({ dependencies: { engines: [testEngine, compose] } });
});
afterAll(() => server.close());

const open: Client[] = [];
afterEach(() => Promise.all(open.splice(0).map((client) => client.close())));

async function connect(key = KEY, path = "/mcp", sessionId?: string): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(path, server.url), { requestInit, sessionId }));
  open.push(client);
  return client;
}

async function call(
  client: Client,
  name: string,
  args: Record<string, unknown>,
  options: { signal?: AbortSignal; onprogress?(progress: Progress): void } = {},
) {
  return CallToolResultSchema.parse(await client.callTool({ name, arguments: args }, undefined, options));
}

const Remixed = z.object({
  task_id: z.string(),
  status: z.string(),
  image: z.string(),
  width: z.number(),
  height: z.number(),
  credits: z.number(),
  not_done: z.array(z.string()),
});
const images = [PNG_DATA_URI];

test.each(["/mcp", "/v1/mcp"])("lists its four tools with schemas at %s", async (path) => {
  const client = await connect(KEY, path);
  expect(client.getServerVersion()).toMatchObject({ name: "pastiche" });
  expect(client.getInstructions()).toContain("numbered from 0");
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(["remix", "plan", "cutout", "get_task"]);
  expect(tools[0].inputSchema).toMatchObject({
    type: "object",
    required: ["images", "prompt"],
    properties: { images: { type: "array", maxItems: 6, items: { type: "string" } }, prompt: { maxLength: 2560 } },
  });
});

describe("remix", () => {
  test("tells of rising progress, shows the picture and gives its uri", async () => {
    const told: Progress[] = [];
    const result = await call(
      await connect(),
      "remix",
      { prompt: "sleep 900", images },
      { onprogress: (one) => told.push(one) },
    );
    expect(result.isError).toBeUndefined();
    const { image, task_id } = Remixed.parse(result.structuredContent);
    expect((await fetch(image)).headers.get("content-type")).toBe("image/png");
    expect(result.content).toMatchObject([
      { type: "image", mimeType: "image/webp" },
      { type: "text", text: expect.stringContaining(image) },
    ]);
    const progress = told.map((one) => one.progress);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress).toEqual([...new Set(progress)].toSorted((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ progress: 100, total: 100 });
    expect(told.every(({ message }) => message?.startsWith(task_id))).toBe(true);
  });

  test("shows a small copy of a large picture", async () => {
    const shown = await call(await connect(), "remix", {
      prompt: "0 as a sketch",
      images: [(await photo(400)).toString("base64")],
      version: "compose@1",
      aspect_ratio: "16:9",
    });
    const [picture] = shown.content;
    if (picture.type !== "image") throw new Error("no picture");
    const copy = await sharp(Buffer.from(picture.data, "base64")).metadata();
    expect(Math.max(copy.width, copy.height)).toBeLessThanOrEqual(1024);
    expect(picture.data.length).toBeLessThan(700_000);
    expect(Remixed.parse(shown.structuredContent).width).toBeGreaterThan(1024);
  });

  test("without waiting gives the task's id, and get_task the rest", async () => {
    const client = await connect();
    const accepted = await call(client, "remix", { prompt: "sleep 300", images, wait: false });
    const [first] = accepted.content;
    const task_id = /task_\w+/.exec(first.type === "text" ? first.text : "")?.[0] ?? "";
    const early = await call(client, "get_task", { task_id });
    expect(early.structuredContent).toMatchObject({
      task_id,
      status: expect.stringMatching(/queued|preparing|running/),
    });
    await server.ended(task_id);
    const late = await call(client, "get_task", { task_id });
    expect(late.content[0]).toMatchObject({ type: "image" });
    expect(Remixed.parse(late.structuredContent)).toMatchObject({ task_id, status: "completed" });
  });

  test("that the client cancels is cancelled", async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const running = call(
      await connect(),
      "remix",
      { prompt: "sleep 20000", images },
      {
        signal: abort.signal,
        onprogress: ({ message }) => {
          seen.push(message?.slice(0, 29) ?? "");
          abort.abort("enough");
        },
      },
    );
    await expect(running).rejects.toThrow();
    expect(await server.ended(seen[0])).toMatchObject({ status_text: "cancelled" });
  });

  test.each([
    ["a refusal of the engine", { prompt: "fail", images }, "this prompt is refused"],
    ["an unknown version", { prompt: "0", images, version: "best" }, "noop@1"],
    ["a picture that is none", { prompt: "0", images: ["/no/such/file.jpg"] }, "must be a file uri of this server"],
    ["no prompt", { images }, "prompt"],
  ])("%s is an error that the model can read", async (_, args, told) => {
    const result = await call(await connect(), "remix", args);
    expect(result).toMatchObject({ isError: true, content: [{ type: "text", text: expect.stringContaining(told) }] });
  });
});

test("plan tells what the prompt decides", async () => {
  const args = { prompt: "the woman from 0 driving the car from 1", references: 2 };
  const { structuredContent } = await call(await connect(), "plan", args);
  expect(structuredContent).toMatchObject({ engine: "compose@1", unsupported: [expect.stringContaining("driving")] });
});

test("cutout gives a picture with transparency, which a remix can take", async () => {
  const client = await connect();
  const lifted = await call(client, "cutout", { image: (await photo(200)).toString("base64") });
  const { image, width, confidence } = z
    .object({ image: z.string(), width: z.number(), height: z.number(), confidence: z.number() })
    .parse(lifted.structuredContent);
  expect({ width, sure: confidence > 0 }).toEqual({ width: 200, sure: true });
  const bytes = Buffer.from(await (await fetch(image)).arrayBuffer());
  expect(await sharp(bytes).metadata()).toMatchObject({ format: "png", width: 200, hasAlpha: true });
  expect(await call(client, "remix", { prompt: "0", images: [image] })).not.toHaveProperty("isError");
  expect(await call(client, "cutout", { image: "none" })).toMatchObject({ isError: true });
});

describe("a key", () => {
  test("is needed", async () => {
    await expect(connect("inf_wrong")).rejects.toMatchObject({ code: 401 });
  });

  test("sees neither another key's session nor its tasks", async () => {
    const mine = await connect();
    const { id } = await server.run("at once");
    await server.ended(id);
    const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "another" });
    const theirs = await connect(key);
    expect(await call(theirs, "get_task", { task_id: id })).toMatchObject({ isError: true });
    const sessionId = mine.transport?.sessionId ?? "";
    const response = await fetch(`${server.url}/mcp`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "mcp-session-id": sessionId,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    expect(response.status).toBe(404);
    expect((await mine.listTools()).tools).toHaveLength(4);
  });
});

test("what is no initialization and has no session is refused", async () => {
  const response = await server.call("POST", "/mcp", {
    body: { jsonrpc: "2.0", id: 1, method: "tools/list" },
    headers: { accept: "application/json, text/event-stream" },
  });
  expect(response.status).toBe(400);
});

async function photo(edge: number): Promise<Buffer> {
  const bear = await readFile(new URL("../../../../examples/bear.jpg", import.meta.url));
  return sharp(bear).resize(edge, edge).jpeg().toBuffer();
}

test("what a session has begun outlives the server", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-mcp-"));
  const config = readConfig({ port: 0, dataDir }, { PASTICHE_API_KEY: KEY, PASTICHE_LOG_LEVEL: "silent" });
  const first = await createServer(config, { engines: [createTestEngine()] });
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { authorization: `Bearer ${KEY}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", first.url), { requestInit }));
  open.push(client);
  const begun = Promise.withResolvers<string>();
  const onprogress = ({ message }: Progress) => begun.resolve(message?.slice(0, 29) ?? "");
  call(client, "remix", { prompt: "sleep 2000", images }, { onprogress }).catch(() => undefined);
  const id = await begun.promise;
  await first.close({ graceMs: 0 });

  const second = await createServer(config, { engines: [createTestEngine()] });
  const response = await fetch(`${second.url}/tasks/${id}`, requestInit);
  expect(await response.json()).toMatchObject({
    data: { id, error: "", status_text: expect.stringMatching(/queued|preparing|running|completed/) },
  });
  await second.close({ graceMs: 0 });
  await rm(dataDir, { recursive: true });
});
