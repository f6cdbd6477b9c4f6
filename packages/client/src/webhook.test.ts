import { expect, test } from "vitest";
import { verifyWebhook, type WebhookMessage } from "./webhook.ts";

// The example of the Standard Webhooks specification's own libraries, around a body of ours.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const AT = 1_614_265_330_000;
const BODY = JSON.stringify({
  id: "task_1",
  status: 9,
  output: { image: "https://example.com/ä.png" },
  error: "",
  session_id: null,
  created_at: "2021-02-25T15:02:00.000Z",
  updated_at: "2021-02-25T15:02:10.000Z",
});

async function signature(secret: string, content: string): Promise<string> {
  const { createHmac } = await import("node:crypto");
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

async function message(changes: Partial<Record<string, string>> = {}, body = BODY) {
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(AT / 1000),
    "webhook-signature": await signature(SECRET, `msg_1.${AT / 1000}.${body}`),
    ...changes,
  };
  return { body, headers } satisfies WebhookMessage;
}
const verify = (received: WebhookMessage, more = {}) => verifyWebhook(received, { secret: SECRET, now: AT, ...more });

test("what was signed is given, whatever the form of headers and body", async () => {
  const { body, headers } = await message();
  expect(await verify({ body, headers })).toEqual(JSON.parse(BODY));
  expect(await verify({ body: new TextEncoder().encode(body), headers: new Headers(headers) })).toMatchObject({
    status: 9,
  });
  expect(await verify({ body, headers: { ...headers, "Webhook-Id": undefined } })).toMatchObject({ id: "task_1" });
});

test("the specification's own example is signed as it says", async () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  // Its body is no end of a task, which is found out only once the signature is right.
  await expect(verify({ body: '{"test": 2432232314}', headers })).rejects.toThrow("The body is signed");
});

test("while secrets change, either may sign and either may be known", async () => {
  const other = "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSBrZXk=";
  const { body, headers } = await message();
  const both = `${await signature(other, `msg_1.${AT / 1000}.${BODY}`)} v1a,c29tZXRoaW5n ${headers["webhook-signature"]}`;
  const twice = { body, headers: { ...headers, "webhook-signature": both } };
  expect(await verify(twice)).toMatchObject({ id: "task_1" });
  expect(await verify(twice, { secret: other })).toMatchObject({ id: "task_1" });
  expect(await verify({ body, headers }, { secret: [other, SECRET] })).toMatchObject({ id: "task_1" });
});

test.each([
  ["another body", { body: BODY.replace("9", "10") }, {}, "No signature is right"],
  ["another id", { headers: { "webhook-id": "msg_2" } }, {}, "No signature is right"],
  ["no id", { headers: { "webhook-id": "" } }, {}, "webhook-id is missing"],
  [
    "no signature of a kind that is known",
    { headers: { "webhook-signature": "v2,AAAA" } },
    {},
    "No signature is right",
  ],
  ["a signature cut short", { headers: { "webhook-signature": "v1,g0hM9" } }, {}, "No signature is right"],
  ["a time that is none", { headers: { "webhook-timestamp": "now" } }, {}, "is no time"],
  ["a message of six minutes ago", {}, { now: AT + 360_000 }, "360 s off"],
  ["a message of the future", {}, { now: AT - 301_000 }, "301 s off"],
  ["another secret", {}, { secret: "whsec_b3RoZXI=" }, "No signature is right"],
  ["no secret", {}, { secret: "whsec_" }, "empty"],
  ["a secret that is none", {}, { secret: "whsec_%%%" }, "not whsec_"],
])("%s is refused", async (_, { body, headers }: { body?: string; headers?: Record<string, string> }, more, reason) => {
  const received = await message(headers);
  const verifying = verify({ ...received, body: body ?? received.body }, more);
  await expect(verifying).rejects.toMatchObject({ code: "invalid_webhook", message: expect.stringContaining(reason) });
});

test("five minutes are within the tolerance, both ways", async () => {
  const received = await message();
  for (const now of [AT + 300_000, AT - 300_000])
    expect(await verify(received, { now })).toMatchObject({ id: "task_1" });
});
