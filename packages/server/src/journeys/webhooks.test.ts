import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { databasePath } from "../data-dir.ts";
import { Delivery } from "../store/deliveries.ts";
import { KeyRow } from "../store/keys.ts";
import { openSqlite } from "../store/sqlite.ts";
import { type Received, type Receiver, startReceiver } from "../testing/receiver.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let receiver: Receiver;
let status = 200;
let headers: Record<string, string> = {};

beforeEach(async () => {
  status = 200;
  headers = {};
  receiver = await startReceiver((_request, response) => response.writeHead(status, headers).end());
  server = await startServer({ environment: { PASTICHE_ALLOW_HOSTS: "127.0.0.1" } });
});
afterEach(async () => {
  await server.close();
  await receiver.close();
});

async function rows() {
  const db = openSqlite(databasePath(server.dataDir));
  const deliveries = await db.all(Delivery, "SELECT * FROM deliveries");
  const [key] = await db.all(KeyRow, "SELECT * FROM api_keys");
  await db.close();
  return { deliveries, key };
}

/** Waits until the outcome of an attempt is recorded. */
async function recorded(): Promise<Delivery> {
  for (;;) {
    const [delivery] = (await rows()).deliveries;
    if (delivery !== undefined && (delivery.last_error !== "" || delivery.last_status !== null)) return delivery;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const verify = ({ headers, body }: Received, secret: string) =>
  new Webhook(secret).verify(body, {
    "webhook-id": String(headers["webhook-id"]),
    "webhook-timestamp": String(headers["webhook-timestamp"]),
    "webhook-signature": String(headers["webhook-signature"]),
  });

test("the end of a task is posted, signed, with exactly the page's fields", async () => {
  const { id } = await server.run("at once", { webhook: `${receiver.url}/hook` });
  const [request] = await receiver.count(1);
  const ended = await server.ended(id);
  expect(request).toMatchObject({ method: "POST", path: "/hook", headers: { "content-type": "application/json" } });
  expect(JSON.parse(request.body)).toEqual({
    id,
    status: 9,
    output: ended.output,
    error: "",
    session_id: null,
    created_at: ended.created_at,
    updated_at: ended.updated_at,
  });
  expect(verify(request, (await rows()).key.webhook_secret)).toMatchObject({ id });
  expect(await recorded()).toMatchObject({
    attempt: 1,
    last_status: 200,
    next_at: null,
    delivered_at: expect.any(Number),
  });
});

test("a failed and a cancelled task are told too, in the numbering of the request", async () => {
  await server.run("fail", { webhook: receiver.url });
  await receiver.count(1);
  const response = await server.call("POST", "/run", {
    headers: { "x-api-version": "2" },
    body: {
      app: "reve/remix",
      webhook: receiver.url,
      input: { images: (await server.run("at once")).input.images, prompt: "sleep 20000" },
    },
  });
  const { id } = z.object({ id: z.string() }).parse(await response.json());
  await server.call("POST", `/tasks/${id}/cancel`);
  await receiver.count(2);
  expect(receiver.received.map(({ body }): unknown => JSON.parse(body))).toMatchObject([
    { status: 10, output: null, error: "this prompt is refused" },
    { id, status: 12, output: null, error: "cancelled by the caller" },
  ]);
});

test("a refusal is tried again after five seconds", async () => {
  status = 500;
  await server.run("at once", { webhook: receiver.url });
  const delivery = await recorded();
  expect(delivery).toMatchObject({ attempt: 1, last_status: 500, last_error: "answered with status 500" });
  expect((delivery.next_at ?? 0) - delivery.updated_at).toBeGreaterThanOrEqual(5000);
  expect((delivery.next_at ?? 0) - delivery.updated_at).toBeLessThanOrEqual(5500);
});

test("Retry-After is honoured", async () => {
  status = 503;
  headers = { "retry-after": "120" };
  await server.run("at once", { webhook: receiver.url });
  const delivery = await recorded();
  expect((delivery.next_at ?? 0) - delivery.updated_at).toBe(120_000);
});

test("410 stops, and a redirect is a refusal that is not followed", async () => {
  status = 410;
  await server.run("at once", { webhook: receiver.url });
  expect(await recorded()).toMatchObject({ last_status: 410, next_at: null, delivered_at: null });
  status = 302;
  headers = { location: `${receiver.url}/elsewhere` };
  await server.run("at once", { webhook: `${receiver.url}/moved` });
  await receiver.count(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receiver.received.map(({ path }) => path)).toEqual(["/", "/moved"]);
});

test("a receiver that never answers delays no task, and no shutdown", async () => {
  const silent = await startReceiver(() => {});
  await Promise.all(Array.from({ length: 20 }, () => server.run("at once", { webhook: silent.url })));
  await silent.count(20);
  const before = performance.now();
  const { id } = await server.run("at once");
  await server.ended(id);
  expect(performance.now() - before).toBeLessThan(1000);

  const other = await startServer({ environment: { PASTICHE_ALLOW_HOSTS: "127.0.0.1" } });
  await other.run("at once", { webhook: silent.url });
  await silent.count(21);
  const closing = performance.now();
  await other.close();
  expect(performance.now() - closing).toBeLessThan(3000);
  await silent.close();
});
