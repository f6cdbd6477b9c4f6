import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Inference, inference, type Task } from "@pastiche/client";
import { createServer, type Engine, readConfig, type Server } from "@pastiche/server";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";

// What the client lists, counts and looks after, against a real server whose engine does nothing.

let folder: string;
let server: Server;
let client: Inference;
let dot: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-lists-"));
  dot = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#7a3bc2" } })
    .png()
    .toBuffer();
  const environment = { PASTICHE_ALLOW_HOSTS: "127.0.0.1", PASTICHE_LOG_LEVEL: "error" };
  server = await createServer(readConfig({ port: 0, dataDir: folder }, environment), { engines: [dotEngine()] });
  client = clientOf(server.firstKey);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function clientOf(apiKey: string | null): Inference {
  return inference({ baseUrl: server.url, apiKey, retries: { maxRetries: 1, minDelayMs: 20 } });
}

function dotEngine(): Engine {
  return {
    name: "dot",
    about: "One dot.",
    versions: ["dot@1"],
    slots: 2,
    async run({ prompt }, { onProgress }) {
      onProgress({ percent: 50, step: "compose" });
      // What is over at once is never told to be under way.
      if (prompt === "a window") await new Promise((resolve) => setTimeout(resolve, 200));
      const timings = [{ step: "compose", ms: 3 }];
      return { image: new Uint8Array(dot), contentType: "image/png", width: 8, height: 8, cost: 30, timings };
    },
    close: async () => {},
  };
}

const run = (prompt: string, more: { webhook?: string } = {}) =>
  client.run({ app: "reve/remix", input: { prompt, images: [dot] }, ...more });

test("tasks are listed page by page, found by what their prompt says, and tell what they did", async () => {
  const made: Task[] = [];
  for (const prompt of ["a red door", "a blue door", "a window"]) made.unshift(await run(prompt));
  const first = await client.tasks.list({ limit: 2 });
  expect(first).toMatchObject({ total_items: 3, has_next: true, items_per_page: 2 });
  const second = await client.tasks.list({ limit: 2, cursor: first.next_cursor });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  expect((await client.tasks.list({ search: { term: "DOOR" } })).total_items).toBe(2);
  const filters = [{ field: "status", operator: "in" as const, value: ["failed", "running"] }];
  expect((await client.tasks.list({ filters })).items).toEqual([]);
  await expect(client.tasks.list({ sort: [{ field: "prompt" }] })).rejects.toMatchObject({ code: "validation_failed" });

  const [{ id }] = made;
  expect((await client.tasks.logs(id)).logs.map(({ content }) => content).join()).toContain("compose");
  const timings = await client.tasks.timings(id);
  expect(timings.groups).toContainEqual(expect.objectContaining({ label: "compose", duration_ms: 3 }));
  expect(timings.events.at(-1)).toMatchObject({ status: "completed" });
  expect(await client.tasks.deliveries(id)).toEqual([]);
});

test("files are listed with what made them", async () => {
  await client.files.upload(dot, { filename: "a door.png" });
  const found = await client.files.list({ search: { term: "door" } });
  expect(found.items).toMatchObject([{ filename: "a door.png", content_type: "image/png", category: "" }]);
  const { output } = await run("another");
  const filters = [{ field: "category", operator: "eq" as const, value: "output" }];
  expect((await client.files.list({ filters, limit: 1 })).items[0].uri).toBe(output.image);
});

test("all keys are listed, however many, and their limits are changed one by one", async () => {
  const made = await client.keys.create({ name: "the shop", rate: 5, budget: 90 });
  expect(await client.keys.change(made.id, { rate: null, concurrency: 2 })).toMatchObject({
    rate: null,
    concurrency: 2,
    budget: 90,
  });
  for (let at = 0; at < 101; at++) await client.keys.create({ name: `key ${at}` });
  expect(new Set((await client.keys.list()).map(({ id }) => id)).size).toBe(103);
  await expect(clientOf(made.key).keys.change(made.id, { budget: null })).rejects.toMatchObject({ code: "forbidden" });
});

test("usage counts tasks and credits by day, of another key for an admin's", async () => {
  const other = await client.keys.create({ name: "counted", budget: 100 });
  const input = { prompt: "0", images: [dot] };
  await clientOf(other.key).run({ app: "reve/remix", input });
  const day = new Date().toISOString().slice(0, 10);
  const usage = await client.usage({ key_id: other.id, to: day });
  expect(usage).toMatchObject({ key_id: other.id, tasks: 1, credits: 30, budget: 100, credits_remaining: 70 });
  expect(usage.days).toEqual([{ day, completed: 1, failed: 0, cancelled: 0, credits: 30 }]);
  expect((await client.usage()).key_id).not.toBe(other.id);
});

test("a webhook that was refused is sent again, signed by a secret that may be changed", async () => {
  let status = 410;
  const receiver = createHttpServer((_, response) => response.writeHead(status).end()).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { id } = await run("told", { webhook: `http://127.0.0.1:${port}/` });
  const delivery = () => client.tasks.deliveries(id).then(([first]) => first);
  await expect.poll(async () => (await delivery()).status).toBe("failed");
  expect((await delivery()).attempts).toMatchObject([{ number: 1, status: 410 }]);

  status = 204;
  expect(await client.deliveries.resend((await delivery()).id)).toMatchObject({ status: "pending" });
  await expect.poll(async () => (await delivery()).status).toBe("delivered");
  await expect(client.deliveries.resend("dlv_none")).rejects.toMatchObject({ code: "not_found" });
  receiver.close();

  const before = await client.webhookSecret.get();
  expect(before).toMatchObject({ secret: expect.stringMatching(/^whsec_/), previous_secret_signs_until: null });
  const after = await client.webhookSecret.rotate();
  expect(after.secret).not.toBe(before.secret);
  expect(Date.parse(after.previous_secret_signs_until ?? "")).toBeGreaterThan(Date.now());
  expect((await client.webhookSecret.get()).secret).toBe(after.secret);
});
