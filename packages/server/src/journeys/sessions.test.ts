import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { startReceiver } from "../testing/receiver.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";

const Session = z.looseObject({ id: z.string(), status: z.string(), expires_at: z.string(), call_count: z.number() });

let server: TestServer;
let now: number;
beforeEach(async () => {
  now = Date.now();
  server = await startServer({
    dependencies: { clock: () => now },
    environment: { PASTICHE_ALLOW_HOSTS: "127.0.0.1" },
  });
});
afterEach(() => server.close());

const begin = async (more = {}) => {
  const { session_id } = await server.run("at once", { session: "new", ...more });
  return z.string().startsWith("sess_").parse(session_id);
};
const get = (id: string) => server.data(Session, "GET", `/sessions/${id}`);
const status = async (method: string, path: string, body?: unknown) =>
  (await server.call(method, path, { body })).status;

test("a task begins a session, others go on with it, and all carry its id", async () => {
  const receiver = await startReceiver((_, response) => response.end());
  const id = await begin({ session_timeout: 60 });
  now += 30_000;
  const second = await server.run("at once", { session: id, webhook: receiver.url });
  expect(second.session_id).toBe(id);
  expect(JSON.parse((await receiver.count(1))[0].body)).toMatchObject({ session_id: id });
  expect((await server.ended(second.id)).session_id).toBe(id);
  expect(await get(id)).toMatchObject({
    status: "active",
    call_count: 2,
    task_id: second.id,
    idle_timeout: 60,
    app_id: "reve/remix",
    expires_at: new Date(now + 60_000).toISOString(),
  });
  expect(await server.data(z.array(Session), "GET", "/sessions")).toMatchObject([{ id }]);
  await receiver.close();
});

test("a session expires when it is idle, unless it is kept alive", async () => {
  const id = await begin({ session_timeout: 60 });
  now += 59_000;
  expect(await server.data(Session, "POST", `/sessions/${id}/keepalive`)).toMatchObject({ status: "active" });
  now += 59_000;
  expect(await get(id)).toMatchObject({ status: "active" });
  now += 1_000;
  expect(await get(id)).toMatchObject({ status: "expired", ended_at: null });
  expect(await status("POST", `/sessions/${id}/keepalive`)).toBe(410);
  await expect(server.run("at once", { session: id })).rejects.toThrow(/"gone".*expired/);
});

test("an ended session takes no more calls; ending it twice is no error", async () => {
  const id = await begin();
  expect(await status("DELETE", `/sessions/${id}`)).toBe(204);
  expect(await status("DELETE", `/sessions/${id}`)).toBe(204);
  expect(await get(id)).toMatchObject({ status: "ended", ended_at: new Date(now).toISOString() });
  expect(await status("POST", `/sessions/${id}/keepalive`)).toBe(410);
  await expect(server.run("at once", { session: id })).rejects.toThrow(/"gone".*was ended/);
});

test("another key's session, and one that never was, do not exist", async () => {
  const id = await begin();
  const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "other" });
  const headers = { authorization: `Bearer ${key}` };
  expect((await server.call("GET", `/sessions/${id}`, { headers })).status).toBe(404);
  expect((await server.call("DELETE", `/sessions/${id}`, { headers })).status).toBe(404);
  expect((await server.call("POST", `/sessions/${id}/keepalive`, { headers })).status).toBe(404);
  expect(await (await server.call("GET", "/sessions", { headers })).json()).toMatchObject({ data: [] });
  await expect(server.run("at once", { session: "sess_none" })).rejects.toThrow('"not_found"');
});
