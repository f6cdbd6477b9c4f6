import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createServer, readConfig, type Server } from "../main.ts";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY } from "../testing/test-server.ts";

let dataDir: string;
let server: Server;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
  const config = readConfig({ port: 0, dataDir }, { PASTICHE_API_KEY: KEY, PASTICHE_LOG_LEVEL: "silent" });
  server = await createServer(config, { engines: [createTestEngine(1)] });
});
afterEach(() => rm(dataDir, { recursive: true }));

const authorization = `Bearer ${KEY}`;
const run = (prompt: string, path = "/apps/run") =>
  fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ app: "reve/remix", input: { images: [PNG_DATA_URI], prompt } }),
  });
const stream = (id: string) => fetch(`${server.url}/tasks/${id}/stream`, { headers: { authorization } });

async function started(prompt: string, status = "running"): Promise<string> {
  const { data } = await (await run(prompt)).json();
  for (;;) {
    const response = await fetch(`${server.url}/tasks/${data.id}`, { headers: { authorization } });
    if ((await response.json()).data.status_text === status) return data.id;
  }
}

test("held requests and streams are answered with the end of what runs, while new work is sent away", async () => {
  const held = run("sleep 600", "/apps/run?wait=true");
  const id = await untilRunning();
  const followed = await stream(id);
  const closed = server.close();
  const refused = await run("at once");
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  const response = await held;
  expect(response.status).toBe(200);
  expect((await response.json()).data).toMatchObject({ id, status_text: "completed" });
  expect((await followed.text()).trimEnd().split("\n").at(-1)).toContain('"completed"');
  await closed;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

async function untilRunning(): Promise<string> {
  for (;;) {
    const response = await fetch(`${server.url}/apps/reve/remix/tasks`, { headers: { authorization } });
    void response.body?.cancel();
    const ready = await (await fetch(`${server.url}/readyz`)).json();
    if (ready.running === 1) break;
  }
  const list = await fetch(`${server.url}/tasks/list`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: "{}",
  });
  return (await list.json()).data.items[0].id;
}

test("the stream of a task that waits on is cut, not ended; what the grace does not hold is told as it stands", async () => {
  await started("sleep 20000");
  const held = run("sleep 20000", "/apps/run?wait=true");
  const queued = await started("at once", "queued");
  const followed = await stream(queued);
  await server.close({ graceMs: 100 });
  await expect(followed.text()).rejects.toThrow();
  expect((await (await held).json()).data).toMatchObject({ status_text: "queued", output: null });
});
