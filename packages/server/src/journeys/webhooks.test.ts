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

const Attempts = z.array(
  z.looseObject({
    id: z.string(),
    status: z.string(),
    attempts: z.array(z.looseObject({ number: z.number(), status: z.number().nullable(), error: z.string() })),
  }),
);
const Secret = z.object({ secret: z.string(), previous_secret_signs_until: z.string().nullable() });

test("what became of a delivery can be read, and it can be sent again under the same id", async () => {
  status = 410;
  const { id } = await server.run("at once", { webhook: receiver.url });
  await recorded();
  const read = async () => (await server.data(Attempts, "GET", `/tasks/${id}/deliveries`))[0];
  const failed = await read();
  expect(failed).toMatchObject({ status: "failed", next_attempt_at: null, task_id: id });
  expect(failed.attempts).toMatchObject([{ number: 1, status: 410, error: "answered with status 410" }]);

  status = 204;
  const resend = await server.call("POST", `/deliveries/${failed.id}/resend`);
  expect(await resend.json()).toMatchObject({ data: { status: "pending" } });
  await receiver.count(2);
  await expect.poll(read).toMatchObject({ status: "delivered", attempts: [{ number: 1 }, { number: 2, status: 204 }] });
  const [before, after] = receiver.received;
  expect([after.body, after.headers["webhook-id"]]).toEqual([before.body, before.headers["webhook-id"]]);

  const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "other" });
  const headers = { authorization: `Bearer ${key}` };
  expect((await server.call("GET", `/tasks/${id}/deliveries`, { headers })).status).toBe(404);
  expect((await server.call("POST", `/deliveries/${failed.id}/resend`, { headers })).status).toBe(404);
});

test("after a rotation both secrets sign", async () => {
  const before = await server.data(Secret, "GET", "/webhooks/secret");
  expect(before).toEqual({ secret: expect.stringMatching(/^whsec_/), previous_secret_signs_until: null });
  const after = await server.data(Secret, "POST", "/webhooks/secret/rotate");
  expect(after.secret).not.toBe(before.secret);
  expect(Date.parse(after.previous_secret_signs_until ?? "") - Date.now()).toBeGreaterThan(86_000_000);

  const { id } = await server.run("at once", { webhook: receiver.url });
  const [request] = await receiver.count(1);
  for (const { secret } of [before, after]) expect(verify(request, secret)).toMatchObject({ id });
  expect(String(request.headers["webhook-signature"]).split(" ")).toHaveLength(2);
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
