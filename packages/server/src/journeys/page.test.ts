import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtPage } from "../http/page.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

test("the page is open to all, and allows nothing but what this server serves", async () => {
  const response = await get("/");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("set-cookie")).toBeNull();
  const html = await response.text();
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
});

test("its files are kept for ever, since their names are hashes, and come compressed", async () => {
  const [script] = /assets\/[\w-]+\.js/.exec(await (await get("/")).text()) ?? [];
  const response = await get(`/${script}`, { "accept-encoding": "gzip" });
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.text()).toContain("Pastiche");
});

test.each(["/assets/none.js", "/assets/..%2findex.html", "/assets/", "/index.html", "/src/main.tsx"])(
  "%s is not there",
  async (path) => {
    const response = await get(path);
    expect([400, 404]).toContain(response.status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  },
);

test("a page that was not built keeps no server from starting", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pastiche-unbuilt-"));
  const module = join(folder, "node_modules/@pastiche/web");
  await mkdir(module, { recursive: true });
  const described = createRequire(import.meta.url).resolve("@pastiche/web/package.json");
  await cp(described, join(module, "package.json"));
  expect(builtPage(join(folder, "server.js"))).toBeNull();
  await rm(folder, { recursive: true });
});
