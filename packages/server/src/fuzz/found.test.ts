import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { PNG } from "../testing/pictures.ts";
import { sendRaw } from "./malformed-http.ts";
import { type FuzzedServer, startFuzzedServer } from "./start.ts";

// What bad input once broke, each by itself.

const KEY = "inf_a_key_for_tests";
const authorization = `Bearer ${KEY}`;
const Problem = z.object({ status: z.number(), code: z.string(), detail: z.string() });
let server: FuzzedServer;
beforeAll(async () => {
  server = await startFuzzedServer({ PASTICHE_API_KEY: KEY });
});
afterAll(() => server.close());

test.each([
  ["what is no HTTP", "GET / HTTP/9.9\r\n\r\n", 400, "invalid_request", /HTTP\/1\.1/],
  ["HTTP/1.1 without a Host", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid_request", /Host/],
  ["a head that is too large", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n\r\n`, 431, "too_large", /16384 bytes/],
])("%s is answered with a problem, as everything is", async (_, text, status, code, detail) => {
  const [head, body] = (await sendRaw(server.url, text, 5000)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*content-type: application/problem\\+json`, "i"));
  expect(Problem.parse(JSON.parse(body))).toEqual({ status, code, detail: expect.stringMatching(detail) });
});

test("an OPTIONS that is no browser's preflight is answered as one that is", async () => {
  expect((await fetch(`${server.url}/usage`, { method: "OPTIONS" })).status).toBe(204);
});

test("a form's field called __proto__ is one like others that are not known", async () => {
  const form = new FormData();
  form.set("image", new Blob([PNG]), "a.png");
  form.set("__proto__", new Blob([PNG]), "b.png");
  form.set("size", "64x64");
  form.set("prompt", "0 at night");
  const answer = await fetch(`${server.url}/images/edits`, { method: "POST", headers: { authorization }, body: form });
  expect(answer.status).toBe(200);
});

test.each(["", "a/b", "a b", "[::1", "a:b:c", "a:123456", "[::1]:99999", "999.1.1.1", 'x"><script>'])(
  "the Host %j is refused",
  async (host) => {
    const text = `POST /mcp HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    const [head, body] = (await sendRaw(server.url, text, 5000)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect(Problem.parse(JSON.parse(body)).detail).toContain(JSON.stringify(host));
  },
);

test("without a Host, as in HTTP/1.0, health is told, and what needs one says so", async () => {
  expect(await sendRaw(server.url, "GET /healthz HTTP/1.0\r\n\r\n", 5000)).toMatch(/^HTTP\/1.1 200 /);
  const text = `POST /mcp HTTP/1.0\r\nAuthorization: ${authorization}\r\nContent-Length: 0\r\n\r\n`;
  const [, body] = (await sendRaw(server.url, text, 5000)).split("\r\n\r\n");
  expect(Problem.parse(JSON.parse(body)).detail).toContain("A Host header is needed");
});

test("a caller that hangs up in the middle of a form is no error of the server", async () => {
  for (const path of ["/files", "/images/edits"]) {
    const sent = request(server.url + path, {
      method: "POST",
      headers: {
        authorization,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": "1000",
      },
    });
    sent.write("--x\r\n", () => setTimeout(() => sent.destroy(), 50));
    await once(sent, "close").catch(() => {});
  }
  // One that comes after it shows that it was dealt with.
  await fetch(`${server.url}/usage`, { headers: { authorization } });
  expect(server.log()).not.toContain("a request failed");
});
