import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { createServer, diagnose, openKeys, readConfig } from "../main.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { startServer } from "../testing/test-server.ts";

const Key = z.looseObject({ id: z.string(), key: z.string(), name: z.string() });
const Page = z.object({ data: z.object({ total_items: z.number() }) });

test("a key is made, listed without its secret, and revoked over the API", async () => {
  const server = await startServer();
  const made = await server.data(Key, "POST", "/apikeys", { name: "laptop" });
  expect(made.key).toMatch(/^inf_[a-z0-9]{40}$/);
  const { items } = await server.data(z.looseObject({ items: z.array(Key) }), "POST", "/apikeys/list", {});
  expect(items.map(({ name }) => name)).toContain("laptop");
  expect(JSON.stringify(items)).not.toContain(made.key);

  const ask = () => fetch(`${server.url}/apps/reve/remix`, { headers: { authorization: `Bearer ${made.key}` } });
  expect((await ask()).status).toBe(200);
  expect((await server.call("DELETE", `/apikeys/${made.id}`)).status).toBe(204);
  expect((await ask()).status).toBe(401);
  expect((await server.call("DELETE", `/apikeys/${made.id}`)).status).toBe(404);
  expect((await server.call("POST", "/apikeys", { body: { name: "" } })).status).toBe(422);
  await server.close();
});

test("a made key does the work and can end itself, but only an admin's makes, sees or ends others", async () => {
  const server = await startServer();
  const make = (body: object) => server.data(Key, "POST", "/apikeys", body);
  const [work, admin, scoped] = [
    await make({ name: "work" }),
    await make({ name: "admin", admin: true }),
    await make({ name: "by the SDK", scopes: ["apikeys:write"] }),
  ];
  expect([work.admin, admin.admin, scoped.admin]).toEqual([false, true, true]);
  const as = (key: string, method: string, path: string, body?: object) =>
    server.call(method, path, { body, headers: { authorization: `Bearer ${key}` } });
  const seen = async (key: string) =>
    Page.parse(await (await as(key, "POST", "/apikeys/list", {})).json()).data.total_items;

  expect((await as(work.key, "POST", "/apikeys", { name: "more" })).status).toBe(403);
  expect((await as(work.key, "POST", `/apikeys/${work.id}`, { budget: 1e9 })).status).toBe(403);
  expect((await as(work.key, "DELETE", `/apikeys/${admin.id}`)).status).toBe(404);
  expect([await seen(work.key), await seen(admin.key)]).toEqual([1, 4]);
  expect((await as(work.key, "GET", `/usage?key_id=${admin.id}`)).status).toBe(404);
  expect((await as(work.key, "DELETE", `/apikeys/${work.id}`)).status).toBe(204);
  expect((await as(work.key, "GET", "/usage")).status).toBe(401);
  expect((await as(scoped.key, "DELETE", `/apikeys/${admin.id}`)).status).toBe(204);
  await server.close();
});

test("the first start makes a key and gives it once; the data directory's keys can be changed while it runs", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
  const start = () =>
    createServer(readConfig({ port: 0, dataDir }, { PASTICHE_LOG_LEVEL: "silent" }), { engines: [createTestEngine()] });
  const first = await start();
  const ask = async (url: string, key: string) =>
    (await fetch(`${url}/apps/reve/remix`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask(first.url, first.firstKey ?? "")).toBe(200);

  const keys = await openKeys(dataDir);
  const { id, secret } = await keys.create("cli");
  expect(await ask(first.url, secret)).toBe(200);
  expect((await keys.list()).map(({ name }) => name)).toEqual(["first key", "cli"]);
  expect(await keys.revoke(id)).toBe(true);
  expect(await ask(first.url, secret)).toBe(401);
  await keys.close();
  await first.close();

  const second = await start();
  expect(second.firstKey).toBeNull();
  expect(await ask(second.url, first.firstKey ?? "")).toBe(200);
  await second.close();
  await rm(dataDir, { recursive: true });
});

test("a server that cannot listen keeps its first key for the start that can", async () => {
  const taken = await startServer();
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
  const start = (port: number) => createServer(readConfig({ port, dataDir }, {}), { engines: [createTestEngine()] });
  await expect(start(Number(new URL(taken.url).port))).rejects.toThrow("EADDRINUSE");
  const server = await start(0);
  expect(server.firstKey).toMatch(/^inf_/);
  await server.close();
  await taken.close();
  await rm(dataDir, { recursive: true });
});

test("the doctor finds a sound server sound, and says what is wrong with another", async () => {
  const server = await startServer();
  const checks = await diagnose({ dataDir: server.dataDir, workers: 1 }, {});
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  await server.close();

  const open = await diagnose({ dataDir: "/proc/pastiche", host: "0.0.0.0", workers: 200 }, {});
  const wrong = open.filter(({ ok }) => !ok);
  expect(wrong.map(({ name }) => name)).toEqual(["public URL", "data directory", "workers"]);
  expect(wrong.every(({ mend }) => mend !== "")).toBe(true);
  expect(await diagnose({ port: -1 }, {})).toMatchObject([{ name: "configuration", ok: false }]);
});
