import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Inference, inference, type Task, verifyWebhook } from "@pastiche/client";
import { createServer, type Engine, readConfig, type Server } from "@pastiche/server";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";

// The three snippets of the API page, in TypeScript, against a real server: real HTTP, files, SQLite, and real engine.

const EXAMPLES = join(import.meta.dirname, "../examples");

/** Photographs, made smaller so that the suite is quick. */
const BEAR = join(tmpdir(), `pastiche-journey-bear-${process.pid}.jpg`);
const TABLE = join(tmpdir(), `pastiche-journey-table-${process.pid}.jpg`);
const params = {
  app: "reve/remix" as const,
  input: { prompt: "the bear from 0 on the table from 1", images: [BEAR, TABLE] },
};

let folder: string;
let server: Server;
let client: Inference;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-journey-"));
  await sharp(join(EXAMPLES, "bear.jpg")).resize(256).toFile(BEAR);
  await sharp(join(EXAMPLES, "table.jpg")).resize(256).toFile(TABLE);
  server = await serve("compose");
  client = clientOf(server.url, server.firstKey);
});
afterAll(async () => {
  await server.close();
  await Promise.all([folder, BEAR, TABLE].map((path) => rm(path, { recursive: true })));
});

function serve(name: string, engines?: Engine[]): Promise<Server> {
  const environment = { PASTICHE_ALLOW_HOSTS: "127.0.0.1", PASTICHE_LOG_LEVEL: "error" };
  return createServer(readConfig({ port: 0, dataDir: join(folder, name), workers: 1 }, environment), { engines });
}

function clientOf(baseUrl: string, apiKey: string | null) {
  return inference({ baseUrl, apiKey, retries: { minDelayMs: 20 } });
}

test("run and get result", async () => {
  const result = await client.run(params);
  expect(result).toMatchObject({ status: 9, status_text: "completed", progress: 100, error: "" });
  const image = await client.files.download(result.output.image);
  expect(Buffer.from(image.subarray(1, 4)).toString()).toBe("PNG");
  expect(result.output.plan?.subjects[0]).toMatchObject({ reference: 0, relation: "on", target: 1 });
  expect((await client.tasks.get(result.id)).output).toEqual(result.output);
});

test("stream live updates", async () => {
  const progress: number[] = [];
  let output: unknown = null;
  for await (const update of client.run(params, { stream: true })) {
    if (update.progress) progress.push(update.progress);
    if (update.output) output = update.output;
  }
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(output).toMatchObject({ image: expect.stringContaining(server.url) });
});

test("a webhook: accepted at once, told when the task has ended", async () => {
  const hook = await receiver();
  const accepted = await client.run({ ...params, webhook: hook.url, metadata: { order: 7 } }, { wait: false });
  expect(accepted).toMatchObject({ output: null, error: "", metadata: { order: 7 } });
  const { raw, body, headers } = await hook.told;
  expect(Object.keys(body)).toEqual(["id", "status", "output", "error", "session_id", "created_at", "updated_at"]);
  expect(body).toMatchObject({ id: accepted.id, status: 9, output: { image: expect.any(String) }, error: "" });
  const answer = await fetch(`${server.url}/webhooks/secret`, {
    headers: { authorization: `Bearer ${server.firstKey}` },
  });
  const { secret } = (await answer.json()).data;
  expect(await verifyWebhook({ body: raw, headers }, { secret })).toEqual(body);
  await expect(verifyWebhook({ body: `${raw} `, headers }, { secret })).rejects.toMatchObject({
    code: "invalid_webhook",
  });
  hook.close();
});

test("a file is given in every way that there is", async () => {
  const bytes = await readFile(BEAR);
  const uploaded = await client.files.upload(TABLE);
  expect(await client.files.get(uploaded.id)).toMatchObject({ size: uploaded.size, content_type: "image/jpeg" });
  const images = [
    new Blob([bytes]),
    bytes.toString("base64"),
    `data:image/jpeg;base64,${bytes.toString("base64")}`,
    uploaded.uri,
  ];
  const task = await client.run(
    { ...params, input: { prompt: "a collage of 0, 1, 2 and 3", images } },
    { wait: false },
  );
  expect(task.input).toMatchObject({ images: Array(4).fill(expect.stringContaining(`${server.url}/files/`)) });
  await client.tasks.cancel(task.id);
});

test("an error names the field, the limit and the value received", async () => {
  const wrong = client.run({ ...params, input: { ...params.input, seed: -1 } });
  await expect(wrong).rejects.toMatchObject({
    status: 422,
    code: "validation_failed",
    errors: [{ pointer: "/input/seed" }],
  });
  await expect(clientOf(server.url, "inf_wrong").run(params)).rejects.toMatchObject({
    status: 401,
    code: "unauthorized",
  });
  await expect(client.tasks.get("task_none")).rejects.toMatchObject({ status: 404, code: "not_found" });
});

test("a task that fails rejects with the task", async () => {
  const notAPicture = new Blob(["this is no picture"]);
  const failed = client.run({ ...params, input: { prompt: "0 at night", images: [notAPicture] } });
  const error = await failed.catch((thrown) => thrown);
  // A server may see it at the door, or when the work begins.
  expect(["task_failed", "unsupported_media", "validation_failed"]).toContain(error.code);
  expect(error.message).not.toBe("");
});

test("keys are made, listed and revoked", async () => {
  const made = await client.keys.create({ name: "journey" });
  const other = clientOf(server.url, made.key);
  expect((await other.keys.list()).map(({ name }) => name)).toContain("journey");
  await client.keys.revoke(made.id);
  await expect(other.keys.list()).rejects.toMatchObject({ code: "unauthorized" });
});

/** An engine that tells some progress, then works until it is stopped. */
function endless(): { engine: Engine; stopped: Promise<unknown> } {
  const { promise: stopped, resolve } = Promise.withResolvers<unknown>();
  const engine: Engine = {
    name: "endless",
    about: "Never ends.",
    versions: ["endless"],
    slots: 1,
    async run(_, { signal, onProgress }) {
      onProgress({ percent: 10, step: "working" });
      await once(signal, "abort");
      resolve(signal.reason);
      throw signal.reason;
    },
    close: async () => undefined,
  };
  return { engine, stopped };
}

test("an abort rejects, and stops the work on the server", async () => {
  const { engine, stopped } = endless();
  const server = await serve("abort", [engine]);
  const client = clientOf(server.url, server.firstKey);
  const controller = new AbortController();
  let id = "";
  const run = client.run(params, {
    signal: controller.signal,
    onUpdate: (task) => {
      id = task.id;
      if (task.progress === 10) controller.abort(new Error("changed my mind"));
    },
  });
  await expect(run).rejects.toThrow("changed my mind");
  await stopped;
  await expect(client.tasks.wait(id)).rejects.toMatchObject({ code: "task_cancelled", task: { status: 11 } });
  await server.close();
});

test("a stream whose connection is cut again and again is resumed", async () => {
  const engine: Engine = {
    name: "steps",
    about: "Nine steps.",
    versions: ["steps"],
    slots: 1,
    async run(_, { onProgress }) {
      for (let percent = 10; percent < 100; percent += 10) {
        onProgress({ percent, step: `step ${percent}` });
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      return { image: await readFile(BEAR), contentType: "image/jpeg", width: 1, height: 1, cost: 1, timings: [] };
    },
    close: async () => undefined,
  };
  const server = await serve("cut", [engine]);
  const proxy = await cuttingProxy(new URL(server.url).port);
  const seen: Task[] = [];
  for await (const task of clientOf(proxy.url, server.firstKey).run(params, { stream: true })) {
    seen.push(task);
    if (seen.length % 3 === 0) proxy.cut();
  }
  expect(proxy.cuts()).toBeGreaterThan(1);
  expect(seen.at(-1)).toMatchObject({ status_text: "completed", progress: 100 });
  expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
  proxy.close();
  await server.close();
});

/** Passes bytes on between a client and the server, until it is told to cut every line there is. */
async function cuttingProxy(port: string) {
  const lines = new Set<Socket>();
  let cuts = 0;
  const proxy = createTcpServer((near) => {
    const far = connect(Number(port), "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      lines.add(one);
      one.on("close", () => lines.delete(one));
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const cut = () => {
    if (lines.size > 0) cuts++;
    for (const line of lines) line.destroy();
  };
  return { url: `http://127.0.0.1:${portOf(proxy.address())}`, cut, cuts: () => cuts, close: () => proxy.close(cut) };
}

/** Somebody's endpoint for webhooks. */
async function receiver() {
  const { promise: told, resolve } = Promise.withResolvers<{
    raw: string;
    body: Record<string, unknown>;
    headers: NodeJS.Dict<string | string[]>;
  }>();
  const endpoint = createHttpServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    response.writeHead(204).end();
    resolve({ raw: text, body: JSON.parse(text), headers: request.headers });
  });
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  return { url: `http://127.0.0.1:${portOf(endpoint.address())}/webhook`, told, close: () => endpoint.close() };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("nothing listens");
  return address.port;
}
