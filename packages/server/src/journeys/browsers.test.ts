import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../testing/test-server.ts";

const origin = "https://shop.example";
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test.each(["/apps/run", "/v1/apps/run", "/files/file_1/upload", "/mcp", "/v1/images/edits"])(
  "a page of any origin may ask for %s, with the headers that it names",
  async (path) => {
    const headers = "authorization,idempotency-key,x-api-version,last-event-id,cancel-on-disconnect,x-stainless-os";
    const response = await fetch(server.url + path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": headers },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    expect(response.headers.get("access-control-allow-headers")).toBe(headers);
    expect(response.headers.get("access-control-allow-methods")?.split(", ")).toEqual(
      expect.arrayContaining(["GET", "POST", "PUT", "DELETE"]),
    );
    expect(Number(response.headers.get("access-control-max-age"))).toBeGreaterThan(0);
  },
);

test("answers, errors and streams may be read, with the headers that clients look at", async () => {
  const { id } = await server.run("at once");
  await server.ended(id);
  for (const [path, status] of [
    [`/tasks/${id}`, 200],
    [`/tasks/${id}/stream`, 200],
    ["/tasks/none", 404],
    ["/nowhere", 404],
  ] as const) {
    const response = await server.call("GET", path, { headers: { origin } });
    await response.text();
    expect([path, response.status]).toEqual([path, status]);
    expect([path, response.headers.get("access-control-allow-origin")]).toEqual([path, "*"]);
    expect(response.headers.get("access-control-expose-headers")?.toLowerCase().split(", ")).toEqual(
      expect.arrayContaining(["etag", "retry-after", "ratelimit", "ratelimit-policy", "location", "mcp-session-id"]),
    );
  }
});

test("so may what the dialects stream: MCP's answers and the partial pictures of an edit", async () => {
  const initialize = {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "page", version: "1" } },
  };
  const accept = "application/json, text/event-stream";
  const mcp = await server.call("POST", "/mcp", { body: initialize, headers: { origin, accept } });
  await mcp.text();
  expect([mcp.status, mcp.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
});
