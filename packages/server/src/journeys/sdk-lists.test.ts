import { inference } from "@inferencesh/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

// npm @inferencesh/sdk as published, in what it lists and in its sessions.

let server: TestServer;
let client: ReturnType<typeof inference>;
beforeAll(async () => {
  server = await startServer();
  client = inference({ apiKey: KEY, baseUrl: server.url });
});
afterAll(() => server.close());

const run = (more: object = {}) =>
  client.run({ app: "reve/remix", input: { prompt: "at once", images: [PNG_DATA_URI] }, ...more }, {});

test("tasks, files, apps and keys are listed by cursor", async () => {
  const ids: string[] = [];
  for (let at = 0; at < 5; at++) ids.unshift((await run()).id);

  const pages: string[][] = [];
  for (let cursor = "", more = true; more; ) {
    const { data } = await client.tasks.list({ cursor, limit: 2 });
    pages.push(data.items.map(({ id }: { id: string }) => id));
    cursor = data.next_cursor;
    more = data.has_next;
  }
  expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);

  // To the SDK, completed is 10.
  const filters = [{ field: "status", operator: "eq", value: 10 }];
  expect((await client.tasks.list({ filters })).data.total_items).toBe(5);
  expect((await client.tasks.list()).data.items).toHaveLength(5);
  const { data: files } = await client.files.list({ sort: [{ field: "created_at", dir: "asc" }] });
  expect(files.items[0]).toMatchObject({ content_type: "image/png", filename: expect.any(String) });
  const { data: apps } = await client.apps.list({ search: { term: "remix", exact: false } });
  expect(apps.items).toMatchObject([{ namespace: "reve", name: "remix" }]);
  const { data: keys } = await client.apiKeys.list();
  expect(keys.items).toMatchObject([{ name: "PASTICHE_API_KEY", scopes: ["*"] }]);
});

test("a key asked for with the scope of keys makes others, one without does not", async () => {
  const { data: manager } = await client.apiKeys.create({ name: "manager", scopes: ["apikeys"] });
  const { data: worker } = await inference({ apiKey: manager.key, baseUrl: server.url }).apiKeys.create({
    name: "worker",
  });
  const making = inference({ apiKey: worker.key, baseUrl: server.url }).apiKeys.create({ name: "another" });
  await expect(making).rejects.toMatchObject({ statusCode: 403, message: expect.stringContaining("admin") });
});

test("a session is begun, gone on with, kept alive, listed and ended", async () => {
  const { session_id } = await run({ session: "new", session_timeout: 60 });
  expect((await run({ session: session_id })).session_id).toBe(session_id);
  const { data: session } = await client.sessions.get(session_id);
  expect(session).toMatchObject({ status: "active", call_count: 2, idle_timeout: 60 });
  const { data: kept } = await client.sessions.keepalive(session_id);
  expect(Date.parse(kept.expires_at)).toBeGreaterThanOrEqual(Date.parse(session.expires_at));
  expect((await client.sessions.list()).data).toMatchObject([{ id: session_id }]);
  await client.sessions.end(session_id);
  await expect(client.sessions.keepalive(session_id)).rejects.toMatchObject({ statusCode: 410 });
  await expect(run({ session: session_id })).rejects.toMatchObject({ statusCode: 410 });
  await expect(client.sessions.get("sess_none")).rejects.toMatchObject({ statusCode: 404 });
});
