import { createServer, type Server } from "node:http";
import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import { malformedHttp, sendRaw } from "./malformed-http.ts";
import { oneWrongField } from "./one-wrong-field.ts";
import { CANARY, type Plant, plant } from "./plant.ts";
import { forbiddenUrls } from "./references.ts";
import { createSender, describeRequest, type FuzzRequest, type Sender } from "./request.ts";
import { type FuzzedServer, type Memory, startFuzzedServer } from "./start.ts";
import { requests } from "./surface.ts";
import { faultOf } from "./verdict.ts";

// PASTICHE_FUZZ_REQUESTS says how many, PASTICHE_FUZZ_SEED which: the same seed sends the same requests.
const REQUESTS = Number(process.env.PASTICHE_FUZZ_REQUESTS ?? 2000);
const SEED = Number(process.env.PASTICHE_FUZZ_SEED ?? 4);
/** Sent together, as callers do. */
const AT_ONCE = 10;
/** This part of them is hardly HTTP. */
const RAW_SHARE = 0.05;
const RAW_WITHIN_MS = 5000;
/** From half-time to the end. What is kept is bounded (sessions of assistants, statements), and fills up until then. */
const HEAP_GROWTH_BYTES = 8 * 1024 * 1024;
/** Coarser, since an allocator gives little back. */
const RSS_GROWTH_BYTES = 64 * 1024 * 1024;
const Wrong = z.object({ errors: z.array(z.object({ pointer: z.string() })) });
const ADMIN = "inf_the_admin_of_the_fuzzed_server";

let server: FuzzedServer;
let trap: Server;
let planted: Plant;
let called = 0;

beforeAll(async () => {
  trap = createServer((_, response) => {
    called += 1;
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  server = await startFuzzedServer({ PASTICHE_API_KEY: ADMIN });
  planted = await plant(server.url, ADMIN, portOf(trap));
});
afterAll(async () => {
  await server.close();
  trap.close();
});

test(`${REQUESTS} malformed requests break nothing, leak nothing and are told what was wrong`, async () => {
  const sender = createSender(server.url);
  const memory: Memory[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    const seed = SEED * 4 + quarter;
    await assertAll(requests, { count: (REQUESTS / 4) * (1 - RAW_SHARE), seed }, (request) => check(sender, request));
    await assertAll(malformedHttp, { count: (REQUESTS / 4) * RAW_SHARE, seed }, checkRaw);
    memory.push(await server.memory());
  }
  sender.close();

  expect(server.log()).not.toMatch(/"level":[56]0|\n\s+at |"stack"/);
  const [, half, , whole] = memory;
  expect(whole.heapBytes - half.heapBytes).toBeLessThan(HEAP_GROWTH_BYTES);
  expect(whole.rssBytes - half.rssBytes).toBeLessThan(RSS_GROWTH_BYTES);
  await expectHealthy();
}, 900_000);

test("of a body that is wrong in one field, the answer names that field", async () => {
  await assertAll(oneWrongField, { count: Math.ceil(REQUESTS / 10), seed: SEED }, async ({ path, body, pointer }) => {
    const answer = await fetch(server.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const named = Wrong.safeParse(JSON.parse(text)).data?.errors.some((error) => error.pointer.startsWith(pointer));
    if (answer.status !== 422 || !named) throw new Error(`${path} does not name ${pointer}: ${text.slice(0, 500)}`);
  });
}, 120_000);

test("no address that is not public is called, in whatever notation", async () => {
  const run = (body: object) =>
    fetch(`${server.url}/apps/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN}`, "content-type": "application/json" },
      body: JSON.stringify({ app: "reve/remix", wait: true, ...body }),
    });
  await assertAll(forbiddenUrls, { count: Math.ceil(REQUESTS / 10), seed: SEED }, async (made) => {
    const url = planted.fill(made);
    const asReference = await run({ input: { images: [url], prompt: "0 at night" } });
    const text = await asReference.text();
    if (!/"status_text":"failed"|"pointer":"\/input\/images\/0"/.test(text))
      throw new Error(`${url} was read: ${text}`);
    const asWebhook = await run({ input: { images: [PNG_DATA_URI], prompt: "0 at night" }, webhook: url });
    if (asWebhook.status !== 200 && asWebhook.status !== 422) throw new Error(`${url}: ${await asWebhook.text()}`);
  });
  expect(called).toBe(0);
}, 120_000);

async function check(sender: Sender, request: FuzzRequest): Promise<void> {
  const sent = planted.real(request);
  try {
    const answer = await sender.send(sent);
    const fault = answer === null ? null : faultOf(sent, answer, planted.secrets);
    if (fault !== null) throw new Error(`the answer ${fault}`);
  } catch (cause) {
    throw new Error(`${messageOf(cause)}\nto ${describeRequest(sent)}`, { cause });
  }
}

async function checkRaw(text: string): Promise<void> {
  const answer = await sendRaw(server.url, planted.fill(text), RAW_WITHIN_MS).catch(messageOf);
  const fault = /^(HTTP\/1\.1 (2|4.*"detail":".)|$)/s.test(answer) ? null : answer.slice(0, 300);
  if (fault !== null) throw new Error(`${fault}\nto ${JSON.stringify(text.slice(0, 500))}`);
}

/** Fails with the first request that is not answered as it should be, and with what repeats it. */
async function assertAll<T>(
  made: Arbitrary<T>,
  { count, seed }: { count: number; seed: number },
  checkOne: (one: T) => Promise<void>,
): Promise<void> {
  const together = fc.array(made, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const property = fc.asyncProperty(together, async (batch) => {
    await Promise.all(batch.map(checkOne));
  });
  const { failed, errorInstance } = await fc.check(property, {
    seed,
    numRuns: Math.ceil(count / AT_ONCE),
    // What fails is one request of many, which is told as it was sent.
    endOnFailure: true,
  });
  if (failed) {
    throw new Error(`With PASTICHE_FUZZ_SEED=${SEED}: ${messageOf(errorInstance)}\nlog: ${server.log().slice(-1000)}`, {
      cause: errorInstance,
    });
  }
}

async function expectHealthy(): Promise<void> {
  expect(server.lives()).toBe(true);
  for (const path of ["/healthz", "/readyz"]) expect((await fetch(server.url + path)).status).toBe(200);
  const authorization = `Bearer ${planted.victim.secret}`;
  for (const path of [`/tasks/${planted.victim.task}`, `/files/${planted.victim.file}`]) {
    const answer = await fetch(server.url + path, { headers: { authorization } });
    expect(await answer.text()).toContain(CANARY);
  }
  expect(Buffer.from(await (await fetch(planted.victim.uri)).arrayBuffer())).toEqual(PNG);
  const answer = await fetch(`${server.url}/run?wait=true`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ app: "reve/remix", input: { images: [PNG_DATA_URI], prompt: "0 at night" } }),
  });
  expect(await answer.text()).toContain('"completed"');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function portOf(listening: Server): number {
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("the trap listens at no port");
  return address.port;
}
